// The countdown of an attempt.

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
