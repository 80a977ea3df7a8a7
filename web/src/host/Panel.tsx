import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../shared/i18n";

/** A panel over the page, above the bar. Escape shuts it, and the focus goes back to where it was. */
export function Panel({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shut = useRef(onClose);
  shut.current = onClose;
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    heading.current?.focus();
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape") shut.current();
    };
    addEventListener("keydown", press);
    return () => {
      removeEventListener("keydown", press);
      before?.focus?.();
    };
  }, []);
  return (
    <section class="panel" role="dialog" aria-label={title}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" onClick={onClose}>
          {t("host.shut")}
        </button>
      </header>
      {children}
    </section>
  );
}
