/**
 * A connection to a live room that comes back by itself and goes on after the last event that it received.
 *
 *     const connection = new RoomConnection<PlayerMessage>({ role: "player", code, protocols });
 *     connection.onMessage((message) => { store.value = told(store.value, message); });
 *     connection.status.value  // a signal: see Status
 *     connection.send({ type: "leave" });
 *     connection.close();
 *
 * It is lost when the socket closes, or when two pings in a row stay without any message. A new one is
 * opened after a while that doubles with each try, at once when the page is shown again or the network is
 * back, and also if there seems to be one while the device slept, because clocks that stood still are right
 * again with the next welcome. `expectReply()` asks for a sign of life within four seconds, for a person who
 * waits for what they sent.
 */

import { signal } from "@preact/signals";
import { at } from "../address";
import { onWake } from "../wake";
import { CLOSED, isFinal, type ServerMessage } from "./protocol";

export type Status =
  | { phase: "connecting" }
  | { phase: "open" }
  /** `blocked`: no WebSocket has ever opened in some tries, so a proxy may not pass them on. */
  | { phase: "lost"; blocked: boolean }
  | { phase: "over"; why: "left" | "ended" | "kicked" | "replaced" }
  /** The code is that of an `error` of the protocol: `explain(code)` is what to show. */
  | { phase: "refused"; code: string };

export interface Options {
  role: "player" | "host" | "projector" | "spectator";
  code: string;
  /** Parameters of the address, asked for at each connect. */
  query?: () => Record<string, string>;
  /**
   * Subprotocols such as ["bearer", token], asked for at each connect, so that tokens can be renewed before.
   */
  protocols?: () => Promise<string[]>;
}

const HEARTBEAT_MS = 15_000;
const IMPATIENT_MS = 1_500; // the heartbeat while somebody waits
const LONGEST_WAIT_MS = 8_000;
const TRIES_BEFORE_BLAME = 3;

type Out = { type: string };

export class RoomConnection<Message extends Out> {
  readonly status = signal<Status>({ phase: "connecting" });
  private socket: WebSocket | null = null;
  private listeners = new Set<(message: ServerMessage) => void>();
  private unheard: ServerMessage[] = []; // what came before a page that is still being drawn listens
  private seq: number | null = null;
  private tries = 0;
  private everOpened = false;
  private over: "left" | "ended" | "kicked" | null = null;
  private refusal = "wrong";
  private unanswered = 0; // pings since the last message
  private beat: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private generation = 0; // of the socket that counts
  private deaf: (() => void) | null = null; // ends listening to what wakes the page
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
    this.listen();
    void this.connect();
  }

  private listen(): void {
    this.deaf ??= onWake((jumped) => this.wake(jumped));
  }

  private listenNoMore(): void {
    this.deaf?.();
    this.deaf = null;
  }

  /**
   * Call this with every message of the server but `pong`; the first listener also gets those that came
   * before. Returns a function that ends it.
   */
  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.listeners.add(listener);
    for (const message of this.unheard.splice(0)) listener(message);
    return () => this.listeners.delete(listener);
  }

  /** Send a message. False where there is no open socket; nothing is kept for later. */
  send(message: Message | { type: "ping" }): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Somebody waits: a socket that stays silent for some four seconds is given up. */
  expectReply(): void {
    if (this.status.value.phase !== "open") return;
    this.schedule(IMPATIENT_MS);
  }

  /** Open a new socket at once, also after `over` or `refused`. */
  reconnect(): void {
    this.over = null;
    this.tries = 0;
    this.listen();
    void this.connect();
  }

  /** End the connection, and listen to nothing until `reconnect`. */
  close(): void {
    this.over ??= "left";
    this.dispose();
    this.listenNoMore();
    this.status.value = { phase: "over", why: this.over };
  }

  private dispose(): void {
    this.generation += 1;
    clearTimeout(this.beat);
    clearTimeout(this.retry);
    this.socket?.close();
    this.socket = null;
  }

  private async connect(): Promise<void> {
    this.dispose();
    const generation = this.generation;
    let protocols: string[];
    try {
      protocols = (await this.options.protocols?.()) ?? [];
    } catch {
      if (generation === this.generation) this.lost();
      return;
    }
    if (generation !== this.generation) return;
    const query = new URLSearchParams(this.options.query?.());
    if (this.seq !== null) query.set("since", String(this.seq));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const path = at(`/realtime/ws/${this.options.role}/${encodeURIComponent(this.options.code)}`);
    const socket = new WebSocket(`${scheme}://${location.host}${path}?${query}`, protocols);
    this.socket = socket;
    this.schedule(HEARTBEAT_MS); // a handshake that hangs is given up too
    socket.onopen = () => {
      if (generation === this.generation) this.everOpened = true;
    };
    socket.onmessage = (event) => {
      if (generation === this.generation) this.hear(JSON.parse(String(event.data)));
    };
    socket.onclose = (event) => {
      if (generation === this.generation) this.closed(event.code);
    };
  }

  private hear(message: ServerMessage): void {
    this.tries = 0;
    this.unanswered = 0;
    this.schedule(HEARTBEAT_MS);
    if (message.type === "pong") return;
    if ("seq" in message) this.seq = Math.max(this.seq ?? 0, message.seq);
    if (message.type === "error") this.refusal = message.code;
    if (message.type === "kicked") this.over = "kicked";
    if (message.type === "room.ended" || (message.type === "welcome" && message.state === "ended")) {
      this.over = "ended";
    }
    if (message.type === "welcome") this.status.value = { phase: "open" };
    if (this.listeners.size === 0) this.unheard.push(message);
    for (const listener of this.listeners) listener(message);
  }

  private closed(code: number): void {
    clearTimeout(this.beat);
    if (this.over) this.status.value = { phase: "over", why: this.over };
    else if (code === CLOSED.kicked) this.status.value = { phase: "over", why: "kicked" };
    else if (code === CLOSED.replaced) this.status.value = { phase: "over", why: "replaced" };
    else if (isFinal(code)) this.status.value = { phase: "refused", code: this.refusal };
    else this.lost();
  }

  private lost(): void {
    this.tries += 1;
    this.status.value = { phase: "lost", blocked: !this.everOpened && this.tries >= TRIES_BEFORE_BLAME };
    const wait = Math.min(LONGEST_WAIT_MS, 250 * 2 ** this.tries) * (0.5 + Math.random() / 2);
    this.retry = setTimeout(() => void this.connect(), wait);
  }

  private schedule(after: number): void {
    clearTimeout(this.beat);
    this.beat = setTimeout(() => {
      if (this.unanswered >= 2 || this.socket?.readyState === WebSocket.CONNECTING) {
        this.unanswered = 0;
        this.dispose();
        this.status.value = { phase: "lost", blocked: false };
        void this.connect();
        return;
      }
      this.unanswered += 1;
      this.send({ type: "ping" });
      this.schedule(Math.min(after, this.unanswered === 2 ? IMPATIENT_MS / 2 : after));
    }, after);
  }

  private wake(jumped: boolean): void {
    const { phase } = this.status.value;
    if (phase === "open" && !jumped) {
      this.unanswered = 1; // after sleep, one silent ping is enough
      this.send({ type: "ping" });
      this.schedule(IMPATIENT_MS);
    } else if (phase === "open" || phase === "lost") {
      this.tries = 0;
      void this.connect();
    }
  }
}
