/** Formulas by KaTeX, with MathML for screen readers. */

import katex from "katex";
import "katex/dist/katex.min.css";

/** Set each element's LaTeX as a formula. What KaTeX can't read stays as it is written. */
export function set(elements: HTMLElement[]): void {
  for (const element of elements) {
    const source = element.textContent ?? "";
    try {
      katex.render(source, element, { displayMode: element.tagName === "DIV", trust: false, maxExpand: 500 });
    } catch {
      element.textContent = source;
    }
  }
}
