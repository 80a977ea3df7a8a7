import "./dialog.css";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Toasts } from "./toasts";

interface Props {
  title: string;
  /** It was closed: by its button, by Escape or by its form. */
  onClose: () => void;
  wide?: boolean;
  children: ComponentChildren;
}

/** A dialog over the page, open as long as it is drawn. The focus goes back to where it was. */
export function Dialog({ title, onClose, wide, children }: Props) {
  const node = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const dialog = node.current;
    if (typeof dialog?.showModal === "function") dialog.showModal();
    else dialog?.setAttribute("open", ""); // Safari before 15.4
    return () => dialog?.close?.();
  }, []);
  return (
    <dialog
      ref={node}
      class={wide ? "wide" : ""}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" class="icon" aria-label={t("shared.close")} onClick={onClose}>
          ×
        </button>
      </header>
      {children}
      <Toasts />
    </dialog>
  );
}
