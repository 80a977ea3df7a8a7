/** The ids of all texts, from their files: a text that does not exist is an error of types. */

import type account from "../desk/account/strings.json";
import type edit from "../desk/edit/strings.json";
import type failures from "../desk/failures/strings.json";
import type files from "../desk/files/strings.json";
import type frame from "../desk/frame/strings.json";
import type home from "../desk/home/strings.json";
import type missing from "../desk/missing/strings.json";
import type pdf from "../desk/pdf/strings.json";
import type places from "../desk/places/strings.json";
import type problems from "../desk/problems/strings.json";
import type report from "../desk/report/strings.json";
import type results from "../desk/results/strings.json";
import type take from "../desk/take/strings.json";
import type host from "../host/strings.json";
import type player from "../player/strings.json";
import type projector from "../projector/strings.json";
import type roomProblems from "./problems/strings.json";
import type question from "./question/strings.json";
import type stage from "./stage/strings.json";
import type shared from "./strings.json";

type Of<Area extends string, Strings> = `${Area}.${keyof Strings & string}`;

export type Id =
  | Of<"shared", typeof shared>
  | Of<"problems", typeof roomProblems>
  | Of<"problems", typeof problems>
  | Of<"places", typeof places>
  | Of<"files", typeof files>
  | Of<"failures", typeof failures>
  | Of<"question", typeof question>
  | Of<"stage", typeof stage>
  | Of<"player", typeof player>
  | Of<"host", typeof host>
  | Of<"projector", typeof projector>
  | Of<"report", typeof report>
  | Of<"missing", typeof missing>
  | Of<"frame", typeof frame>
  | Of<"account", typeof account>
  | Of<"edit", typeof edit>
  | Of<"home", typeof home>
  | Of<"results", typeof results>
  | Of<"take", typeof take>
  | Of<"pdf", typeof pdf>;
