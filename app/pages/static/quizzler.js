// What every page shares: the session, calls to the REST API, building elements, the header.

const ROOT = new URL("..", import.meta.url).pathname.slice(0, -1); // of this site: "", or the sub-path it is served under
const SESSION = `quizzler.session${ROOT}`;

/** The path of a page or of the API on this host: at("/play"). Elements' href has it by itself. */
export const at = (path) => ROOT + path;

export const session = {
  get: () => JSON.parse(localStorage.getItem(SESSION) ?? "null"),
  set: (value) => localStorage.setItem(SESSION, JSON.stringify(value)),
  clear: () => localStorage.removeItem(SESSION),
};

/** A refusal of the API: `code` is for programs, `message` for people, `body` the whole problem. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body.detail ?? "Something went wrong.");
    this.status = status;
    this.code = body.code;
    this.body = body;
  }
}

let refreshing = null;

/**
 * Call the API as whoever is signed in; an expired access token is renewed once. Returns the parsed answer.
 * A body is sent as JSON, a FormData as a form, and anything else as the media type `raw`. With a `version`, the change
 * is refused if what is edited has another one by now, as when it was saved in another tab.
 */
export async function api(method, path, body, { raw = "", version = null, retried = false } = {}) {
  const current = session.get();
  const headers = {};
  if (version !== null) headers["If-Match"] = `"${version}"`;
  if (current) headers.Authorization = `Bearer ${current.access_token}`;
  const form = body instanceof FormData; // its type is set by the browser, with the boundary
  if (body !== undefined && !form) headers["Content-Type"] = raw || "application/json";
  const answer = await reach(path, { method, headers, body: body === undefined ? undefined : raw || form ? body : JSON.stringify(body) });
  if (answer.status === 401 && current && !retried && !path.startsWith("/auth/signin")) {
    refreshing ??= renew(current).finally(() => { refreshing = null; });
    await refreshing;
    return api(method, path, body, { raw, version, retried: true });
  }
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, problem(text));
  return text ? JSON.parse(text) : null;
}

async function reach(path, options) {
  try {
    return await fetch(at(path), options);
  } catch {
    throw new Refusal(0, { detail: "The server can't be reached. Check the connection and try again." });
  }
}

// A proxy in between may reply with a page of its own
function problem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Save a file that can be downloaded only with an access token. */
export async function download(path, name) {
  const answer = await reach(path, { headers: { Authorization: `Bearer ${session.get()?.access_token}` } });
  if (!answer.ok) throw new Refusal(answer.status, problem(await answer.text()));
  const href = URL.createObjectURL(await answer.blob());
  el("a", { href, download: name }).click();
  URL.revokeObjectURL(href);
}

async function renew(current) {
  const answer = await fetch(at("/auth/refresh"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: current.refresh_token }),
  });
  if (answer.ok) session.set(await answer.json());
  else session.clear();
}

/**
 * The events of GET /events: {type, data, id}, beginning with "ready". A stream that ends is continued after the last
 * event, until the signal aborts. (EventSource can't send a token.)
 */
export async function* events(signal) {
  let last = null;
  while (!signal.aborted) {
    try {
      const headers = { Authorization: `Bearer ${session.get()?.access_token}`, ...(last && { "Last-Event-ID": last }) };
      const answer = await fetch(at("/events"), { headers, signal });
      if (answer.status === 401 && session.get()) await renew(session.get());
      if (answer.ok) {
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = "", part = await reader.read(); !part.done; part = await reader.read()) {
          const blocks = (text + part.value).split("\n\n");
          text = blocks.pop();
          for (const block of blocks) {
            const field = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
            if (field.id) last = field.id;
            if (field.event) yield { type: field.event, data: JSON.parse(field.data), id: field.id };
          }
        }
      }
    } catch (error) {
      if (signal.aborted) return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

/** Build an element: el("button.main", {onclick}, "Text", child, …). Text is never read as HTML. */
export function el(spec, ...rest) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const part of rest.flat()) {
    if (part === null || part === undefined || part === false) continue;
    if (part instanceof Node) node.append(part);
    else if (typeof part === "object") for (const [name, value] of Object.entries(part)) set(node, name, value);
    else node.append(String(part));
  }
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "href" && value.startsWith("/")) node.href = at(value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name in node && !name.includes("-")) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export const $ = (selector) => document.querySelector(selector);
export const parameter = (name) => new URLSearchParams(location.search).get(name);

