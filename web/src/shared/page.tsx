/** Mounting a page: its texts, and a sentence instead of a blank page where it breaks. */

import { Component, type ComponentChildren, type ComponentType, render } from "preact";
import { loadTexts, t } from "./i18n";
import { installWorker } from "./install";

class Boundary extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main class="sentence">
        <p role="alert">{t("shared.broken")}</p>
        <button type="button" class="main" onClick={() => location.reload()}>
          {t("shared.reload")}
        </button>
      </main>
    );
  }
}

/** Draw this component into the page. */
export function mount(Page: ComponentType): void {
  loadTexts();
  installWorker();
  const place = document.getElementById("app");
  if (!place) throw new Error("The page has no element for the app.");
  place.replaceChildren();
  render(
    <Boundary>
      <Page />
    </Boundary>,
    place,
  );
}
