/** The messages of a live room, as docs/protocol.md describes them. */

import type { components } from "../generated/protocol";

type Schemas = components["schemas"];

export type ServerMessage = Schemas["ServerMessage"];
export type PlayerMessage = Schemas["PlayerMessage"];
export type HostMessage = Schemas["HostMessage"];
export type Welcome = Schemas["Welcome"];
export type AskedQuestion = Schemas["AskedQuestion"];
export type QuestionClosed = Schemas["QuestionClosed"];
export type QuestionAnnounced = Schemas["QuestionAnnounced"];
export type RoomEnded = Schemas["RoomEnded"];
export type TurnFinished = Schemas["TurnFinished"];
export type Result = Schemas["Result"];
export type Standing = Schemas["Standing"];
export type TeamStanding = Schemas["TeamStanding"];
export type Member = Schemas["Member"];
export type Choice = Schemas["Choice"];
export type Response = Schemas["Answer"]["response"];
export type Progress = Schemas["Progress"];
export type HostPerson = Schemas["HostPerson"];

/** Codes with which the server closes a connection. */
export const CLOSED = {
  normal: 1000,
  kicked: 4001,
  replaced: 4002,
  unavailable: 4503,
  tooMany: 4429,
} as const;

/** Whether coming back after this code would be refused again. */
export const isFinal = (code: number): boolean =>
  code === CLOSED.kicked ||
  code === CLOSED.replaced ||
  (code >= 4400 && code !== CLOSED.unavailable && code !== CLOSED.tooMany);
