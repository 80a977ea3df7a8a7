/** How the quiz is taken. Each field is saved as it is left, and only that field. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, call } from "../../shared/api";
import type { components } from "../../shared/generated/api";
import { number, t } from "../../shared/i18n";
import { toast } from "../../shared/ui/toasts";
import { act } from "../home/acts";
import { AllRefusals, Entry, Form, orRefused, type Refusals, useRefusal, Why } from "../places/refusals";
import { AllowList, AttemptPassword } from "./Admission";
import { Duration, MomentField, NumberField, Pick, TextField, Tick } from "./fields";
import { tagsOf } from "./QuestionForm";
import { type Quiz, quiz, quizId, settingRefusals, typed, typeSettings } from "./store";

type Section = components["schemas"]["Section"];
type Allowance = components["schemas"]["Allowance"];
type Group = components["schemas"]["Group"];

const SHOWN = ["after_submit", "after_last_attempt", "after_close", "never"] as const;
const WHO = ["private", "link", "public"] as const;
const COUNTS = ["best", "last", "first", "average"] as const;

export function Settings() {
  const now = quiz.value;
  if (!now) return null;
  const shown = { ...now, ...typed.value };
  const change = (changes: Partial<Quiz>) =>
    typeSettings(changes, (back) => toast(t("edit.settings_saved"), back));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shownOptions = SHOWN.map((one) => [one, t(`edit.shown_${one}`)] as const);
  return (
    <Form refusals={settingRefusals.value}>
      <form class="settings stack" onSubmit={(event) => event.preventDefault()}>
        <AllRefusals refusals={settingRefusals.value} />
        <section class="stack">
          <h2>{t("edit.about")}</h2>
          <TextField
            field="description"
            label={t("edit.description")}
            long
            value={shown.description}
            max={5000}
            onValue={(description) => change({ description: description ?? "" })}
          />
          <div class="columns">
            <TextField
              field="tags"
              label={t("edit.tags")}
              hint={t("edit.tags_hint")}
              value={(shown.tags ?? []).join(", ")}
              onValue={(tags) => change({ tags: tagsOf(tags) ?? [] })}
            />
            <TextField
              field="language"
              label={t("edit.language")}
              hint={t("edit.language_hint")}
              value={shown.language}
              max={35}
              onValue={(language) => language && change({ language })}
            />
          </div>
          <Tick
            label={t("edit.markdown_quiz")}
            checked={shown.text_format === "markdown"}
            onValue={(on) => change({ text_format: on ? "markdown" : "plain" })}
          />
        </section>
        <section class="stack">
          <h2>{t("edit.who")}</h2>
          <Pick
            field="visibility"
            label={t("home.who_takes")}
            value={shown.visibility ?? "private"}
            options={WHO.map((one) => [one, t(`home.seen_${one}`)] as const)}
            onValue={(visibility) => change({ visibility })}
          />
          <Tick
            label={t("edit.guests")}
            checked={shown.guests_allowed === true}
            onValue={(guests_allowed) => change({ guests_allowed })}
          />
          <Tick
            label={t("edit.listed_only")}
            checked={shown.listed_only === true}
            onValue={(listed_only) => change({ listed_only })}
          />
          {shown.listed_only && <AllowList />}
          <AttemptPassword />
          <Tick
            label={t("edit.ask_email")}
            checked={shown.ask_email === true}
            onValue={(ask_email) => change({ ask_email })}
          />
          <Tick
            label={t("edit.ask_student_number")}
            checked={shown.ask_student_number === true}
            onValue={(ask_student_number) => change({ ask_student_number })}
          />
        </section>
        <section class="stack">
          <h2>{t("edit.when")}</h2>
          <div class="columns">
            <MomentField
              field="opens_at"
              label={t("edit.opens")}
              hint={t("edit.zone", { zone })}
              value={shown.opens_at}
              onValue={(opens_at) => change({ opens_at })}
            />
            <MomentField
              field="closes_at"
              label={t("edit.closes")}
              hint={t("edit.zone", { zone })}
              value={shown.closes_at}
              onValue={(closes_at) => change({ closes_at })}
            />
            <Duration
              field="time_limit_s"
              label={t("edit.time_limit")}
              hint={t("edit.empty_none")}
              value={shown.time_limit_s}
              onValue={(seconds) => change({ time_limit_s: seconds ?? null })}
            />
          </div>
          <div class="columns">
            <NumberField
              field="attempts_allowed"
              label={t("edit.attempts")}
              hint={t("edit.empty_any")}
              value={shown.attempts_allowed}
              min={1}
              step={1}
              onValue={(attempts) => change({ attempts_allowed: attempts ?? null })}
            />
            <Duration
              field="attempt_delay_s"
              label={t("edit.attempt_delay")}
              value={shown.attempt_delay_s || undefined}
              onValue={(seconds) => change({ attempt_delay_s: seconds ?? 0 })}
            />
            <Pick
              field="counting_attempt"
              label={t("edit.counts")}
              value={shown.counting_attempt ?? "best"}
              options={COUNTS.map((one) => [one, t(`edit.counts_${one}`)] as const)}
              onValue={(counting_attempt) => change({ counting_attempt })}
            />
          </div>
        </section>
        <section class="stack">
          <h2>{t("edit.marks")}</h2>
          <div class="columns">
            <Pick
              field="review_shown"
              label={t("edit.review")}
              value={shown.review_shown ?? "after_submit"}
              options={shownOptions}
              onValue={(review_shown) => change({ review_shown })}
            />
            <Pick
              field="key_shown"
              label={t("edit.key")}
              value={shown.key_shown ?? "after_last_attempt"}
              options={shownOptions}
              onValue={(key_shown) => change({ key_shown })}
            />
            <Pick
              field="score_shown"
              label={t("edit.score")}
              value={(shown.score_shown ?? "") as "" | (typeof SHOWN)[number]}
              options={[["", t("edit.score_soon")] as const, ...shownOptions]}
              onValue={(when) => change({ score_shown: when || null })}
            />
          </div>
          <div class="columns">
            <NumberField
              field="pass_mark"
              label={t("edit.pass_mark")}
              hint={t("edit.empty_none")}
              value={shown.pass_mark}
              min={0}
              max={100}
              onValue={(pass_mark) => change({ pass_mark: pass_mark ?? null })}
            />
            <NumberField
              field="negative_marking"
              label={t("edit.negative")}
              value={shown.negative_marking || undefined}
              scale={0.01}
              min={0}
              max={100}
              placeholder="0"
              onValue={(part) => change({ negative_marking: part ?? 0 })}
            />
          </div>
          <Tick
            label={t("edit.shuffle_questions")}
            checked={shown.shuffle_questions === true}
            onValue={(shuffle_questions) => change({ shuffle_questions })}
          />
          <Tick
            label={t("edit.shuffle_choices")}
            checked={shown.shuffle_choices === true}
            onValue={(shuffle_choices) => change({ shuffle_choices })}
          />
        </section>
        <Sections
          sections={(shown.sections ?? []) as Section[]}
          onSections={(sections) => change({ sections })}
        />
        <Allowances />
      </form>
    </Form>
  );
}

const DRAWS = ["each_attempt", "once"] as const;
const LEVELS = ["", "easy", "medium", "hard"] as const;
const MAYBE = ["", "true", "false"] as const;

function Sections({
  sections,
  onSections,
}: {
  sections: Section[];
  onSections: (sections: Section[]) => void;
}) {
  const change = (index: number, part: Partial<Section>) =>
    onSections(sections.map((one, place) => (place === index ? { ...one, ...part } : one)));
  return (
    <section class="stack" data-place={useRefusal("sections").place}>
      <h2>{t("edit.sections")}</h2>
      <p class="hint">{t("edit.sections_hint")}</p>
      <Why field="sections" />
      {sections.map((one, index) => (
        <Entry at={`sections/${index}`} key={index}>
          <fieldset class="gap stack">
            <legend>{t("edit.section", { n: index + 1 })}</legend>
            <div class="columns">
              <TextField
                field="title"
                label={t("edit.title")}
                value={one.title}
                max={200}
                onValue={(title) => change(index, { title: title ?? "" })}
              />
              <TextField
                field="tag"
                label={t("edit.tag")}
                value={one.tag}
                onValue={(tag) => change(index, { tag: tag ?? null })}
              />
              <Pick
                label={t("home.difficulty")}
                value={(one.difficulty ?? "") as (typeof LEVELS)[number]}
                options={LEVELS.map(
                  (level) => [level, t(level ? `home.${level}` : "home.any_difficulty")] as const,
                )}
                onValue={(level) => change(index, { difficulty: level || null })}
              />
              <NumberField
                field="select"
                label={t("edit.select")}
                hint={t("edit.empty_all")}
                value={one.select}
                min={1}
                step={1}
                onValue={(select) => change(index, { select: select ?? null })}
              />
              <Pick
                label={t("edit.draw")}
                value={(one.draw ?? "each_attempt") as (typeof DRAWS)[number]}
                options={DRAWS.map((draw) => [draw, t(`edit.draw_${draw}`)] as const)}
                onValue={(draw) => change(index, { draw })}
              />
              <Pick
                label={t("edit.section_shuffle")}
                value={
                  one.shuffle === null || one.shuffle === undefined ? "" : (String(one.shuffle) as "true")
                }
                options={MAYBE.map(
                  (value) => [value, t(`edit.shuffle_${value || "quiz"}` as "edit.shuffle_quiz")] as const,
                )}
                onValue={(value) => change(index, { shuffle: value === "" ? null : value === "true" })}
              />
            </div>
            <TextField
              field="text"
              label={t("edit.section_text")}
              long
              value={one.text}
              onValue={(text) => change(index, { text: text ?? null })}
            />
            <button
              type="button"
              class="quiet danger"
              onClick={() => onSections(sections.filter((_, place) => place !== index))}
            >
              {t("home.remove")}
            </button>
          </fieldset>
        </Entry>
      ))}
      <button
        type="button"
        class="quiet"
        onClick={() =>
          onSections([...sections, { title: t("edit.section", { n: sections.length + 1 }) } as Section])
        }
      >
        + {t("edit.section_add")}
      </button>
    </section>
  );
}

/** What single people or groups are allowed beyond the settings. */
function Allowances() {
  const given = useSignal<Allowance[]>([]);
  const groups = useSignal<Group[]>([]);
  const person = useSignal("");
  const group = useSignal("");
  const factor = useSignal<number | undefined>(undefined);
  const extra = useSignal<number | undefined>(undefined);
  const attempts = useSignal<number | undefined>(undefined);
  const refused = useSignal<Refusals>({});
  const path = { quiz_id: quizId };
  const load = async () => {
    const params = { path, query: { limit: 100 } };
    given.value = (await call(api.GET("/quizzes/{quiz_id}/allowances", { params }))).items;
  };
  useEffect(() => {
    act(load)();
    void call(api.GET("/groups", { params: { query: { limit: 100 } } }))
      .then(({ items }) => {
        groups.value = items.filter((one) => one.role === "owner");
      })
      .catch(() => undefined); // only their names are missing then
  }, []);
  const give = async () => {
    const whom = group.value ? { group_id: group.value } : { person: person.value.trim() };
    const body = {
      ...whom,
      ...(factor.value !== undefined && { time_factor: factor.value }),
      ...(extra.value !== undefined && { extra_time_s: extra.value }),
      ...(attempts.value !== undefined && { extra_attempts: attempts.value }),
    };
    await orRefused(refused, group.value ? "" : "/person", async () => {
      await call(api.PUT("/quizzes/{quiz_id}/allowances", { params: { path }, body }));
      person.value = "";
      await load();
    });
  };
  const remove = act(async (one: Allowance) => {
    const params = { path: { ...path, allowance_id: one.id } };
    await call(api.DELETE("/quizzes/{quiz_id}/allowances/{allowance_id}", { params }));
    await load();
    toast(t("edit.allowance_gone", { name: nameOf(one) }), async () => {
      const { time_factor, extra_time_s, opens_at, closes_at, extra_attempts } = one;
      const whom = one.group_id ? { group_id: one.group_id } : { person: one.user_id ?? one.email };
      const body = { ...whom, time_factor, extra_time_s, opens_at, closes_at, extra_attempts };
      await call(api.PUT("/quizzes/{quiz_id}/allowances", { params: { path }, body }));
      await load();
    });
  });
  return (
    <section class="stack">
      <h2>{t("edit.allowances")}</h2>
      <p class="hint">{t("edit.allowances_hint")}</p>
      <ul class="plain-list" hidden={!given.value.length}>
        {given.value.map((one) => (
          <li key={one.id} class="row">
            <span class="grow">
              <strong dir="auto">{nameOf(one)}</strong>{" "}
              <span class="faint">
                {t("edit.allowance", {
                  factor: number(one.time_factor ?? 1),
                  seconds: number(one.extra_time_s ?? 0),
                  attempts: number(one.extra_attempts ?? 0),
                })}
              </span>
            </span>
            <button type="button" onClick={() => remove(one)}>
              {t("home.remove")}
            </button>
          </li>
        ))}
      </ul>
      <Form refusals={refused.value}>
        <div class="columns">
          <TextField
            field="person"
            label={t("frame.email")}
            value={person.value}
            onValue={(typed) => {
              person.value = typed ?? "";
            }}
          />
          {groups.value.length > 0 && (
            <Pick
              label={t("edit.or_group")}
              value={group.value}
              options={[["", "–"] as const, ...groups.value.map((one) => [one.id, one.name] as const)]}
              onValue={(id) => {
                group.value = id;
              }}
            />
          )}
          <NumberField
            field="time_factor"
            label={t("edit.factor_time")}
            value={factor.value}
            min={1}
            max={10}
            placeholder="1"
            onValue={(now) => {
              factor.value = now;
            }}
          />
          <Duration
            field="extra_time_s"
            label={t("edit.extra_time")}
            value={extra.value}
            onValue={(now) => {
              extra.value = now;
            }}
          />
          <NumberField
            field="extra_attempts"
            label={t("edit.extra_attempts")}
            value={attempts.value}
            min={0}
            step={1}
            placeholder="0"
            onValue={(now) => {
              attempts.value = now;
            }}
          />
        </div>
        <Why />
      </Form>
      <button type="button" onClick={give} disabled={!group.value && !person.value.trim()}>
        {t("edit.allow")}
      </button>
    </section>
  );
}

const nameOf = (one: Allowance): string => one.group_name ?? one.display_name ?? one.email ?? "";
