/**
 * Why a payment failed, by the codes of Stripe (https://docs.stripe.com/declines/codes and /error-codes).
 *
 * Of a card that is lost, stolen or suspected, Stripe advises to say no more than that it was declined.
 */

import { t } from "../../shared/i18n";

const FAMILIES = {
  declined_funds: ["insufficient_funds"],
  declined_expired: ["expired_card"],
  declined_number: ["incorrect_number", "invalid_number", "invalid_account"],
  declined_cvc: ["incorrect_cvc", "invalid_cvc"],
  declined_date: ["invalid_expiry_month", "invalid_expiry_year"],
  declined_postcode: ["incorrect_zip", "incorrect_address"],
  declined_pin: [
    "incorrect_pin",
    "invalid_pin",
    "pin_try_exceeded",
    "offline_pin_required",
    "online_or_offline_pin_required",
  ],
  declined_proof: [
    "authentication_required",
    "authentication_not_handled",
    "mobile_device_authentication_required",
    "payment_intent_authentication_failure",
  ],
  declined_kind: [
    "card_not_supported",
    "currency_not_supported",
    "invalid_amount",
    "not_permitted",
    "service_not_allowed",
    "transaction_not_allowed",
  ],
  declined_limit: ["card_velocity_exceeded", "withdrawal_count_limit_exceeded"],
  declined_later: ["issuer_not_available", "processing_error", "reenter_transaction", "try_again_later"],
} as const;

const BY_CODE = new Map<string, keyof typeof FAMILIES>(
  (Object.keys(FAMILIES) as (keyof typeof FAMILIES)[]).flatMap((family) =>
    FAMILIES[family].map((code) => [code, family] as const),
  ),
);

/** What to tell about a code; a code that is not known, or none, was declined. */
export const declined = (code: string | null | undefined): string =>
  t(`account.${BY_CODE.get(code ?? "") ?? "declined"}`);
