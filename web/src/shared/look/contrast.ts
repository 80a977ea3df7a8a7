/** Contrast of colours as WCAG 2.2 defines it. A colour is #rrggbb, or #rgb, as a build shortens it. */

export type Rgb = [number, number, number];

export function channels(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map((place) => Number.parseInt(digits.slice(place, place + 2), 16)) as Rgb;
}

const hexOf = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** Linear light of a colour of sRGB (IEC 61966-2-1). */
export const linear = (hex: string): Rgb =>
  channels(hex).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** So much of the second colour in the first, 0 to 1. */
export const mixed = (one: string, other: string, part: number): string => {
  const [from, to] = [channels(one), channels(other)];
  return hexOf(from.map((value, place) => value + (to[place as 0] - value) * part) as Rgb);
};
