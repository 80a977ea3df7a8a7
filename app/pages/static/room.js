// A connection to a live room that reconnects by itself and continues after the last event it received.

import { at, el, seconds } from "./quizzler.js";

// Close codes after which reconnecting would not help: app/rooms/protocol.py lists all codes.
const KICKED = 4001, REPLACED = 4002, REFUSED = 4400, TOO_MANY = 4429, UNAVAILABLE = 4503;
const isFinal = (code) => code === KICKED || code === REPLACED || (code >= REFUSED && code !== UNAVAILABLE && code !== TOO_MANY);

const LOST = "The connection was lost. Reconnecting …";
// A proxy that does not pass on WebSockets answers them as it answers pages, so no connection ever opens
const NEVER_OPENED = "The live game can't be reached, though this page can. If it goes on, tell whoever runs this site: a proxy in between does not pass on WebSockets.";
const TRIES_BEFORE_BLAME = 3;

export class RoomConnection {
  /** path: of the WebSocket; query(): its parameters at each connect; protocols(): subprotocols (a host's token). */
  constructor({ path, query, protocols = () => [], onMessage, onState }) {
    Object.assign(this, { path, query, protocols, onMessage, onState });
    this.seq = null;
    this.tries = 0;
    this.opened = false; // whether any WebSocket has opened
    this.ended = false;
    this.refused = null;
    this.connect();
  }

  connect() {
    const query = new URLSearchParams(this.query());
    if (this.seq !== null) query.set("since", this.seq);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}${at(this.path)}?${query}`, this.protocols());
    this.socket.onopen = () => { this.opened = true; this.beat = setInterval(() => this.send({ type: "ping" }), 15000); };
    this.socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      this.tries = 0;
      if (message.type === "pong") return;
      if (typeof message.seq === "number") this.seq = Math.max(this.seq ?? 0, message.seq);
      if (message.type === "error") this.refused = message;
      if (message.type === "room.ended" || message.type === "kicked" || message.state === "ended") this.ended = true;
      if (message.type === "welcome") this.onState("connected");
      this.onMessage(message);
    };
    this.socket.onclose = (event) => {
      clearInterval(this.beat);
      if (this.ended) return this.onState("ended");
      if (isFinal(event.code)) return this.onState("refused", this.refused?.message ?? event.reason);
      this.tries += 1;
      this.onState("lost", !this.opened && this.tries >= TRIES_BEFORE_BLAME ? NEVER_OPENED : LOST);
      setTimeout(() => this.connect(), Math.min(8000, 250 * 2 ** this.tries) * (0.5 + Math.random() / 2));
    };
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.ended = true;
    this.socket.close();
  }
}

/** Counts down from the time that the server says is left. The server decides when it is over. */
export class Countdown {
  constructor(paint) {
    this.paint = paint;
  }

  start(remainingMs, limitMs) {
    this.end = performance.now() + remainingMs;
    this.limit = limitMs;
    this.stop();
    const tick = () => {
      const left = Math.max(0, this.end - performance.now());
      this.paint(left, this.limit);
      if (left > 0) this.frame = requestAnimationFrame(tick);
    };
    tick();
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }
}

/** The countdown of a question as elements: `face` shows the seconds, `track` a bar. */
export class Clock extends Countdown {
  constructor() {
    const face = el("span.clock", { role: "timer" });
    const bar = el("i");
    super((left, limit) => {
      face.textContent = seconds(left);
      bar.style.transform = `scaleX(${limit ? left / limit : 0})`;
    });
    this.face = face;
    this.track = el("div.track", bar);
  }

  /** Stop the countdown, and show that the time is over. */
  over() {
    this.stop();
    this.face.remove();
    this.track.classList.add("over");
  }
}
