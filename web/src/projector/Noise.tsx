import { useEffect, useRef } from "preact/hooks";
import { left } from "../shared/room/clock";
import type { RoomState } from "../shared/room/state";
import { soundOn, sounds } from "../shared/stage/sound";

const LOBBY_BAR_MS = 2_200;
const LAST_MS = 5_000;

/** What the room sounds like. Nothing is drawn. */
export function Noise({ state }: { state: RoomState }) {
  const { phase, clock } = state;
  const answered = state.progress?.answered ?? 0;
  const before = useRef({ phase, answered });
  useEffect(() => {
    const last = before.current;
    before.current = { phase, answered };
    if (phase !== last.phase && phase === "closed") sounds.reveal();
    else if (phase !== last.phase && phase === "ended") sounds.fanfare();
    else if (phase === "open" && answered > last.answered) sounds.answerIn();
  }, [phase, answered]);

  const on = soundOn.value;
  useEffect(() => {
    if (!on || phase !== "lobby") return;
    let turn = 0;
    const timer = setInterval(() => sounds.lobby(turn++), LOBBY_BAR_MS);
    return () => clearInterval(timer);
  }, [on, phase]);
  useEffect(() => {
    if (!on || phase !== "open" || !clock) return;
    let timer: ReturnType<typeof setTimeout>;
    const beat = () => {
      const ms = left(clock);
      if (ms <= 0) return;
      sounds.pulse(ms <= LAST_MS);
      timer = setTimeout(beat, 300 + 900 * Math.min(1, ms / clock.limitMs));
    };
    beat();
    return () => clearTimeout(timer);
  }, [on, phase, clock]);
  return null;
}
