/** Code in colours, by highlight.js. */

import highlighter from "highlight.js/lib/common";
import "./code.css";

/** Colour each element whose class is `language-<name>`; a language that is not known stays plain. */
export function highlight(elements: HTMLElement[]): void {
  for (const element of elements) {
    const language = element.className.replace("language-", "");
    if (highlighter.getLanguage(language)) highlighter.highlightElement(element);
  }
}
