// What every page shares: the session, calls to the REST API, building elements, the header.

const SESSION = "quizzler.session";

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

/** Call the API as whoever is signed in; an access token that ran out is renewed once. Returns the parsed answer. */
export async function api(method, path, body, { raw = false, retried = false } = {}) {
  const current = session.get();
  const headers = {};
  if (current) headers.Authorization = `Bearer ${current.access_token}`;
  if (body !== undefined) headers["Content-Type"] = raw ? (raw === true ? "text/plain; charset=utf-8" : raw) : "application/json";
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : raw ? body : JSON.stringify(body) });
  if (answer.status === 401 && current && !retried && !path.startsWith("/auth/signin")) {
    refreshing ??= renew(current).finally(() => { refreshing = null; });
    await refreshing;
    return api(method, path, body, { raw, retried: true });
  }
  const text = await answer.text();
  const parsed = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refusal(answer.status, parsed ?? {});
  return parsed;
}

async function renew(current) {
  const answer = await fetch("/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: current.refresh_token }),
  });
  if (answer.ok) session.set(await answer.json());
  else session.clear();
}

/**
 * What one is told, as it happens: {type, data, id}, from a first event "ready" on. A stream that ends is taken up where
 * it was left, until the signal aborts. (EventSource can't send a token.)
 */
export async function* events(signal) {
  let last = null;
  while (!signal.aborted) {
    try {
      const headers = { Authorization: `Bearer ${session.get()?.access_token}`, ...(last && { "Last-Event-ID": last }) };
      const answer = await fetch("/events", { headers, signal });
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
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name in node && !name.includes("-")) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export const $ = (selector) => document.querySelector(selector);
export const parameter = (name) => new URLSearchParams(location.search).get(name);

/** Show one thing in the page's main part. */
export function show(...nodes) {
  $("main").replaceChildren(...nodes.flat().filter(Boolean));
}

/** Tell the person what happened, where a screen reader hears it. */
export function tell(message, kind = "bad") {
  let place = $("#telling");
  if (!place) {
    place = el("div", { id: "telling", role: "status" });
    $("main").prepend(place);
  }
  place.replaceChildren(message ? el(`p.notice.${kind}`, message) : "");
  if (message) place.scrollIntoView({ block: "nearest" });
}

/** Run what a button starts: the button rests meanwhile, a refusal is told in words. */
export function action(work) {
  return async (event) => {
    event?.preventDefault?.();
    const button = event?.submitter ?? event?.currentTarget;
    if (button) button.disabled = true;
    try {
      tell("");
      await work(event);
    } catch (error) {
      tell(error.message);
      if (!(error instanceof Refusal)) console.error(error);
    } finally {
      if (button) button.disabled = false;
    }
  };
}

/** The bar at the top of each page. */
export function header() {
  const current = session.get();
  const bar = el("header.bar",
    el("a.brand", { href: "/" }, "Quizzler"),
    el("span.grow"),
    current ? el("span.faint", current.user.display_name ?? current.user.email) : null,
    current
      ? el("button", { onclick: action(async () => {
        try { await api("POST", "/auth/signout"); } finally { session.clear(); location.href = "/"; }
      }) }, "Sign out")
      : el("a.button", { href: "/?sign-in" }, "Sign in"),
  );
  document.body.prepend(bar);
}

export const seconds = (ms) => `${Math.max(0, Math.ceil(ms / 1000))} s`;
export const percent = (part, whole) => (whole > 0 ? `${Math.round((100 * part) / whole)} %` : "–");
export const when = (iso) => new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
