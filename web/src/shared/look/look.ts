/**
 * How the stage looks: dark, light or in high contrast, with a colour and a picture of the host's own.
 *
 * The colours of texts are those of the theme, in tokens.css. A host's colour becomes the ground, darkened or
 * lightened until each of these texts has the contrast that it needs; a picture is veiled by the ground until
 * they have it on the lightest and on the darkest spot that a picture can have.
 */

import { mediaUrl } from "../address";
import { channels, contrast, mixed } from "./contrast";

export const STAGE_THEMES = ["dark", "light", "contrast"] as const;
export type StageTheme = (typeof STAGE_THEMES)[number];

export interface Look {
  theme?: StageTheme | null;
  colour?: string | null;
  picture?: string | null;
}

/** The colours of a theme by name, without the two hyphens. */
export type Tokens = Record<(typeof NAMES)[number], string>;

export const NAMES = ["ground", "text", "faint", "accent", "right", "wrong", "partly", "edge"] as const;
const TEXTS = ["text", "faint", "accent", "right", "wrong", "partly"] as const;

const OF_TEXT = 4.5; // WCAG 2.2, 1.4.3
const OF_EDGES = 3; // 1.4.11
const RAISED = 0.08; // so much of the text's colour is in what stands out from the ground
const LINE = 0.2;
const STEPS = 100;

const readable = (tokens: Tokens, ground: string): boolean =>
  TEXTS.every((name) => contrast(tokens[name], ground) >= OF_TEXT);

/** The colour of what stands out from this ground. */
const raisedOn = (tokens: Tokens, ground: string): string => mixed(ground, tokens.text, RAISED);

/** Black behind light texts, white behind dark ones. */
const behind = ({ text }: Tokens): string =>
  contrast(text, "#000000") > contrast(text, "#ffffff") ? "#000000" : "#ffffff";

export interface Ground {
  ground: string;
  raised: string;
  line: string;
}

/** The ground that is closest to this colour and on which every text of the theme can be read. */
export function groundOf(tokens: Tokens, colour: string): Ground {
  const far = behind(tokens);
  for (let step = 0; step < STEPS; step++) {
    const ground = mixed(colour, far, step / STEPS);
    const raised = raisedOn(tokens, ground);
    if (readable(tokens, ground) && readable(tokens, raised) && contrast(tokens.edge, ground) >= OF_EDGES)
      return { ground, raised, line: mixed(ground, tokens.text, LINE) };
  }
  return { ground: far, raised: far, line: mixed(far, tokens.text, LINE) };
}

/** How much of a picture its ground must cover, 0 to 1, for the texts to be readable on whatever it shows. */
export function veilOf(tokens: Tokens, ground: string): number {
  for (let step = 0; step < STEPS; step++) {
    const part = step / STEPS;
    const spots = ["#000000", "#ffffff"].map((spot) => mixed(spot, ground, part));
    if (spots.every((spot) => readable(tokens, spot))) return part;
  }
  return 1;
}

/** The colours of the theme that the page has now. */
export function tokensNow(): Tokens {
  const { style } = document.documentElement;
  const own = style.getPropertyValue("--ground");
  style.removeProperty("--ground");
  const computed = getComputedStyle(document.documentElement);
  const found = Object.fromEntries(
    NAMES.map((name) => [name, computed.getPropertyValue(`--${name}`).trim()]),
  ) as Tokens;
  if (own) style.setProperty("--ground", own);
  return found;
}

/** Let the page look so. */
export function show(look: Look): void {
  const root = document.documentElement;
  const { style } = root;
  for (const name of ["ground", "raised", "line", "veil", "picture"]) style.removeProperty(`--${name}`);
  root.dataset.look = look.theme ?? "dark";
  root.toggleAttribute("data-own-colour", Boolean(look.colour));
  root.toggleAttribute("data-picture", Boolean(look.picture));
  if (!look.colour && !look.picture) return;
  const tokens = tokensNow();
  const own = groundOf(tokens, look.colour ?? tokens.ground);
  for (const [name, value] of Object.entries(own)) style.setProperty(`--${name}`, value);
  if (!look.picture) return;
  const covered = veilOf(tokens, own.ground);
  style.setProperty("--veil", `rgba(${channels(own.ground).join()}, ${covered})`);
  style.setProperty("--picture", `url("${mediaUrl(look.picture)}")`);
}
