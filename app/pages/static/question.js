// A question to be answered, in a room or an attempt: a widget for each kind, all with the same interface.

import { el } from "./quizzler.js";

const MARKS = ["▲", "◆", "●", "■", "★", "⬟", "✚", "◗"];

/**
 * A widget for answering this question.
 * onChange gets the response as the API takes it (a list of choice ids, a number or a text), or null while incomplete.
 * Returns {node, reveal(key, distribution, response), disable()}.
 */
export function answerWidget(question, response, onChange) {
  if (question.kind === "slide") return { node: el("p.faint", "Nothing to answer here."), reveal() {}, disable() {} };
  if (question.kind === "ordering") return ordering(question, response, onChange);
  if (question.items || question.gaps) return parts(question, response, onChange);
  if (["numeric", "short_text", "slider", "word_cloud", "essay"].includes(question.kind)) return typed(question, response, onChange);
  return choices(question, response, onChange);
}

export function questionHead(question) {
  return [
    question.media_url || question.media
      ? el("img.media", { src: question.media_url ?? question.media.url ?? question.media, alt: "" })
      : null,
    el("h2.prompt", question.hidden ? "Look at the big screen." : question.prompt),
    question.multiplier > 1 ? el("p.faint", `Counts ${question.multiplier} times.`) : null,
  ];
}

function choices(question, response, onChange) {
  const several = question.kind === "multiple_choice";
  let chosen = new Set(Array.isArray(response) ? response : []);
  const buttons = new Map();
  const paint = () => buttons.forEach((button, id) => button.setAttribute("aria-pressed", String(chosen.has(id))));
  question.choices.forEach((choice, index) => {
    const button = el("button.choice", {
      type: "button",
      onclick: () => {
        if (several) chosen.has(choice.id) ? chosen.delete(choice.id) : chosen.add(choice.id);
        else chosen = new Set([choice.id]);
        paint();
        onChange(chosen.size ? [...chosen] : null);
      },
    }, el("span.mark", { "aria-hidden": "true" }, MARKS[index % MARKS.length]), choice.media_url ? el("img.choice-media", { src: choice.media_url, alt: choice.text }) : null, el("span", choice.text));
    if (question.hidden) button.setAttribute("aria-label", `Choice ${index + 1}`);
    buttons.set(choice.id, button);
  });
  paint();
  return {
    node: el("div",
      several ? el("p.faint", "Choose all that are right.") : null,
      el("div.choices", [...buttons.values()])),
    disable: () => buttons.forEach((button) => { button.disabled = true; }),
    reveal(key, distribution) {
      const mark = (button, sign) => { button.querySelector(".mark").textContent = sign; };
      const right = new Set(Array.isArray(key) ? key : []);
      buttons.forEach((button, id) => {
        button.disabled = true;
        if (right.size) button.classList.toggle("dim", !right.has(id));
        if (right.has(id)) mark(button, "✔");
        else if (right.size && chosen.has(id)) mark(button, "✘");
        const count = distribution?.[id];
        if (count !== undefined) button.append(el("span.count", count));
      });
    },
  };
}

function typed(question, response, onChange) {
  const slider = question.kind === "slider";
  const units = question.units ?? [];
  const number = (question.kind === "numeric" && !units.length) || slider;
  const input = el(question.kind === "essay" ? "textarea" : "input", {
    value: response ?? "",
    inputMode: number ? "decimal" : "text",
    maxLength: question.max_length ?? 500,
    autocomplete: "off",
    "aria-label": "Your answer",
    placeholder: slider ? `A number from ${question.min} to ${question.max}` : number ? "A number" : units.length ? `A number and its unit: ${units.join(", ")}` : "Your answer",
    oninput: () => {
      const text = input.value.trim();
      if (!text) return onChange(null);
      if (!number) return onChange(text);
      const value = Number(text.replace(",", "."));
      onChange(Number.isFinite(value) ? value : null);
    },
  });
  const after = el("p");
  return {
    node: el("div.stack", input, after),
    disable: () => { input.disabled = true; },
    reveal(key, distribution) {
      input.disabled = true;
      if (question.kind === "word_cloud") after.replaceChildren((distribution ?? []).map((word) => `${word.response} (${word.count})`).join(" · "));
      else if (question.kind === "essay") after.replaceChildren("Marked by hand.");
      else after.replaceChildren("Right: ", el("strong.right", describe(question, key)));
    },
  };
}

