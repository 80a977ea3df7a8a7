// Plays a whole game with the example of docs/realtime.md. In: {room, player, host} on stdin, the last two the paths of
// the example with the key of each. Out: what each of host, Ann and Bob was shown, as JSON.
import { text } from "node:stream/consumers";

const { room, player, host } = JSON.parse(await text(process.stdin));

/** Keeps what somebody is shown, and waits for what they will be shown. */
function screen() {
  const shown = [];
  const waiting = [];
  return {
    shown,
    show(message) {
      shown.push(message);
      for (const each of waiting.splice(0)) each();
    },
    async wait(type, question) {
      for (;;) {
        const found = shown.find((m) => m.type === type && (question ?? m.number ?? m.question) === (m.number ?? m.question));
        if (found) return found;
        await new Promise((resolve) => waiting.push(resolve));
      }
    },
  };
}

const screens = { host: screen(), Ann: screen(), Bob: screen() };
const hosting = await (await import(host)).host(room, screens.host.show);
const seats = {};
for (const name of ["Ann", "Bob"]) {
  seats[name] = await (await import(`${player}?${name}`)).play(room, name, screens[name].show); // a module of its own
}
await hosting.start();
for (const number of [1, 2]) {
  for (const name of ["Ann", "Bob"]) {
    const { choices } = await screens[name].wait("question.opened", number);
    const [right, wrong] = [choices.find((c) => c.text === "right"), choices.find((c) => c.text === "wrong")];
    await seats[name].answer(number, [name === "Ann" ? right.id : wrong.id]);
  }
  for (const name of ["Ann", "Bob"]) await screens[name].wait("result", number); // everybody has answered
  await screens.host.wait("question.closed", number);
  if (number === 1) await hosting.next(1);
}
await seats.Bob.leave();
await screens.host.wait("player.left");
await hosting.end();
for (const name of ["host", "Ann"]) await screens[name].wait("room.ended");
process.stdout.write(JSON.stringify({ host: screens.host.shown, Ann: screens.Ann.shown, Bob: screens.Bob.shown }));
process.exit(0);
