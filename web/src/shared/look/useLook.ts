import { useSignalEffect } from "@preact/signals";
import { theme } from "../theme";
import { type Look, show } from "./look";

/**
 * Let the page look as the room does. A theme that its reader has chosen counts more. `room` reads signals.
 */
export function useLook(room: () => Look | null | undefined): void {
  useSignalEffect(() => {
    const look = room() ?? {};
    const own = theme.value;
    show(own === "auto" ? look : own === "contrast" ? { theme: own } : { ...look, theme: own });
  });
}
