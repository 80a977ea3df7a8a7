/**
 * Buying credits, and what was bought. Stripe's Payment Element takes the card: its number never reaches
 * Quizzler.
 */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { at } from "../../shared/address";
import { api, call, sentence } from "../../shared/api";
import { follow } from "../../shared/events";
import type { components } from "../../shared/generated/api";
import { moment, number, t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { toast } from "../../shared/ui/toasts";
import { declined } from "./declines";
import { type Fields, fieldsFor } from "./stripe";

type Schemas = components["schemas"];
type Payment = Schemas["Payment"];

const ASKED_EVERY_MS = 5000; // where no event comes

const money = (payment: Payment): string =>
  number(payment.amount_cents / 100, { style: "currency", currency: payment.currency.toUpperCase() });

interface Props {
  provider: Schemas["Provider"];
  onPaid: () => void;
}

/** The way to buy credits: how many, then the fields for the card with what it costs. */
export function Buy({ provider, onPaid }: Props) {
  const open = useSignal(false);
  const close = () => {
    open.value = false;
    onPaid(); // a payment that was begun is among the others
  };
  useEffect(() => {
    // Back from a bank's page: what Stripe has added to the address is of no use here
    if (new URLSearchParams(location.search).has("payment_intent")) {
      history.replaceState(null, "", location.pathname);
      toast(t("account.payment_waits"));
    }
  }, []);
  return (
    <p>
      <button
        type="button"
        onClick={() => {
          open.value = true;
        }}
      >
        {t("account.buy")}
      </button>
      {open.value && <Purchase provider={provider} onDone={close} />}
    </p>
  );
}

function Purchase({ provider, onDone }: { provider: Props["provider"]; onDone: () => void }) {
  const begun = useSignal<Schemas["BegunPayment"] | null>(null);
  const fields = useSignal<Fields | null>(null);
  const [busy, refused, waiting] = [useSignal(false), useSignal(""), useSignal(false)];
  const place = useRef<HTMLDivElement>(null);
  const once = useRef({ credits: 0, key: "" });
  const before = useRef<Payment["status"]>("pending"); // when the last try began
  const doing = (work: () => Promise<void>) => async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    refused.value = "";
    try {
      await work();
    } catch (error) {
      refused.value = sentence(error);
    } finally {
      busy.value = false;
    }
  };
  const begin = (form: HTMLFormElement) => async () => {
    const credits = Number(new FormData(form).get("credits"));
    // A repeated request is the same purchase; one of another number is another
    if (once.current.credits !== credits) once.current = { credits, key: randomKey() };
    const params = { header: { "Idempotency-Key": once.current.key } };
    begun.value = await call(api.POST("/payments/create-intent", { params, body: { credits } }));
  };
  useEffect(() => {
    const [payment, node] = [begun.value, place.current];
    if (!payment?.client_secret || !node) return;
    fieldsFor(provider.publishable_key, payment.client_secret, node).then(
      (shown) => {
        fields.value = shown;
      },
      () => {
        refused.value = t("account.stripe_away");
      },
    );
  }, [begun.value]);
  const status = async (id: string): Promise<Payment> =>
    call(api.GET("/payments/{payment_id}", { params: { path: { payment_id: id } } }));
  useEffect(() => {
    if (!begun.value) return;
    const { id } = begun.value;
    const ended = new AbortController();
    const look = async () => {
      const now = await status(id);
      if (ended.signal.aborted) return;
      if (now.status === "paid") {
        ended.abort();
        toast(t("account.paid", { n: number(now.credits) }));
        onDone();
      } else if (waiting.value && now.status !== "pending" && now.status !== before.current) {
        waiting.value = false; // it can be tried again
        refused.value = now.failure ? declined(now.failure_code) : t("account.payment_failed");
      }
    };
    const tried = () => void look().catch(() => undefined); // the next look may work
    void follow(({ type }) => type === "payment.changed" && tried(), ended.signal);
    const timer = setInterval(() => waiting.value && tried(), ASKED_EVERY_MS);
    return () => {
      ended.abort();
      clearInterval(timer);
    };
  }, [begun.value]);
  const pay = doing(async () => {
    // An earlier try may have failed: that says nothing about this one
    if (begun.value) before.current = (await status(begun.value.id)).status;
    const failure = await fields.value?.confirm(location.origin + at("/account"));
    if (failure) refused.value = failure;
    else waiting.value = true; // Stripe's word comes to the server, and from there to here
  });
  return (
    <Dialog title={t("account.buy")} onClose={onDone}>
      {begun.value ? (
        <form class="stack" onSubmit={pay}>
          <p>
            {t("account.price", { n: number(begun.value.credits), price: money(begun.value as Payment) })}
          </p>
          <div class="card-fields" ref={place} aria-busy={!fields.value} />
          <p role="status">
            {waiting.value
              ? t("account.payment_waits")
              : !fields.value && !refused.value
                ? t("shared.loading")
                : ""}
          </p>
          <p class="refused" role="alert">
            {refused}
          </p>
          <button
            type="submit"
            class="main"
            aria-disabled={busy.value || waiting.value || !fields.value}
            disabled={waiting.value}
          >
            {t("account.pay", { price: money(begun.value as Payment) })}
          </button>
        </form>
      ) : (
        <form class="stack" onSubmit={(event) => doing(begin(event.currentTarget))(event)}>
          <label>
            <span>{t("account.how_many")}</span>
            <input name="credits" type="number" required step="0.01" min="0" defaultValue="10" />
          </label>
          <p class="hint">{t("account.card_hint")}</p>
          <p class="refused" role="alert">
            {refused}
          </p>
          <button type="submit" class="main" aria-disabled={busy}>
            {t("account.to_card")}
          </button>
        </form>
      )}
    </Dialog>
  );
}

/** 32 random digits; crypto.randomUUID is there on https only. */
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What was bought, the newest first. */
export function Payments({ payments }: { payments: Payment[] }) {
  if (!payments.length) return null;
  return (
    <details>
      <summary>{t("account.payments")}</summary>
      <ul class="plain-list">
        {payments.map((payment) => (
          <li key={payment.id} class="row">
            <span class="grow">
              {t("account.bought", { n: number(payment.credits) })} · {t(`account.status_${payment.status}`)}
              {payment.failure && payment.status === "failed" && <> · {declined(payment.failure_code)}</>}
              <br />
              <span class="faint">{moment(payment.created_at)}</span>
            </span>
            <span>{money(payment)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
