/** A player's phone in a live or an assigned game. */

import "../shared/base.css";
import "../shared/prose/prose.css";
import "../shared/question/phone.css";
import "./player.css";
import { mount } from "../shared/page";
import { Announcer } from "../shared/ui/announce";
import { Door } from "./Door";

mount(() => (
  <>
    <Announcer />
    <Door />
  </>
));
