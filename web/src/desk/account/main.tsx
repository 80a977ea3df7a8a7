/**
 * Somebody's account: name and password, credits, what they took and played, their data, and its deletion.
 */

import "../../shared/base.css";
import "../results/results.css";
import "./account.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, Problem, sentence } from "../../shared/api";
import { download } from "../../shared/download";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { forgetSession, session, signIn } from "../../shared/session";
import { Dialog } from "../../shared/ui/Dialog";
import { toast, tried } from "../../shared/ui/toasts";
import { Frame, Notice } from "../frame/Frame";
import { mountPersonal } from "../frame/personal";
import { Buy, Payments } from "./Buy";

type Schemas = components["schemas"];

interface Known {
  me: Schemas["Person"];
  balance: Schemas["Balance"];
  moves: Schemas["CreditLine"][];
  stats: Schemas["UserStats"];
  attempts: Schemas["AttemptSummary"][];
  played: Schemas["PlayedRoom"][];
  deleted: Schemas["Quiz"][];
  payments: Schemas["Payment"][];
  /** null: credits can't be bought on this server. */
  provider: Schemas["Provider"] | null;
}

const FEW = { limit: 10 };

async function find(): Promise<Known> {
  const [me, balance, moves, stats, attempts, played, deleted, payments, provider] = await Promise.all([
    call(api.GET("/auth/me")),
    call(api.GET("/credits/balance")),
    call(api.GET("/credits/history", { params: { query: FEW } })),
    call(api.GET("/results/stats/user")),
    call(api.GET("/attempts", { params: { query: FEW } })),
    call(api.GET("/realtime/played", { params: { query: FEW } })),
    call(api.GET("/quizzes", { params: { query: { deleted: true, limit: 50 } } })),
    call(api.GET("/payments/history", { params: { query: { limit: 50 } } })),
    call(api.GET("/payments/provider")).catch((error) => {
      if (error instanceof Problem && error.code === "payments_not_configured") return null;
      throw error;
    }),
  ]);
  return {
    me,
    balance,
    moves: moves.items,
    stats,
    attempts: attempts.items,
    played: played.items,
    deleted: deleted.items,
    payments: payments.items,
    provider,
  };
}

function Account() {
  const known = useSignal<Known | null>(null);
  const fault = useSignal("");
  const load = async () => {
    try {
      known.value = await find();
    } catch (error) {
      if (!known.value) fault.value = sentence(error);
    }
  };
  useEffect(() => {
    void load();
  }, []);
  return (
    <Frame title={t("account.title")} personal>
      {fault.value && (
        <Notice title={t("account.not_shown")}>
          <p>{fault}</p>
        </Notice>
      )}
      {!fault.value && !known.value && (
        <p class="faint" role="status">
          {t("shared.loading")}
        </p>
      )}
      {known.value && <Parts known={known.value} onChanged={load} />}
    </Frame>
  );
}

