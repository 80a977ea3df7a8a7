/**
 * What the server has said about a room, as one value: `told(state, message)` is the next one. It is the same
 * for players, hosts and projectors, and has nothing of what a person does on this device.
 */

import { type Clock, left, running, scaled, stopped } from "./clock";
import type {
  AskedQuestion,
  HostPerson,
  Member,
  QuestionAnnounced,
  QuestionClosed,
  Response,
  Result,
  RoomEnded,
  ServerMessage,
  Standing,
  TeamStanding,
  TurnFinished,
  Welcome,
} from "./protocol";

/**
 * - lobby: nothing has been asked yet, or the next question has not come
 * - announced: a question can be read, and its clock does not run
 * - open, paused: it can be answered
 * - closed: its answer key is shown
 * - skipped: it counts for nobody
 * - ready: an assigned game waits until this player asks for the next question
 * - finished: this player has had all questions of an assigned game
 */
export type Phase =
  | "lobby"
  | "announced"
  | "open"
  | "paused"
  | "closed"
  | "skipped"
  | "ready"
  | "finished"
  | "ended";

export interface RoomState {
  phase: Phase;
  /** The room as the last welcome had it; what changes is beside it. */
  welcome: Welcome;
  /** The question that is announced, open, or has just closed. */
  question: AskedQuestion | null;
  announced: QuestionAnnounced | null;
  clock: Clock | null;
  closed: QuestionClosed | null;
  /** To a player: what they earned with `question`. */
  result: Result | null;
  /** To a player: what the server has as their response to `question`; undefined while it has none. */
  answered: Response | null | undefined;
  finished: TurnFinished | null;
  ended: RoomEnded | null;
  board: Standing[];
  teamBoard: TeamStanding[];
  boardShown: boolean;
  members: Map<string, Member>;
  players: number;
  progress: { answered: number; players: number } | null;
  hosts: HostPerson[];
  locked: boolean;
  timeFactor: number;
}

/** The state after this message; null until the first welcome. */
export function told(state: RoomState | null, message: ServerMessage): RoomState | null {
  if (message.type === "welcome") return welcomed(message);
  if (!state) return null;
  switch (message.type) {
    case "player.joined": {
      const { player_id, nickname, avatar, team } = message;
      const before = state.members.get(player_id);
      const members = new Map(state.members);
      members.set(player_id, { ...before, player_id, nickname, avatar, team, present: true });
      return { ...state, members, players: before ? state.players : state.players + 1 };
    }
    case "player.left": {
      const members = new Map(state.members);
      const before = members.get(message.player_id);
      if (message.kicked) members.delete(message.player_id);
      else if (before) members.set(message.player_id, { ...before, present: false });
      return { ...state, members, players: message.kicked ? state.players - 1 : state.players };
    }
    case "player.team": {
      const members = new Map(state.members);
      const before = members.get(message.player_id);
      if (before) members.set(message.player_id, { ...before, team: message.team });
      const own = state.welcome.player_id === message.player_id;
      return { ...state, members, welcome: own ? { ...state.welcome, team: message.team } : state.welcome };
    }
    case "player.time": {
      const mine = state.welcome.player_id === message.player_id;
      const before = state.members.get(message.player_id);
      const members = new Map(state.members);
      if (before) members.set(message.player_id, { ...before, time_factor: message.time_factor });
      return { ...state, members, timeFactor: mine ? message.time_factor : state.timeFactor };
    }
    case "room.hosts":
      return { ...state, hosts: message.hosts };
    case "room.locked":
      return { ...state, locked: message.locked };
    case "room.leaderboard":
      return {
        ...state,
        boardShown: message.shown,
        board: message.leaderboard ?? state.board,
        teamBoard: message.teams ?? state.teamBoard,
      };
    case "question.announced":
      return announce(state, message);
    case "question.opened":
      return asked(state, message, scaled(message.remaining_ms, message.limit_ms, state.timeFactor));
    case "turn.opened":
      return {
        ...asked(state, message, [message.remaining_ms, message.limit_ms]),
        answered: message.answered ? null : undefined,
      };
    case "question.extended": {
      const times = scaled(message.remaining_ms, message.limit_ms, state.timeFactor);
      return { ...state, clock: state.phase === "paused" ? stopped(...times) : running(...times) };
    }
    case "room.paused": {
      const limit = state.clock?.limitMs ?? 0;
      const [remaining] = scaled(message.remaining_ms, limit / state.timeFactor, state.timeFactor);
      return { ...state, phase: "paused", clock: stopped(remaining, limit) };
    }
    case "room.resumed": {
      const limit = state.clock?.limitMs ?? 0;
      const [remaining] = scaled(message.remaining_ms, limit / state.timeFactor, state.timeFactor);
      return { ...state, phase: "open", clock: running(remaining, limit) };
    }
    case "question.closed":
      return {
        ...state,
        phase: "closed",
        clock: null,
        closed: message,
        result: null,
        board: message.leaderboard ?? state.board,
        teamBoard: message.teams ?? state.teamBoard,
      };
    case "question.words":
      return state.closed?.number === message.number
        ? { ...state, closed: { ...state.closed, distribution: message.distribution } }
        : state;
    case "question.skipped":
      return { ...state, phase: "skipped", clock: null };
    case "answer.accepted":
      return state.question?.number === message.question && state.answered === undefined
        ? { ...state, answered: null }
        : state;
    case "result":
      return {
        ...state,
        result: message,
        clock:
          state.welcome.mode === "assigned" && state.clock
            ? stopped(left(state.clock), state.clock.limitMs)
            : state.clock,
        welcome: {
          ...state.welcome,
          score: message.total ?? state.welcome.score,
          rank: message.rank ?? state.welcome.rank,
          streak: message.streak ?? state.welcome.streak,
        },
      };
    case "turn.finished":
      return { ...state, phase: "finished", question: null, clock: null, finished: message };
    case "progress":
      return { ...state, progress: { answered: message.answered, players: message.players } };
    case "room.ended":
      return {
        ...state,
        phase: "ended",
        clock: null,
        ended: message,
        board: message.leaderboard ?? [],
        teamBoard: message.teams ?? [],
      };
    default:
      return state;
  }
}

