/**
 * The sounds of the stage, made by the Web Audio API from one scale. Off until somebody turns them on in this
 * browser; the host's bar and the projector turn on the same switch. Never two sound at once.
 */

import { signal } from "@preact/signals";
import { local } from "../storage";

const KEY = "quizzler.sound";
const SCALE = [0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24]; // a major pentatonic, in half tones above C4
const C4 = 261.6;

/** Whether sounds are on. */
export const soundOn = signal(local.get<boolean>(KEY) === true);
/** Whether the browser waits for a press on this page before it lets it sound. */
export const soundBlocked = signal(false);

addEventListener("storage", (event) => {
  if (event.key === KEY) soundOn.value = local.get<boolean>(KEY) === true;
});

export function turnSound(on: boolean): void {
  local.set(KEY, on);
  soundOn.value = on;
  if (on) void wake();
  else hush();
}

let context: AudioContext | null = null;
let sounding: GainNode | null = null;

/** Let this page sound; browsers allow it after a press only. */
export async function wake(): Promise<void> {
  if (!soundOn.value) return;
  context ??= new AudioContext();
  // Without a press, Chrome leaves this promise open for as long as the page is shown.
  if (context.state !== "running") void context.resume().then(told);
  told();
}

function told(): void {
  soundBlocked.value = soundOn.value && context?.state !== "running";
}

function hush(): void {
  if (!context || !sounding) return;
  sounding.gain.cancelScheduledValues(context.currentTime);
  sounding.gain.setTargetAtTime(0, context.currentTime, 0.03);
  sounding = null;
}

interface Note {
  /** Its place in the scale. */
  step: number;
  /** Seconds after the first. */
  at: number;
  long: number;
}

function play(notes: Note[], loudness: number, wave: OscillatorType = "triangle"): void {
  if (!soundOn.value || context?.state !== "running") return;
  hush();
  const gain = context.createGain();
  gain.gain.value = loudness;
  gain.connect(context.destination);
  sounding = gain;
  for (const { step, at, long } of notes) {
    const start = context.currentTime + at;
    const oscillator = context.createOscillator();
    const shape = context.createGain();
    oscillator.type = wave;
    oscillator.frequency.value = C4 * 2 ** ((SCALE[step % SCALE.length] ?? 0) / 12);
    shape.gain.setValueAtTime(0, start);
    shape.gain.linearRampToValueAtTime(1, start + 0.02);
    shape.gain.exponentialRampToValueAtTime(0.001, start + long);
    oscillator.connect(shape).connect(gain);
    oscillator.start(start);
    oscillator.stop(start + long);
  }
}

const run = (steps: number[], apart: number, long: number): Note[] =>
  steps.map((step, place) => ({ step, at: place * apart, long }));

export const sounds = {
  /** A beat of the clock. */
  pulse: (last: boolean) => play([{ step: last ? 5 : 0, at: 0, long: 0.18 }], 0.1, "sine"),
  /** A bar of the lobby's music; `turn` counts them. */
  lobby: (turn: number) =>
    play(
      run(
        [0, 2, 4, 3, 5, 3, 4, 2].map((step) => step + (turn % 2)),
        0.25,
        0.5,
      ),
      0.06,
    ),
  answerIn: () => play(run([2, 4], 0.09, 0.25), 0.12),
  reveal: () =>
    play(
      [0, 2, 3, 5].map((step) => ({ step, at: 0, long: 1.2 })),
      0.09,
    ),
  fanfare: () =>
    play([...run([0, 2, 3], 0.7, 0.6), { step: 5, at: 2.5, long: 2 }, { step: 7, at: 2.5, long: 2 }], 0.14),
};
