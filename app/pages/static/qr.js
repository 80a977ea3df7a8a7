// A QR code of a short text, drawn as SVG. ISO/IEC 18004: bytes at level L in versions 1 to 6, all under mask 0.

const CODEWORDS = [26, 44, 70, 100, 134, 172], CHECKS = [7, 10, 15, 20, 26, 18], BLOCKS = [1, 1, 1, 1, 1, 2]; // by version
const FORMAT = 0b111011111000100; // level L, mask 0, with its own checks

const EXP = [], LOG = []; // of the field of 256 elements over 0x11d
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value;
  LOG[value] = power;
  value = (value << 1) ^ (value > 127 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0);

/** The Reed-Solomon checks of these bytes. */
function checks(data, count) {
  let generator = [1];
  for (let power = 0; power < count; power += 1) generator = [...generator, 0].map((value, at) => value ^ (at ? times(generator[at - 1], EXP[power]) : 0));
  const rest = [...data, ...new Array(count).fill(0)];
  data.forEach((_, at) => {
    const lead = rest[at];
    generator.forEach((value, index) => { rest[at + index] ^= times(value, lead); });
  });
  return rest.slice(data.length);
}

/** The codewords: the data and its check bytes, blocks interleaved. */
function codewords(bytes, version) {
  const [count, blocks] = [CHECKS[version], BLOCKS[version]];
  const room = CODEWORDS[version] - count * blocks;
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const data = Array.from({ length: nibbles.length / 2 }, (_, at) => (nibbles[2 * at] << 4) | nibbles[2 * at + 1]);
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  const parts = Array.from({ length: blocks }, (_, at) => data.slice((at * room) / blocks, ((at + 1) * room) / blocks));
  const interleaved = (lists) => lists[0].flatMap((_, at) => lists.map((list) => list[at]));
  return [...interleaved(parts), ...interleaved(parts.map((part) => checks(part, count)))];
}

/** Rows of modules, true where dark; null for a text that is too long (over 134 bytes). */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = CODEWORDS.findIndex((all, at) => bytes.length + 2 <= all - CHECKS[at] * BLOCKS[at]);
  if (version < 0) return null;
  const size = 4 * version + 21;
  const rows = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (x, y, dark) => { if (rows[y] && x >= 0 && x < size) rows[y][x] = dark; };
  const square = (x, y, reach, light) => {
    for (let dy = -reach; dy <= reach; dy += 1) for (let dx = -reach; dx <= reach; dx += 1) set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let at = 8; at < size - 8; at += 1) { set(at, 6, at % 2 === 0); set(6, at, at % 2 === 0); }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, [2, 4]);
  if (version > 0) square(size - 7, size - 7, 2, [1]);
  for (let bit = 0; bit < 15; bit += 1) {
    const dark = ((FORMAT >> bit) & 1) === 1;
    if (bit < 8) { set(8, bit < 6 ? bit : bit + 1, dark); set(size - 1 - bit, 8, dark); }
    else { set(bit < 9 ? 7 : 14 - bit, 8, dark); set(8, size - 15 + bit, dark); }
  }
  set(8, size - 8, true);
  const bits = codewords(bytes, version).flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  let next = 0;
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5; // the column of the timing pattern
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (rows[y][x] === null) set(x, y, ((bits[next++] ?? 0) ^ Number((x + y) % 2 === 0)) === 1);
    }
  }
  return rows;
}

/** The code as an SVG element; nothing for a text that is too long. */
export function qr(text) {
  const rows = modules(text);
  if (!rows) return null;
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const svg = make("svg", { viewBox: `-4 -4 ${rows.length + 8} ${rows.length + 8}`, class: "qr", role: "img", "aria-label": `QR code of ${text}` });
  svg.append(make("path", { d: rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("") }));
  return svg;
}
