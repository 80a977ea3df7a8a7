import type { ComponentChildren } from "preact";
import { at } from "../shared/address";
import { t } from "../shared/i18n";

/** A page that can't be shown: why, and the way home. */
export function Sorry({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="sentence">
      <h1>{title}</h1>
      <p>{children}</p>
      <a class="button main" href={at("/")}>
        {t("shared.home")}
      </a>
    </main>
  );
}
