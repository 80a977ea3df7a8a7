// The account page: name and password, credits, quizzes taken, games played, and deleted quizzes.

import { action, api, at, cancel, counted, dialog, el, heading, page, percent, round, session, show, tell, when } from "./quizzler.js";

const load = async () => {
  const [me, balance, moves, attempts, played, deleted, payments] = await Promise.all([
    api("GET", "/auth/me"), api("GET", "/credits/balance"), api("GET", "/credits/history?limit=10"), api("GET", "/attempts?limit=10"),
    api("GET", "/realtime/played?limit=10"), api("GET", "/quizzes?deleted=true&limit=50"), api("GET", "/payments/history?limit=10").catch(notConfigured),
  ]);
  show(
    el("div.row.spread", heading("Your account"), el("button", { onclick: action(signOut) }, "Sign out")),
    el("div.columns", person(me), credits(balance, moves.items, payments)),
    table("Payments", payments.items ?? [], ["Credits", "When", "State"], (payment) => [payment.credits, when(payment.created_at), payment.failure ?? payment.status.replace("_", " ")]),
    table("Quizzes that you took", attempts.items, ["Quiz", "When", "Result"], (attempt) => [
      el("a", { href: `/take?quiz=${attempt.quiz_id}` }, attempt.title), when(attempt.started_at), outcome(attempt)]),
    table("Games that you played", played.items, ["Game", "When", "Place"], (game) => [
      game.title, when(game.joined_at), `${game.rank} of ${game.players} · ${counted(game.score, "point")}`]),
    table("Deleted quizzes", deleted.items, ["Quiz", "Deleted", ""], (quiz) => [
      quiz.title, when(quiz.deleted_at), el("button", { onclick: action(async () => {
        await api("POST", `/quizzes/${quiz.id}/restore`);
        await load();
        tell(`“${quiz.title}” is back among your quizzes.`, "good");
      }) }, "Restore")]),
  );
};

function notConfigured(error) {
  if (error.code !== "payments_not_configured") throw error;
  return error;
}

function person(me) {
  const name = el("input", { required: true, maxLength: 80, autocomplete: "nickname", value: me.display_name ?? "" });
  return el("section.card",
    el("h2", "You"),
    el("form.stack", { onsubmit: action(async () => {
      const changed = await api("PATCH", "/auth/me", { display_name: name.value.trim() }, { version: me.version });
      me.version = changed.version;
      session.set({ ...session.get(), user: { ...session.get().user, display_name: changed.display_name } });
      document.querySelector("header .who").textContent = changed.display_name;
      tell("Saved.", "good");
    }) }, el("p.faint", me.email), el("label", "Name, as others see it", name), el("div.row", el("button.main", "Save"), el("button", { type: "button", onclick: password }, "Change the password"))));
}

function credits(balance, moves, payments) {
  return el("section.card",
    el("h2", "Credits"),
    el("p.big", balance.spendable),
    el("p.faint", balance.reserved ? `and ${balance.reserved} set aside for questions that are being written. ` : "", "They pay for questions from PDFs."),
    payments.items ? null : el("p", payments.message),
    moves.length ? el("details", el("summary", "History"), el("div.scroll", el("table", el("tbody", moves.map((move) => el("tr",
      el("td", move.text, el("br"), el("span.faint", when(move.created_at))), el("td.number", signed(move.spendable_change)))))))) : null);
}

const signed = (change) => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "");

function outcome(attempt) {
  if (attempt.state === "in_progress") return "under way";
  if (attempt.state === "abandoned") return "given up";
  return attempt.score === null ? "–" : `${round(attempt.score)} of ${attempt.max_score} · ${percent(attempt.score, attempt.max_score)}`;
}

function table(name, items, columns, cells) {
  if (!items.length) return null;
  return el("section", el("h2", name), el("div.card.scroll", el("table",
    el("thead", el("tr", columns.map((column) => el("th", column)))),
    el("tbody", items.map((item) => el("tr", cells(item).map((cell) => el("td", cell))))))));
}

function password() {
  const field = (autocomplete, minLength) => el("input", { type: "password", required: true, autocomplete, minLength });
  const now = field("current-password", 1), next = field("new-password", 8);
  const popup = dialog("Change the password", el("form.stack", { onsubmit: action(async () => {
    await api("POST", "/auth/change-password", { current_password: now.value, new_password: next.value });
    popup.close();
    tell("The password was changed.", "good");
  }) }, el("label", "Current password", now), el("label", "New password", next, el("span.hint", "At least 8 characters.")), el("div.row", el("button.main", "Change it"), cancel())));
}

async function signOut() {
  try {
    await api("POST", "/auth/signout");
  } finally {
    session.clear();
    location.href = at("/");
  }
}

await page(load);
