/**
 * Drafts of questions: what a new one of each kind has, what was changed of one, and how players would see
 * it.
 */

import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import type { AskedQuestion, Choice } from "../../shared/room/protocol";

export type Question = components["schemas"]["Question"];
export type Draft = components["schemas"]["QuestionDraft"];
export type ChoiceDraft = components["schemas"]["ChoiceDraft"];
export type AnswerDraft = components["schemas"]["AnswerDraft"];
export type GapDraft = components["schemas"]["GapDraft"];
export type Changes = components["schemas"]["QuestionChanges"];

export const KINDS = [
  "single_choice",
  "multiple_choice",
  "true_false",
  "short_text",
  "numeric",
  "slider",
  "ordering",
  "matching",
  "cloze",
  "poll",
  "word_cloud",
  "essay",
  "slide",
] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds that earn no points. */
export const UNSCORED = new Set<string>(["poll", "word_cloud", "slide"]);
const CHOOSES = new Set<string>(["single_choice", "multiple_choice", "ordering", "poll"]);

/** What the database adds to a draft. */
const ADDED = [
  "id",
  "quiz_id",
  "position",
  "version",
  "created_at",
  "updated_at",
  "deleted_at",
  "citation",
  "copied_from",
];

/** A question as the API gives it, without what is not its owner's to change. */
export const draftOf = (question: Question): Draft =>
  Object.fromEntries(Object.entries(question).filter(([name]) => !ADDED.includes(name))) as unknown as Draft;

const FRESH: Record<Kind, () => Partial<Draft>> = {
  single_choice: () => ({ choices: [{ text: "", correct: true }, { text: "" }, { text: "" }, { text: "" }] }),
  multiple_choice: () => ({
    choices: [{ text: "", correct: true }, { text: "" }, { text: "" }, { text: "" }],
  }),
  true_false: () => ({ correct: true }),
  short_text: () => ({ answers: [{ text: "" }] }),
  numeric: () => ({ answers: [{}] }),
  slider: () => ({ min: 0, max: 100, value: 50 }),
  ordering: () => ({ choices: [{ text: "" }, { text: "" }, { text: "" }] }),
  matching: () => ({
    pairs: [
      { text: "", match: "" },
      { text: "", match: "" },
    ],
  }),
  cloze: () => ({ gaps: [{ kind: "short_text", answers: [{ text: "" }] }] }),
  poll: () => ({ choices: [{ text: "" }, { text: "" }] }),
  word_cloud: () => ({}),
  essay: () => ({}),
  slide: () => ({}),
};

export const fresh = (kind: Kind): Draft => ({ kind, prompt: "", ...FRESH[kind]() }) as Draft;

const OF_KINDS = [
  "choices",
  "correct",
  "feedback_true",
  "feedback_false",
  "answers",
  "units",
  "unit_required",
  "unit_share",
  "case_sensitive",
  "forgives",
  "min",
  "max",
  "step",
  "value",
  "tolerance",
  "partial_within",
  "nearest",
  "pairs",
  "distractors",
  "gaps",
  "words",
  "max_length",
  "rubric",
  "marking_notes",
] as const satisfies readonly (keyof Draft)[];

/** The same question as another kind: what both kinds have stays. */
export function asKind(draft: Draft, kind: Kind): Draft {
  const kept = Object.fromEntries(
    Object.entries(draft).filter(([name]) => !(OF_KINDS as readonly string[]).includes(name)),
  );
  const made = { ...FRESH[kind](), ...kept, kind } as Draft;
  if (CHOOSES.has(draft.kind) && CHOOSES.has(kind) && draft.choices) {
    const marked = kind === "single_choice" || kind === "multiple_choice";
    made.choices = draft.choices.map((choice) =>
      marked ? choice : { ...choice, correct: undefined, weight: undefined, feedback: undefined },
    );
    if (marked && !made.choices.some(isRight))
      made.choices = made.choices.map((choice, index) => ({ ...choice, correct: index === 0 }));
  }
  if (UNSCORED.has(kind)) delete made.points;
  return made;
}

export const isRight = (choice: ChoiceDraft): boolean => choice.correct === true || (choice.weight ?? 0) > 0;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The fields in which a draft differs from what is stored; null where one is gone. */
export function changesOf(stored: Draft, draft: Draft): Changes {
  const names = new Set([...Object.keys(stored), ...Object.keys(draft)]) as Set<keyof Draft>;
  const changed = [...names].filter((name) => !same(stored[name], draft[name]));
  return Object.fromEntries(changed.map((name) => [name, draft[name] ?? null])) as Changes;
}

const choice = (
  id: string,
  text: string,
  from?: { media_url?: string | null; media_alt?: string | null },
): Choice => ({ id, text, media_url: from?.media_url ?? null, media_alt: from?.media_alt ?? null }) as Choice;

/** The question as a phone receives it. Its ids are places, since nothing of it is sent. */
export function asAsked(draft: Draft, number: number, total: number): AskedQuestion {
  const asked = {
    number,
    total,
    kind: draft.kind,
    prompt: draft.prompt,
    limit_ms: draft.time_limit_ms ?? 20_000,
    remaining_ms: draft.time_limit_ms ?? 20_000,
    choices: (draft.choices ?? []).map((one, index) => choice(String(index), one.text, one)),
    min: draft.min,
    max: draft.max,
    step: draft.step,
    units: (draft.units ?? []).map((one) => one.unit),
    words: draft.words ?? 1,
    max_length: draft.max_length,
  } as unknown as AskedQuestion;
  if (draft.kind === "true_false")
    asked.choices = [choice("true", t("edit.true")), choice("false", t("edit.false"))];
  if (draft.kind === "matching") {
    const matches = [
      ...new Set([...(draft.pairs ?? []).map((one) => one.match), ...(draft.distractors ?? [])]),
    ];
    asked.choices = matches.map((text, index) => choice(String(index), text));
    asked.items = (draft.pairs ?? []).map((one, index) => choice(String(index), one.text, one));
  }
  if (draft.kind === "cloze")
    asked.gaps = (draft.gaps ?? []).map((gap, index) => ({
      id: String(index + 1),
      kind: gap.kind,
      choices: gap.choices?.map((one, place) => choice(String(place), one.text)) ?? null,
    })) as AskedQuestion["gaps"];
  return asked;
}
