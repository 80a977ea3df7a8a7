/**
 * The seats that this browser has in rooms. A seat is of one tab, which takes it up again after a reload;
 * another tab finds it and asks first, because a second connection of a player replaces the first.
 */

import { ROOT } from "../address";
import { local, tab } from "../storage";

export interface Seat {
  /** The secret that proves who the player is. */
  resume: string;
  nickname: string;
  avatar: string;
  playerId: string;
}

const key = (code: string) => `quizzler.seat.${ROOT}${code}`;
const busy = (code: string) => `${key(code)}.busy`;

export const seats = {
  /** The seat of this tab. A tab that the browser copied from another one has none of its own. */
  ofThisTab(code: string): Seat | null {
    return tab.get<boolean>(busy(code)) ? null : tab.get<Seat>(key(code));
  },
  /** The newest seat of this browser in the room. */
  ofThisBrowser: (code: string): Seat | null => local.get<Seat>(key(code)),
  keep(code: string, seat: Seat): void {
    tab.set(key(code), seat);
    tab.set(busy(code), true);
    local.set(key(code), seat);
  },
  /** Let this tab take a seat up when it opens the room. */
  offer(code: string, seat: Seat): void {
    tab.set(key(code), seat);
    tab.remove(busy(code));
    local.set(key(code), seat);
  },
  /** Give the seat up in this tab; another tab can still take it. */
  release(code: string): void {
    tab.remove(key(code));
    tab.remove(busy(code));
  },
  /** Forget it everywhere. */
  forget(code: string): void {
    seats.release(code);
    local.remove(key(code));
  },
  /** The page goes away or comes back: while it is shown, a copy of the tab must not take its seat. */
  mark(code: string, shown: boolean): void {
    if (shown) tab.set(busy(code), true);
    else tab.remove(busy(code));
  },
};
