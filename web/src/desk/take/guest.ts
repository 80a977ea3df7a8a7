/** Who takes the quiz: whoever is signed in, or a guest of this browser, who is known by a token. */

import { session } from "../../shared/session";
import { local } from "../../shared/storage";

export interface Guest {
  nickname: string;
  token: string;
}

/** null: whoever is signed in. */
export type Credentials = Guest | null;

const key = (quizId: string) => `quizzler.guest.${quizId}`;

export const guestOf = (quizId: string): Guest | null => local.get<Guest>(key(quizId));
export const keepGuest = (quizId: string, guest: Guest): void => local.set(key(quizId), guest);
export const forgetGuest = (quizId: string): void => local.remove(key(quizId));

/** A guest goes on as such until the result is claimed; otherwise whoever is signed in takes the quiz. */
export const credentialsFor = (quizId: string): Credentials => (session.value ? null : guestOf(quizId));

/** The headers that say who it is. */
export const headersOf = (who: Credentials): { "Guest-Token"?: string } =>
  who ? { "Guest-Token": who.token } : {};
