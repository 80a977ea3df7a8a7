import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  /** What the button shows. */
  label: ComponentChildren;
  /** What it is called where that is a sign. */
  name?: string;
  class?: string;
  children: ComponentChildren;
}

/**
 * A button that opens a list of acts. Escape, a click elsewhere and choosing close it. The acts are drawn
 * while it is open, so that a list of thousands of rows stays light.
 */
export function Menu({ label, name, class: look = "", children }: Props) {
  const node = useRef<HTMLDetailsElement>(null);
  const open = useSignal(false);
  useEffect(() => {
    if (!open.value) return;
    const close = (event: Event) => {
      const menu = node.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        event.preventDefault();
        menu.querySelector("summary")?.focus();
      } else if (menu.contains(event.target as Node)) return;
      menu.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open.value]);
  const chosen = (event: Event) => {
    const menu = node.current;
    if (menu && event.target instanceof Element && event.target.closest("button, a")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  };
  return (
    <details class={`menu ${look}`} ref={node} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary aria-label={name}>{label}</summary>
      <div class="menu-list" onClick={chosen}>
        {open.value && children}
      </div>
    </details>
  );
}
