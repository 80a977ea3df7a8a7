// Figures and plots for all pages.

import { counted, el } from "./quizzler.js";

/** A row of figures: {name: value}. */
export function tiles(figures) {
  return el("dl.tiles", Object.entries(figures).map(([name, value]) => el("div.card", el("dt", name), el("dd", value))));
}

/** A line of a bar chart: a name, a bar of this length (0 to 1; null: none), and its value in words. */
export function bar(name, part, text) {
  return el("div.line", el("span", name), el("div.well", el("div.fill", { style: `width: ${100 * (part ?? 0)}%` })), el("span.number", text));
}

/** How many values are in each tenth of the range from low to high, as SVG. `unit`: of the values, as "points". */
export function histogram(values, unit, low = Math.min(...values, 0), high = Math.max(...values, low + 1)) {
  const columns = new Array(10).fill(0);
  values.forEach((value) => { columns[Math.min(9, Math.floor((10 * (value - low)) / (high - low)))] += 1; });
  const most = Math.max(...columns);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const draw = (tag, attributes, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    svg.append(node);
  };
  const edge = (index) => Math.round(low + (index * (high - low)) / 10);
  svg.setAttribute("viewBox", "0 0 520 196");
  svg.setAttribute("class", "plot");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `From ${low} to ${high} ${unit}: ${columns.join(", ")} people in each tenth`);
  columns.forEach((count, index) => {
    const tall = (130 * count) / most;
    draw("rect", { x: 12 + index * 50, y: 160 - tall, width: 46, height: Math.max(tall, 1), rx: 4 });
    if (count) draw("text", { x: 35 + index * 50, y: 152 - tall, "text-anchor": "middle" }, count);
  });
  [0, 5, 10].forEach((index) => draw("text", { x: 10 + index * 50, y: 184, "text-anchor": ["start", "middle", "end"][index / 5] }, index === 10 ? `${edge(index)} ${unit}` : edge(index)));
  return el("div.card", svg, el("p.faint.centred", counted(values.length, "person", "people")));
}
