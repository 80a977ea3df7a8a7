/** The pages that are built, by the name of the file that app/pages serves. */

export interface Page {
  /** The module that mounts the page, below src/. */
  entry: string;
  /** Where its texts are: folders below src/ that have a strings.json. */
  strings: string[];
  /** The id of the text that is the title of the tab until the page says more. */
  title: string;
  /** The class of the page's root element: the dark stage, or the desk. */
  place: "stage" | "desk";
}

const DESK = ["shared", "shared/problems", "desk/problems", "desk/frame"];

export const PAGES: Record<string, Page> = {
  play: {
    entry: "player/main.tsx",
    strings: ["shared", "shared/problems", "shared/question", "player"],
    title: "player.title",
    place: "stage",
  },
  index: {
    entry: "desk/home/main.tsx",
    strings: [...DESK, "desk/places", "desk/files", "desk/failures", "desk/pdf", "desk/home"],
    title: "home.promise",
    place: "desk",
  },
  take: {
    entry: "desk/take/main.tsx",
    strings: [...DESK, "shared/question", "desk/take"],
    title: "take.title",
    place: "desk",
  },
  edit: {
    entry: "desk/edit/main.tsx",
    strings: [
      ...DESK,
      "desk/places",
      "desk/failures",
      "shared/question",
      "desk/pdf",
      "desk/home",
      "desk/edit",
    ],
    title: "edit.questions",
    place: "desk",
  },
  results: {
    entry: "desk/results/main.tsx",
    strings: [...DESK, "shared/question", "desk/take", "desk/results"],
    title: "results.title",
    place: "desk",
  },
  account: {
    entry: "desk/account/main.tsx",
    strings: [...DESK, "desk/account"],
    title: "account.title",
    place: "desk",
  },
  missing: {
    entry: "desk/missing/main.tsx",
    strings: ["shared", "desk/missing"],
    title: "missing.title",
    place: "desk",
  },
  host: {
    entry: "host/main.tsx",
    strings: [...DESK, "shared/question", "shared/stage", "host"],
    title: "host.title",
    place: "stage",
  },
  projector: {
    entry: "projector/main.tsx",
    strings: ["shared", "shared/problems", "shared/question", "shared/stage", "projector"],
    title: "projector.title",
    place: "stage",
  },
  report: {
    entry: "desk/report/main.tsx",
    strings: [...DESK, "shared/question", "desk/report"],
    title: "report.title",
    place: "desk",
  },
};
