/**
 * When a page has to ask the server how things stand: it is shown again, the network is back, the device has
 * slept, or its clock was set. No browser tells of the last two. They are noticed by the two clocks that a
 * page has: `Date.now()`, which can be set, and `performance.now()`, which in some browsers stands still
 * while the device sleeps.
 */

const LOOK_MS = 1_000;
const JUMP_MS = 1_500; // between the two clocks
const PAUSE_MS = 10_000; // without a look, on a page that is shown

/**
 * Call `woken` each time. `jumped`: the clocks of this device can't be relied on any more. Returns what ends
 * it.
 */
export function onWake(woken: (jumped: boolean) => void): () => void {
  const skew = () => Date.now() - performance.now();
  let [expected, lookedAt] = [skew(), performance.now()];
  const shown = () => document.visibilityState !== "hidden";
  const jumped = (): boolean => {
    const [now, at] = [skew(), performance.now()];
    const found = Math.abs(now - expected) > JUMP_MS || (shown() && at - lookedAt > PAUSE_MS);
    [expected, lookedAt] = [now, at];
    return found;
  };
  const wake = () => {
    if (!shown()) return;
    lookedAt = performance.now(); // timers of a page that is not shown run late
    woken(jumped());
  };
  const timer = setInterval(() => jumped() && woken(true), LOOK_MS);
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  return () => {
    clearInterval(timer);
    removeEventListener("online", wake);
    removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", wake);
  };
}
