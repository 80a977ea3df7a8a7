/** A text of a quiz, as its `text_format` says: plain, or Markdown with formulas and code. */

import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";

export type TextFormat = "plain" | "markdown";

/** The language of the quiz whose texts are shown, where it may differ from that of the page. */
export const ContentLanguage = createContext<string | undefined>(undefined);

export interface ProseProps {
  text: string;
  format: TextFormat | null | undefined;
  /** For a text within a line, such as that of a choice. */
  inline?: boolean;
  class?: string;
}

/** What makes Markdown of a source is loaded with the first such text; until then the source is shown. */
export function Prose({ text, format, inline = false, class: name = "" }: ProseProps) {
  const Tag = inline ? "span" : "div";
  const lang = useContext(ContentLanguage);
  if (format !== "markdown") {
    return (
      <Tag class={`prose plain ${name}`} lang={lang} dir="auto">
        {text}
      </Tag>
    );
  }
  return <Markdown key={`${inline}`} text={text} inline={inline} name={name} lang={lang} />;
}

interface MarkdownProps {
  text: string;
  inline: boolean;
  name: string;
  lang: string | undefined;
}

function Markdown({ text, inline, name, lang }: MarkdownProps) {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    let current = true;
    if (place.current && !place.current.hasChildNodes()) place.current.textContent = text;
    void import("./markdown")
      .then(({ rendered }) => rendered(text, inline))
      .then((nodes) => current && place.current?.replaceChildren(nodes))
      .catch(() => undefined); // the source stays
    return () => {
      current = false;
    };
  }, [text, inline]);
  const Tag = inline ? "span" : "div";
  return <Tag ref={place as never} class={`prose ${name}`} lang={lang} dir="auto" />;
}
