/** The colours of answers and texts can be told apart and read, by everybody. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { channels, contrast, linear, mixed, type Rgb } from "./look/contrast";
import { groundOf, NAMES, type Tokens, veilOf } from "./look/look";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** The colours of the first block with this selector that sets them. */
function tokens(selector: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, head = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!head.trim().endsWith(selector)) continue;
    for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g))
      found[name] ??= value;
  }
  return found;
}

type Vector = Rgb;

const times = (matrix: Vector[], [a, b, c]: Vector): Vector =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as Vector;

/**
 * Linear light as people without one kind of cone see it (Machado, Oliveira and Fernandes 2009, severity 1).
 */
const SIGHT: Record<string, Vector[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* under D65. */
function lab(light: Vector): Vector {
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    light.map((part) => Math.min(1, Math.max(0, part))) as Vector,
  );
  const f = (part: number) => (part > 216 / 24389 ? Math.cbrt(part) : (24389 / 27 / 116) * part + 16 / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** How far apart two colours are in this sight (CIE76). */
function distance(one: string, other: string, sight: string): number {
  const [a, b] = [one, other].map((hex) => lab(times(SIGHT[sight] ?? [], linear(hex)))) as [Vector, Vector];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const answers = tokens(":root");
const stage = tokens(".stage");

describe("answers", () => {
  test.each(Object.keys(SIGHT))("the first four stay 40 apart in %s sight", (sight) => {
    for (let one = 1; one <= 4; one++) {
      for (let other = one + 1; other <= 4; other++) {
        const apart = distance(answers[`answer-${one}`] ?? "", answers[`answer-${other}`] ?? "", sight);
        expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(40);
      }
    }
  });

  test.each([1, 2, 3, 4, 5, 6])("the text on answer %i has a contrast of 6.5", (index) => {
    expect(contrast(answers[`answer-${index}`] ?? "", answers[`answer-${index}-text`] ?? "")).toBeGreaterThan(
      6.5,
    );
  });

  test("those that are close to the ground have an edge", () => {
    const rules = readFileSync(join(import.meta.dirname, "question/parts.css"), "utf8");
    const edged = /((?:\.answer-\d,?\s*)+)\{\s*--own-edge: var\(--edge\)/.exec(rules);
    const dark = [1, 2, 3, 4, 5, 6].filter(
      (index) => contrast(answers[`answer-${index}`] ?? "", stage.ground ?? "") < 3,
    );
    expect(edged?.[1]?.match(/\d/g)?.map(Number)).toEqual(dark);
    expect(contrast(stage.edge ?? "", stage.ground ?? "")).toBeGreaterThan(3);
  });
});

const DARK = ':root:not(.stage, [data-theme="light"], [data-theme="contrast"])';
const THEMES = [
  ["the desk", ":root"],
  ["the dark desk", DARK],
  ["the desk in high contrast", ':root[data-theme="contrast"]:not(.stage)'],
  ["the stage", ".stage"],
  ["the light stage", '.stage[data-look="light"]'],
  ["the stage in high contrast", '.stage[data-look="contrast"]'],
] as const;

describe.each(THEMES)("on %s", (_, selector) => {
  const { ground = "", raised = "", ...theme } = tokens(selector);

  test.each(["text", "faint", "right", "wrong", "partly", "accent"])("%s can be read", (name) => {
    expect(contrast(theme[name] ?? "", ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme[name] ?? "", raised)).toBeGreaterThanOrEqual(4.5);
  });

  test("edges of what can be pressed are seen, and text on the accent can be read", () => {
    expect(contrast(theme.edge ?? "", ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme["accent-text"] ?? "", theme.accent ?? "")).toBeGreaterThanOrEqual(4.5);
  });
});

test("a colour that the build has shortened is the same", () => {
  expect(channels("#fb0")).toEqual(channels("#ffbb00"));
  expect(contrast("#000", "#fff")).toBeCloseTo(21);
});

/** Colours all over the cube, and its corners. */
const COLOURS = [0, 51, 102, 153, 204, 255].flatMap((red, _, parts) =>
  parts.flatMap((green) =>
    parts.map((blue) => `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`),
  ),
);

describe.each([".stage", '.stage[data-look="light"]', '.stage[data-look="contrast"]'])(
  "a host's colour on %s",
  (selector) => {
    const theme = tokens(selector);
    const own = Object.fromEntries(NAMES.map((name) => [name, theme[name] ?? ""])) as Tokens;
    const texts = ["text", "faint", "accent", "right", "wrong", "partly"] as const;

    test.each(COLOURS)("%s becomes a ground on which all texts can be read", (colour) => {
      const { ground, raised } = groundOf(own, colour);
      for (const name of texts) {
        expect(contrast(own[name], ground), name).toBeGreaterThanOrEqual(4.5);
        expect(contrast(own[name], raised), name).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(own.edge, ground)).toBeGreaterThanOrEqual(3);
    });

    test("is taken as it is where texts can be read on it", () => {
      expect(groundOf(own, theme.ground ?? "").ground).toBe(theme.ground);
    });

    test("texts can be read on the lightest and the darkest spot of any picture", () => {
      for (const colour of COLOURS) {
        const { ground } = groundOf(own, colour);
        const covered = veilOf(own, ground);
        expect(covered).toBeLessThan(1);
        for (const spot of ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff"])
          for (const name of texts)
            expect(
              contrast(own[name], mixed(spot, ground, covered)),
              `${colour} ${spot}`,
            ).toBeGreaterThanOrEqual(4.5);
      }
    });
  },
);
