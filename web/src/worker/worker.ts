/**
 * The service worker of the installed app: it opens the pages where there is no network, and keeps nothing of
 * the API.
 *
 * It answers requests for two kinds of files, which are the same for everybody: what a page consists of,
 * whose names change with their content, and the pages themselves, asked for from the network first. All else
 * goes past it: the API, the rooms, pictures that were uploaded.
 */

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Waits {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(type: "install" | "activate", listener: (event: Waits) => void): void;
  addEventListener(type: "fetch", listener: (event: Asked) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

/** Of the build: the paths of the pages, those of them that are kept at once, and what these consist of. */
declare const SHELL: { build: string; pages: string[]; first: string[]; files: string[] };

const shell = SHELL;
const worker = self as unknown as Worker;
const root = new URL("../../", location.href).pathname;
const CACHE = `quizzler ${shell.build}`;

worker.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([...shell.first, ...shell.files].map((path) => root + path));
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener("activate", (event) => {
  const forget = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((one) => one.startsWith("quizzler ") && one !== CACHE).map((one) => caches.delete(one)),
    );
    await worker.clients.claim();
  };
  event.waitUntil(forget());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (!address.pathname.startsWith(root)) return;
  const path = address.pathname.slice(root.length);
  if (path.startsWith("static/built/assets/")) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate" && shell.pages.includes(path))
    event.respondWith(freshFirst(path, request));
});

/** A file whose name changes with its content. */
async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

/**
 * A page, as it is on the server now; as it was last where that can't be reached. What its address asks for
 * is not kept.
 */
async function freshFirst(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(root + path, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(root + path, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