/** Replace the main part of the page. */
export function show(...nodes) {
  $("main").replaceChildren(...nodes.flat().filter(Boolean));
}

/** Show a message, which screen readers read out, in the open dialog or at the top of the page. */
export function tell(message, kind = "bad") {
  const place = $("dialog[open]") ?? $("main");
  $("#telling")?.remove();
  if (!message) return;
  const notice = el(`div.notice.${kind}`, { id: "telling", role: kind === "bad" ? "alert" : "status" }, message);
  place.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

/** Open a dialog with this heading, and remove it when it is closed. Returns it. */
export function dialog(heading, ...parts) {
  const node = el("dialog", { "aria-labelledby": "dialog-heading", onclose: () => node.remove() }, el("h2", { id: "dialog-heading" }, heading), ...parts);
  document.body.append(node);
  node.showModal();
  return node;
}

/** A button that closes its dialog. */
export const cancel = (text = "Cancel") => el("button", { type: "button", onclick: (event) => event.target.closest("dialog").close() }, text);

/** A button that copies this text, if the browser lets pages copy. */
export function copyButton(text) {
  if (!navigator.clipboard) return null;
  return el("button", { type: "button", onclick: async (event) => {
    await navigator.clipboard.writeText(text);
    event.target.textContent = "Copied";
  } }, "Copy");
}

/** The page's heading, which is also the tab's title. */
export function heading(text, ...more) {
  document.title = `${text} · Quizzler`;
  return el("h1", text, ...more);
}

/** Show a sentence instead of the page, and a link home. */
export function instead(text, ...more) {
  show(heading(text), more.map((part) => el("p", part)), el("a.button.main", { href: "/" }, "Home"));
}

/** The address of the sign-in page, which then returns to this one. */
export const signInFirst = () => at(`/?sign-in&next=${encodeURIComponent(location.pathname + location.search)}`);

/** Fill a page; shows that it is loading, or what went wrong. `open`: for people who are not signed in, too. */
export async function page(work, { open = false } = {}) {
  header();
  if (!open && !session.get()) return location.replace(signInFirst());
  show(el("p.loading.faint", { role: "status" }, "Loading …"));
  try {
    await work();
  } catch (error) {
    if (error.status === 401 || (!open && !session.get())) return location.replace(signInFirst());
    if (!(error instanceof Refusal)) console.error(error);
    instead("This can't be shown", error.status === 422 ? "The address is not complete. Open it from the home page." : error.message);
  }
}

/** Run the action of a button, which is inactive until then but keeps the focus, and show the reason if it is refused. */
export function action(work) {
  return async (event) => {
    event?.preventDefault?.();
    const button = event?.submitter ?? event?.currentTarget;
    if (button?.ariaBusy) return;
    if (button) button.ariaBusy = "true";
    try {
      tell("");
      await work(event);
    } catch (error) {
      tell(error.message);
      if (!(error instanceof Refusal)) console.error(error);
    } finally {
      if (button) button.ariaBusy = null;
    }
  };
}

/** The bar at the top of each page. */
export function header() {
  const current = session.get();
  document.body.prepend(el("header.bar",
    el("a.brand", { href: "/" }, "Quizzler"),
    el("span.grow"),
    current
      ? el("a.who", { href: "/account" }, current.user.display_name ?? current.user.email)
      : el("a.button", { href: "/?sign-in" }, "Sign in"),
  ));
}

/** "1 question", "2 questions" */
export const counted = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
export const seconds = (ms) => {
  const left = Math.max(0, Math.ceil(ms / 1000));
  return left < 100 ? `${left} s` : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} min`;
};
/** A number of points as it is shown: two decimals at most. */
export const round = (points) => Math.round(points * 100) / 100;
export const percent = (part, whole) => (whole > 0 ? `${Math.round((100 * part) / whole)} %` : "–");
export const when = (iso) => new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
