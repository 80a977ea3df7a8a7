// Runs every case with supabase-js. In: {url, anonKey, tokens, cases} on stdin; out: a list of outcomes as JSON.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { createClient } = createRequire(new URL("../../supabase/node/package.json", import.meta.url))("@supabase/supabase-js");
const { url, anonKey, tokens, cases } = JSON.parse(await text(process.stdin));

const clients = Object.fromEntries(
  Object.entries(tokens).map(([who, token]) => [
    who,
    createClient(url, anonKey, { accessToken: async () => token, realtime: { transport: class {} } }),
  ]),
);
const outcomes = [];
for (const { who, steps } of cases) {
  const request = steps.reduce((made, [method, ...values]) => made[method](...values), clients[who]);
  const { data, error, count, status } = await request;
  outcomes.push({ data, error, count, status });
}
process.stdout.write(JSON.stringify(outcomes));
