/**
 * Markdown as nodes: the same dialect, and the same list of tags and attributes, as `app/markdown` of the
 * server. KaTeX and the highlighter are loaded with the first formula or code.
 */

import { tex } from "@mdit/plugin-tex";
import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { at } from "../address";

const MOST_CHARACTERS = 5_000; // a longer text is shown as it is
const TAGS = [
  ..."a blockquote br code div em h1 h2 h3 h4 h5 h6 hr img li ol p pre s span strong".split(" "),
  ..."table tbody td th thead tr ul".split(" "),
];
const ATTRIBUTES = ["href", "title", "src", "alt", "start", "class"];
const UPLOADED = /^\/media\/[0-9a-f-]{36}$/i;
const SHOWN = /^https?:/i;
const LINKED = /^(?:https?:|mailto:)/i;
const CLASSES = /^(?:math|language-[\w+#.-]{1,40})$/;
const ENVIRONMENT = /^\\begin\{(\w+\*?)\}/;

// The preset allows 20 lists and quotes within each other
const md: MarkdownIt = new MarkdownIt("commonmark", { html: false })
  .enable(["table", "strikethrough"])
  .disable("reference") // [[1]] is a gap, whatever [1] may be
  .use(tex, {
    render: (source: string, display: boolean): string => {
      const text = md.utils.escapeHtml(source.trim());
      return display ? `<div class="math">${text}</div>` : `<span class="math">${text}</span>`;
    },
  });

md.validateLink = (url) => LINKED.test(url) || UPLOADED.test(url);

// An environment such as \begin{align} stands by itself, without dollar signs
md.block.ruler.before("fence", "environment", (state, start, end, silent) => {
  const line = (at: number) =>
    state.src.slice((state.bMarks[at] ?? 0) + (state.tShift[at] ?? 0), state.eMarks[at]);
  const name = ENVIRONMENT.exec(line(start))?.[1];
  if (!name) return false;
  let last = start;
  while (last < end && !line(last).includes(`\\end{${name}}`)) last += 1;
  if (last === end) return false;
  if (silent) return true;
  const token = state.push("math_environment", "div", 0);
  token.content = state.getLines(start, last + 1, state.blkIndent, false);
  state.line = last + 1;
  return true;
});
md.renderer.rules.math_environment = (tokens, place) =>
  `<div class="math">${md.utils.escapeHtml(tokens[place]?.content ?? "")}</div>`;

DOMPurify.addHook("uponSanitizeAttribute", (_, data) => {
  const { attrName, attrValue } = data;
  if (attrName === "href") data.keepAttr = LINKED.test(attrValue) || UPLOADED.test(attrValue);
  if (attrName === "class") data.keepAttr = CLASSES.test(attrValue);
});

/** The nodes of a text; without paragraphs where it stands `inline`. */
export async function rendered(text: string, inline: boolean): Promise<Node> {
  if (text.length > MOST_CHARACTERS) return document.createTextNode(text);
  const html = inline ? md.renderInline(text) : md.render(text);
  const nodes = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const image of nodes.querySelectorAll("img")) {
    const source = image.getAttribute("src");
    if (!source || !(SHOWN.test(source) || UPLOADED.test(source))) image.replaceWith(image.alt);
    else if (UPLOADED.test(source)) image.src = at(source);
  }
  for (const link of nodes.querySelectorAll("a")) {
    link.rel = "noopener noreferrer nofollow";
    link.target = "_blank";
  }
  const formulas = [...nodes.querySelectorAll<HTMLElement>(".math")];
  const codes = [...nodes.querySelectorAll<HTMLElement>("pre > code[class]")];
  if (formulas.length) (await import("./formulas")).set(formulas);
  if (codes.length) (await import("./code")).highlight(codes);
  return nodes;
}