function ordering(question, response, onChange) {
  let order = Array.isArray(response) ? [...response] : question.choices.map((choice) => choice.id);
  const texts = new Map(question.choices.map((choice, index) => [choice.id, choice.text || MARKS[index % MARKS.length]]));
  const list = el("ol.ordering");
  let disabled = false;
  const move = (index, by) => {
    const to = index + by;
    if (to < 0 || to >= order.length) return;
    [order[index], order[to]] = [order[to], order[index]];
    paint();
    onChange([...order]);
    list.children[to].querySelectorAll("button")[by < 0 ? 0 : 1].focus();
  };
  const paint = () => list.replaceChildren(...order.map((id, index) => el("li",
    el("strong", `${index + 1}.`), el("span", texts.get(id)),
    disabled ? null : el("button", { type: "button", disabled: index === 0, "aria-label": `${texts.get(id)}: up`, onclick: () => move(index, -1) }, "↑"),
    disabled ? null : el("button", { type: "button", disabled: index === order.length - 1, "aria-label": `${texts.get(id)}: down`, onclick: () => move(index, 1) }, "↓"),
  )));
  paint();
  const after = el("p");
  return {
    node: el("div.stack", el("p.faint", "Put these in order."), list, after),
    initial: () => [...order],
    disable: () => { disabled = true; paint(); },
    reveal(key) {
      disabled = true;
      paint();
      after.replaceChildren("Right: ", el("strong.right", describe(question, key)));
    },
  };
}

/** A list or a field for each item or gap; the response has what was chosen or typed by the ids of these. */
function parts(question, response, onChange) {
  const given = { ...response };
  const changed = (id, value) => {
    if (value) given[id] = value;
    else delete given[id];
    onChange(Object.keys(given).length ? { ...given } : null);
  };
  const items = question.items ?? question.gaps;
  const name = (item, index) => item.text || `${question.gaps ? "Gap" : "Item"} ${index + 1}`;
  const selects = items.map((item, index) => (question.gaps && !item.choices ? el("input", {
    "aria-label": name(item, index), value: given[item.id] ?? "", maxLength: 500, autocomplete: "off",
    inputMode: item.kind === "numeric" ? "decimal" : "text", oninput: (event) => changed(item.id, event.target.value.trim()),
  }) : el("select", {
    "aria-label": name(item, index),
    onchange: (event) => changed(item.id, event.target.value),
  }, el("option", { value: "" }, "…"), (item.choices ?? question.choices).map((choice, place) =>
    el("option", { value: choice.id, selected: given[item.id] === choice.id }, choice.text || MARKS[place % MARKS.length])))));
  const after = el("p");
  const disable = () => selects.forEach((select) => { select.disabled = true; });
  return {
    node: el("div.stack", items.map((item, index) => el("label", item.media_url
      ? el("img.choice-media", { src: item.media_url, alt: item.text }) : null, name(item, index), selects[index])), after),
    disable,
    reveal(key) {
      disable();
      after.replaceChildren("Right: ", el("strong.right", describe(question, key)));
    },
  };
}

/** A response or a right answer in words. */
export function describe(question, value) {
  const text = (id) => question.choices?.find((choice) => choice.id === id)?.text ?? id;
  if (value === null || value === undefined) return "no right or wrong here";
  if (typeof value === "object" && !Array.isArray(value)) {
    const name = (id) => question.items?.find((item) => item.id === id)?.text ?? id;
    const chosen = (id, given) => question.gaps?.find((gap) => gap.id === id)?.choices?.find((choice) => choice.id === given)?.text ?? text(given);
    return Object.entries(value).map(([id, given]) => `${name(id)}: ${[given].flat().map((item) => (typeof item === "object" ? one(item) : chosen(id, item))).join(" or ")}`).join("; ");
  }
  if (!Array.isArray(value)) return one(value);
  const between = question.kind === "ordering" ? " → " : question.kind === "numeric" || question.kind === "short_text" ? " or " : ", ";
  return value.map((item) => (typeof item === "object" ? one(item) : text(item))).join(between);
}

function one(item) {
  if (item === null || typeof item !== "object") return String(item);
  if ("text" in item) return item.text;
  if (item.unit) return `${one({ ...item, unit: undefined })} ${item.unit}`;
  if (item.min === item.max) return String(item.min);
  return "value" in item ? `${item.value} (${item.min} to ${item.max})` : `${item.min} to ${item.max}`;
}
