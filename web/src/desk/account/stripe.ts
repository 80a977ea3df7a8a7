/**
 * Stripe.js, as far as it is used: it has to come from Stripe's own address, and only where somebody wants to
 * pay.
 */

import { declined } from "./declines";

const SCRIPT = "https://js.stripe.com/v3/";

interface Refusal {
  type?: string;
  code?: string;
  decline_code?: string;
  message?: string;
}

interface Stripe {
  elements(options: object): { create(kind: "payment"): { mount(node: HTMLElement): void } };
  confirmPayment(options: object): Promise<{ error?: Refusal }>;
}

declare global {
  interface Window {
    Stripe?: (key: string) => Stripe;
  }
}

export interface Fields {
  /**
   * Pay with what was entered. Returns why not, in a sentence; "": Stripe took it, or shows the bank's page.
   */
  confirm: (back: string) => Promise<string>;
}

const LONGEST_MS = 20_000;

let loading: Promise<void> | null = null;

function load(): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    const failed = () => {
      loading = null; // may be tried again
      script.remove();
      reject(new Error("Stripe.js could not be loaded."));
    };
    const limit = setTimeout(failed, LONGEST_MS);
    script.src = SCRIPT;
    script.onload = () => {
      clearTimeout(limit);
      resolve();
    };
    script.onerror = () => {
      clearTimeout(limit);
      failed();
    };
    document.head.append(script);
  });
  return loading;
}

/** Show Stripe's fields for this payment in the node. */
export async function fieldsFor(key: string, clientSecret: string, node: HTMLElement): Promise<Fields> {
  await load();
  if (!window.Stripe) throw new Error("Stripe.js did not start.");
  const stripe = window.Stripe(key);
  const dark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
  const elements = stripe.elements({
    clientSecret,
    locale: document.documentElement.lang,
    appearance: { theme: dark ? "night" : "stripe" },
  });
  elements.create("payment").mount(node);
  return {
    confirm: async (return_url) => {
      const confirmParams = { return_url };
      const { error } = await stripe.confirmPayment({ elements, confirmParams, redirect: "if_required" });
      if (!error) return "";
      // Of fields that are not filled in, Stripe says which, in the language of its form
      return error.type === "card_error"
        ? declined(error.decline_code ?? error.code)
        : (error.message ?? declined(null));
    },
  };
}
