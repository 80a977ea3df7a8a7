import { at } from "./address";

/**
 * Where the site is served by https, a service worker makes it an app that can be installed and opens without
 * a network.
 */
export function installWorker(): void {
  if (location.protocol !== "https:" || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    // A private window may refuse it; the pages work without it
    navigator.serviceWorker
      .register(at("/static/built/worker.js"), { scope: at("/") })
      .catch(() => undefined);
  });
}