function Parts({ known, onChanged }: { known: Known; onChanged: () => void }) {
  const { balance, moves, stats, attempts, played, deleted } = known;
  const percent = (value: number | null) =>
    value === null ? "–" : number(value / 100, { style: "percent", maximumFractionDigits: 0 });
  const figures: [string, string][] = [
    [t("account.taken"), number(stats.attempts.finished)],
    [t("account.mean"), percent(stats.average_percent)],
    [t("account.best"), percent(stats.best_percent)],
    [t("account.streak"), number(stats.streak_days.current)],
    [t("account.credits"), number(balance.spendable)],
  ];
  const restore = (quiz: Schemas["Quiz"]) =>
    tried(async () => {
      await call(api.POST("/quizzes/{quiz_id}/restore", { params: { path: { quiz_id: quiz.id } } }));
      toast(t("account.restored", { title: quiz.title }));
      onChanged();
    });
  return (
    <>
      <h1>{t("account.title")}</h1>
      <dl class="tiles">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="columns">
        <You me={known.me} />
        <section aria-labelledby="credits">
          <h2 id="credits">{t("account.credits")}</h2>
          <p>
            {t("account.credits_hint")}
            {balance.reserved > 0 && ` ${t("account.reserved", { n: number(balance.reserved) })}`}
          </p>
          {moves.length > 0 && (
            <details>
              <summary>{t("account.history")}</summary>
              <ul class="plain-list">
                {moves.map((move) => (
                  <li key={move.id} class="row">
                    <span class="grow" dir="auto">
                      {move.text}
                      <br />
                      <span class="faint">{moment(move.created_at)}</span>
                    </span>
                    <span>{number(move.spendable_change, { signDisplay: "exceptZero" })}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
          {known.provider && <Buy provider={known.provider} onPaid={onChanged} />}
          <Payments payments={known.payments} />
        </section>
      </div>
      <List name={t("account.quizzes_taken")} items={attempts}>
        {(attempt) => (
          <>
            <a class="grow" href={at(`/take?quiz=${attempt.quiz_id}`)} dir="auto">
              {attempt.title}
            </a>
            <span class="faint">{moment(attempt.started_at)}</span>
            <span>{outcome(attempt)}</span>
          </>
        )}
      </List>
      <List name={t("account.games")} items={played}>
        {(game) => (
          <>
            <span class="grow" dir="auto">
              {game.title}
            </span>
            <span class="faint">{moment(game.joined_at)}</span>
            <span>{t("account.place", { rank: number(game.rank ?? 0), players: number(game.players) })}</span>
          </>
        )}
      </List>
      <List name={t("account.deleted")} items={deleted}>
        {(quiz) => (
          <>
            <span class="grow" dir="auto">
              {quiz.title}
            </span>
            <button type="button" onClick={() => void restore(quiz)}>
              {t("account.restore")}
            </button>
          </>
        )}
      </List>
      <Data />
    </>
  );
}

function outcome(attempt: Schemas["AttemptSummary"]): string {
  if (attempt.state === "in_progress") return t("account.under_way");
  if (attempt.score === null) return "–";
  return t("account.score", { score: number(attempt.score), max: number(attempt.max_score) });
}

interface ListProps<Item> {
  name: string;
  items: Item[];
  children: (item: Item) => ComponentChildren;
}

function List<Item>({ name, items, children }: ListProps<Item>) {
  if (!items.length) return null;
  return (
    <section>
      <h2>{name}</h2>
      <ul class="plain-list">
        {items.map((item, index) => (
          <li class="row" key={index}>
            {children(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The name that others see, and the password. */
function You({ me }: { me: Schemas["Person"] }) {
  const changing = useSignal(false);
  const version = useRef(me.version);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const display_name = String(new FormData(event.currentTarget as HTMLFormElement).get("name")).trim();
    await tried(async () => {
      const params = { header: { "If-Match": `"${version.current}"` } };
      const changed = await call(api.PATCH("/auth/me", { params, body: { display_name } }));
      version.current = changed.version;
      const now = session.peek();
      if (now) signIn({ ...now, user: { ...now.user, display_name: changed.display_name } });
      toast(t("account.saved"));
    });
  };
  return (
    <section aria-labelledby="you">
      <h2 id="you">{t("account.you")}</h2>
      <form class="stack" onSubmit={save}>
        <p class="faint" dir="ltr">
          {me.email}
        </p>
        <label>
          <span>{t("account.name")}</span>
          <input
            name="name"
            required
            maxLength={80}
            autocomplete="nickname"
            dir="auto"
            defaultValue={me.display_name ?? ""}
          />
        </label>
        <p class="row">
          <button type="submit" class="main">
            {t("account.save")}
          </button>
          <button
            type="button"
            onClick={() => {
              changing.value = true;
            }}
          >
            {t("account.change_password")}
          </button>
        </p>
      </form>
      {changing.value && (
        <Password
          onClose={() => {
            changing.value = false;
          }}
        />
      )}
    </section>
  );
}

function Password({ onClose }: { onClose: () => void }) {
  const refused = useSignal("");
  const change = async (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const body = { current_password: String(fields.get("current")), new_password: String(fields.get("new")) };
    try {
      await call(api.POST("/auth/change-password", { body }));
      toast(t("account.password_changed"));
      onClose();
    } catch (error) {
      refused.value = sentence(error);
    }
  };
  return (
    <Dialog title={t("account.change_password")} onClose={onClose}>
      <form class="stack" onSubmit={change}>
        <label>
          <span>{t("account.current_password")}</span>
          <input name="current" type="password" required autocomplete="current-password" dir="ltr" />
        </label>
        <label>
          <span>{t("account.new_password")}</span>
          <input name="new" type="password" required minLength={8} autocomplete="new-password" dir="ltr" />
        </label>
        <p class="refused" role="alert">
          {refused}
        </p>
        <p>
          <button type="submit" class="main">
            {t("account.change_password")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

/** All that is stored about a person as a file, the end of all sessions, and the end of the account. */
function Data() {
  const deleting = useSignal(false);
  const refused = useSignal("");
  const everywhere = () =>
    tried(async () => {
      await call(api.POST("/auth/signout", { params: { query: { scope: "others" } } }));
      toast(t("account.signed_out_elsewhere"));
    });
  const remove = async (event: SubmitEvent) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget as HTMLFormElement).get("password"));
    try {
      await call(api.DELETE("/auth/me", { body: { password } }));
      location.replace(at("/"));
      forgetSession();
    } catch (error) {
      refused.value = sentence(error);
    }
  };
  return (
    <section>
      <h2>{t("account.data")}</h2>
      <p class="row">
        <button
          type="button"
          onClick={() => void tried(() => download("/auth/me/export", "quizzler-account.ndjson"))}
        >
          {t("account.export")}
        </button>
        <button type="button" onClick={() => void everywhere()}>
          {t("account.sign_out_elsewhere")}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            deleting.value = true;
          }}
        >
          {t("account.delete")}
        </button>
      </p>
      {deleting.value && (
        <Dialog
          title={t("account.delete")}
          onClose={() => {
            deleting.value = false;
          }}
        >
          <form class="stack" onSubmit={remove}>
            <p>{t("account.delete_hint")}</p>
            <label>
              <span>{t("account.current_password")}</span>
              <input name="password" type="password" required autocomplete="current-password" dir="ltr" />
            </label>
            <p class="refused" role="alert">
              {refused}
            </p>
            <p>
              <button type="submit" class="danger">
                {t("account.delete_now")}
              </button>
            </p>
          </form>
        </Dialog>
      )}
    </section>
  );
}

mountPersonal(Account);
