import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { at } from "../shared/address";
import { api, call, Problem, sentence } from "../shared/api";
import type { components } from "../shared/generated/api";
import { t } from "../shared/i18n";
import type { Look } from "../shared/look/look";
import { LookFields } from "./LookFields";
import { Sorry } from "./Sorry";

type Quiz = components["schemas"]["Quiz"];
type NewRoom = components["schemas"]["NewRoom"];

const ANNOUNCE_S = [0, 3, 5, 8];
const USUAL_ANNOUNCE_S = 5;

/** How a quiz is to be played: a form that makes a room. */
export function SetUp({ quizId, onOpened }: { quizId: string; onOpened: (code: string) => void }) {
  const quiz = useSignal<Quiz | null>(null);
  const fault = useSignal("");
  const busy = useSignal(false);
  const teams = useSignal("none");
  const look = useSignal<Look>({});
  useEffect(() => {
    call(api.GET("/quizzes/{quiz_id}", { params: { path: { quiz_id: quizId } } })).then(
      (found) => {
        quiz.value = found;
      },
      (error) => {
        fault.value = sentence(error);
      },
    );
  }, [quizId, quiz, fault]);
  if (!quiz.value) return fault.value ? <Sorry title={t("host.no_room")}>{fault.value}</Sorry> : null;

  const open = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    fault.value = "";
    const fields = event.currentTarget as HTMLFormElement;
    const form = new FormData(fields);
    try {
      const made = await call(
        api.POST("/realtime/rooms", { body: { ...options(quizId, form), look: { ...look.value } } }),
      );
      onOpened(made.room_code);
    } catch (error) {
      const field = fieldOf(fields, error);
      field?.focus();
      fault.value = [field?.labels?.[0]?.firstChild?.textContent, sentence(error)].filter(Boolean).join(": ");
    }
    busy.value = false;
  };
  return (
    <main class="set-up">
      <a href={at("/")}>{t("shared.home")}</a>
      <h1>
        {t("host.set_up")} <bdi>{quiz.value.title}</bdi>
      </h1>
      <p class="faint">{t("host.questions", { n: quiz.value.question_count })}</p>
      <form onSubmit={open}>
        <Field name={t("host.formula")}>
          <select name="formula">
            <option value="kahoot">{t("host.formula_kahoot")}</option>
            <option value="linear">{t("host.formula_linear")}</option>
            <option value="accuracy">{t("host.formula_accuracy")}</option>
          </select>
        </Field>
        <Field name={t("host.announce")}>
          <select name="announce_seconds">
            {ANNOUNCE_S.map((n) => (
              <option key={n} value={n} selected={n === USUAL_ANNOUNCE_S}>
                {n ? t("host.seconds", { n }) : t("host.announce_none")}
              </option>
            ))}
          </select>
        </Field>
        <Tick name="leaderboard_shown" on label={t("host.leaderboard_shown")} />
        <Tick name="question_on_phones" on label={t("host.question_on_phones")} />
        <Tick name="profanity_filter" on label={t("host.profanity_filter")} />
        <Tick name="streak_bonus" label={t("host.streak_bonus")} />
        <Tick name="shuffle_questions" label={t("host.shuffle_questions")} />
        <Tick name="confidence" label={t("host.confidence")} />
        <Field name={t("stage.teams")}>
          <select name="team_mode" onChange={(event) => (teams.value = event.currentTarget.value)}>
            <option value="none">{t("host.teams_none")}</option>
            <option value="manual">{t("host.teams_manual")}</option>
            <option value="balanced">{t("host.teams_balanced")}</option>
          </select>
        </Field>
        {teams.value !== "none" && (
          <Field name={t("host.team_names")}>
            <input name="teams" required dir="auto" />
          </Field>
        )}
        <LookFields look={look.value} onLook={(next) => (look.value = next)} />
        <details>
          <summary>{t("host.more")}</summary>
          <Field name={t("host.auto_advance")}>
            <input type="number" name="auto_advance_seconds" min="0" max="600" />
          </Field>
          <Field name={t("host.negative")}>
            <input type="number" name="negative" min="0" max="100" value="0" />
          </Field>
          <Field name={t("host.double")}>
            <input name="double" inputMode="numeric" pattern="[0-9 ,;]*" />
          </Field>
          <Field name={t("host.closes_at")}>
            <input type="datetime-local" name="closes_at" />
          </Field>
        </details>
        {fault.value && <p role="alert">{fault.value}</p>}
        <button class="main" disabled={busy.value}>
          {t("host.open_room")}
        </button>
      </form>
    </main>
  );
}

const NAMES: Record<string, string> = { negative_points: "negative", multipliers: "double" };

/** The field of the form that the refusal is about, in sight; null where it names none. */
function fieldOf(form: HTMLFormElement, error: unknown): HTMLInputElement | HTMLSelectElement | null {
  const option = error instanceof Problem ? (String(error.body.pointer ?? "").split("/")[1] ?? "") : "";
  const field = option && form.elements.namedItem(NAMES[option] ?? option);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return null;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  return field;
}

/** The options that the form says; what is left empty is as the server has it. */
function options(quizId: string, form: FormData): NewRoom {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const parts = (name: string) =>
    text(name)
      .split(/[,;]/)
      .map((part) => part.trim())
      .filter(Boolean);
  const ticked = (name: string) => form.get(name) === "on";
  const made: Partial<NewRoom> = {
    formula: text("formula") as NewRoom["formula"],
    announce_seconds: Number(text("announce_seconds")),
    leaderboard_shown: ticked("leaderboard_shown"),
    question_on_phones: ticked("question_on_phones"),
    profanity_filter: ticked("profanity_filter"),
    streak_bonus: ticked("streak_bonus"),
    confidence: ticked("confidence"),
    negative_points: Number(text("negative")) / 100,
  };
  if (ticked("shuffle_questions")) made.shuffle_questions = true;
  if (text("auto_advance_seconds")) made.auto_advance_seconds = Number(text("auto_advance_seconds"));
  if (text("team_mode") !== "none") {
    made.team_mode = text("team_mode") as NewRoom["team_mode"];
    made.teams = parts("teams");
  }
  if (text("double")) made.multipliers = Object.fromEntries(parts("double").map((number) => [number, 2]));
  if (text("closes_at")) {
    made.mode = "assigned";
    made.closes_at = new Date(text("closes_at")).toISOString();
  }
  return { quiz_id: quizId, ...made } as NewRoom;
}

function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <label class="field">
      {name}
      {children}
    </label>
  );
}

function Tick({ name, label, on = false }: { name: string; label: string; on?: boolean }) {
  return (
    <label class="tickable">
      <input type="checkbox" name={name} defaultChecked={on} />
      {label}
    </label>
  );
}
