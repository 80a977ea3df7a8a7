/**
 * Builds every page of pages.ts into app/pages/static/built:
 *
 * - assets/: scripts, styles, fonts and catalogs with hashed names, each also as .gz and .br
 * - <page>.<language>.html: the page with its texts in one language
 * - licences.txt: of each package of npm that is in these files
 *
 * Each page is a build of its own, so that a page which is opened for the first time asks for three files:
 * the HTML with the texts, one script, one style. What a page loads on demand is in chunks beside its
 * script.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants as zlib } from "node:zlib";
import { build, type Rolldown } from "vite";
import { LANGUAGES, type Language } from "../src/shared/languages.ts";
import { PAGES, type Page } from "./pages.ts";
import { compiled, readStrings } from "./strings.ts";

const WEB = join(import.meta.dirname, "..");
const BUILT = join(WEB, "../app/pages/static/built");
const FRESH = `${BUILT}.${process.pid}`; // renamed at the end, so that a server never sees half a build
const TARGET = ["safari15", "chrome100", "firefox100"];
const COMPRESSED = /\.(js|css|json|svg)$/;
/** The part of the display face that headings need first. */
const FACE = /bricolage-grotesque-latin-wght-normal\.woff2$/;
/** Kept on a device at once; other pages when they have been opened. */
const KEPT_FIRST = ["index", "play"];
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const url = (file: string) => `static/built/${file}`; // relative: a page may be served under a sub-path
const languages = Object.keys(LANGUAGES) as Language[];

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(join(FRESH, "assets"), { recursive: true });
const parts = new Map<string, string[]>(); // what each page consists of
const packages = new Set<string>(); // of npm, whose files are in the pages
for (const [name, page] of Object.entries(PAGES)) parts.set(name, await buildPage(name, page));
await buildWorker();
writeFileSync(join(FRESH, "licences.txt"), licences());
compress(join(FRESH, "assets"));
rmSync(BUILT, { recursive: true, force: true });
try {
  renameSync(FRESH, BUILT);
} catch (error) {
  rmSync(FRESH, { recursive: true, force: true });
  if (!existsSync(BUILT)) throw error; // else another build of the same sources was first
}

async function buildPage(name: string, page: Page): Promise<string[]> {
  const output = (await build({
    root: WEB,
    configFile: false,
    logLevel: "warn",
    base: "./",
    build: {
      outDir: FRESH,
      emptyOutDir: false,
      target: TARGET,
      cssTarget: TARGET,
      cssCodeSplit: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: { [name]: join(WEB, "src", page.entry) },
        output: {
          entryFileNames: "assets/[name]-[hash].js",
          chunkFileNames: "assets/[name]-[hash].js",
          assetFileNames: "assets/[name]-[hash][extname]",
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  const entry = output.output.find((part) => part.type === "chunk" && part.isEntry);
  if (entry?.type !== "chunk") throw new Error(`${name} has no script`);
  for (const part of output.output)
    for (const file of part.type === "chunk" ? part.moduleIds : part.originalFileNames) {
      const [, found] = file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
      if (found) packages.add(found);
    }
  const face = output.output.find(
    (part) => part.type === "asset" && FACE.test(part.originalFileNames[0] ?? ""),
  );
  const preloads = entry.imports;
  const styles = [...(entry.viteMetadata?.importedCss ?? [])];
  const catalogs = Object.fromEntries(
    languages.map((language) => [language, writeCatalog(name, page, language)]),
  );
  for (const language of languages) {
    const html = document(page, language, entry.fileName, preloads, styles, catalogs, face?.fileName);
    writeFileSync(join(FRESH, `${name}.${language}.html`), html);
  }
  return [entry.fileName, ...preloads, ...styles].map(url);
}

/** The service worker, which knows the pages and what they consist of. */
async function buildWorker(): Promise<void> {
  const path = (name: string) => (name === "index" ? "" : name);
  const names = [...parts.keys()].filter((name) => name !== "missing");
  const files = [...new Set(KEPT_FIRST.flatMap((name) => parts.get(name) ?? []))];
  const id = createHash("sha256")
    .update(JSON.stringify([...parts]))
    .digest("base64url")
    .slice(0, 8);
  const shell = { build: id, pages: names.map(path), first: KEPT_FIRST.map(path), files };
  await build({
    root: WEB,
    configFile: false,
    logLevel: "warn",
    define: { SHELL: JSON.stringify(shell) },
    build: {
      outDir: FRESH,
      emptyOutDir: false,
      target: TARGET,
      rolldownOptions: {
        input: join(WEB, "src/worker/worker.ts"),
        output: { format: "iife", entryFileNames: "worker.js" },
      },
    },
  });
}

/** The texts of a page in one language as a file, for who changes the language while the page is open. */
function writeCatalog(name: string, page: Page, language: Language): string {
  const text = JSON.stringify(compiled(page.strings, language));
  const hash = createHash("sha256").update(text).digest("base64url").slice(0, 8);
  const file = `assets/${name}.${language}-${hash}.json`;
  writeFileSync(join(FRESH, file), text);
  return file;
}

function document(
  page: Page,
  language: Language,
  script: string,
  preloads: string[],
  styles: string[],
  catalogs: Record<string, string>,
  face: string | undefined,
): string {
  const title = readStrings(page.strings[page.strings.length - 1] ?? "shared")[page.title]?.[language];
  if (!title) throw new Error(`${page.title} is not a text of ${page.strings[page.strings.length - 1]}`);
  const needsScript = readStrings("shared")["shared.needs_script"]?.[language] ?? "";
  const data = { language, catalogs, messages: compiled(page.strings, language) };
  return [
    `<!doctype html>`,
    `<html lang="${language}" dir="${LANGUAGES[language].dir}" class="${page.place}">`,
    `<head>`,
    `<meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">`,
    `<meta name="color-scheme" content="${page.place === "stage" ? "dark" : "light dark"}">`,
    `<title>${escaped(title)} · Quizzler</title>`,
    `<meta name="theme-color" content="${page.place === "stage" ? "#14121f" : "#fbfaf7"}">`,
    `<link rel="icon" href="static/icon.svg" type="image/svg+xml">`,
    `<link rel="apple-touch-icon" href="static/icon-180.png">`,
    `<link rel="manifest" href="static/manifest.json">`,
    ...styles.map((file) => `<link rel="stylesheet" href="${url(file)}">`),
    // as wide as display.css asks for the face, and only where a title has its letters
    ...(face && LANGUAGES[language].dir === "ltr"
      ? [
          `<link rel="preload" as="font" type="font/woff2" crossorigin media="(min-width: 40rem)" href="${url(face)}">`,
        ]
      : []),
    ...preloads.map((file) => `<link rel="modulepreload" href="${url(file)}">`),
    `<script type="module" src="${url(script)}"></script>`,
    `</head>`,
    `<body>`,
    `<div id="app"><noscript>${escaped(needsScript)}</noscript></div>`,
    `<script type="application/json" id="texts">${JSON.stringify(data).replace(/</g, "\\u003c")}</script>`,
    `</body>`,
    `</html>`,
    "",
  ].join("\n");
}

/** The licences of the packages in the pages, which may be passed on with these texts only. */
function licences(): string {
  const texts = [...packages].sort().map((name) => {
    const folder = join(WEB, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

function compress(folder: string): void {
  for (const file of readdirSync(folder)) {
    if (!COMPRESSED.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    const options = {
      params: { [zlib.BROTLI_PARAM_QUALITY]: 11, [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    };
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes, options));
  }
}