function welcomed(welcome: Welcome): RoomState {
  const timeFactor = welcome.time_factor ?? 1;
  const state: RoomState = {
    phase: "lobby",
    welcome,
    question: welcome.question ?? welcome.last_question ?? null,
    announced: null,
    clock: null,
    closed: welcome.closed ?? null,
    result: welcome.result ?? null,
    answered: undefined,
    finished: null,
    ended: welcome.ended ?? null,
    board: welcome.ended?.leaderboard ?? welcome.closed?.leaderboard ?? [],
    teamBoard: welcome.ended?.teams ?? welcome.closed?.teams ?? [],
    boardShown: welcome.leaderboard_shown,
    members: new Map((welcome.players ?? []).map((member) => [member.player_id, member])),
    players: welcome.player_count,
    progress: null,
    hosts: [],
    locked: welcome.locked,
    timeFactor,
  };
  const asked = welcome.question ?? welcome.last_question;
  if (asked?.answered || asked?.response != null) state.answered = asked.response ?? null;
  if (welcome.ended || welcome.state === "ended") return { ...state, phase: "ended" };
  if (welcome.question) {
    const { remaining_ms, limit_ms } = welcome.question;
    const paused = welcome.state === "paused";
    const clock = paused ? stopped(remaining_ms, limit_ms) : running(remaining_ms, limit_ms);
    return { ...state, phase: paused ? "paused" : "open", clock, closed: null };
  }
  if (welcome.mode === "assigned") return { ...state, phase: "ready" };
  if (welcome.announced) return announce(state, welcome.announced);
  if (welcome.closed) return { ...state, phase: "closed" };
  if (welcome.state === "closed") return { ...state, phase: "skipped" };
  return state;
}

function announce(state: RoomState, announced: QuestionAnnounced): RoomState {
  return {
    ...state,
    phase: "announced",
    announced,
    question: announced.question ?? null,
    clock: null,
    closed: null,
    result: null,
    answered: undefined,
    progress: null,
  };
}

function asked(state: RoomState, question: AskedQuestion, [leftMs, limitMs]: [number, number]): RoomState {
  return {
    ...state,
    phase: "open",
    question,
    announced: null,
    clock: running(leftMs, limitMs),
    closed: null,
    result: null,
    answered: undefined,
    finished: null,
    progress: null,
    welcome: { ...state.welcome, question_number: question.number, question_total: question.total },
  };
}
