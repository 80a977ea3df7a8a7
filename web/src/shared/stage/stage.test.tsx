import { cleanup, render } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import type { AskedQuestion, QuestionClosed, Standing } from "../room/protocol";
import { Board } from "./Board";
import { Podium } from "./Podium";
import { QuestionView } from "./QuestionView";

afterEach(cleanup);

const CHOICES = [
  { id: "a", text: "Lima" },
  { id: "b", text: "Cusco" },
];
const asked = (more: Partial<AskedQuestion>): AskedQuestion => ({
  number: 1,
  total: 2,
  kind: "single_choice",
  prompt: "The capital?",
  limit_ms: 20_000,
  remaining_ms: 20_000,
  choices: CHOICES,
  ...more,
});
const over = (key: unknown, distribution: unknown): QuestionClosed => ({
  type: "question.closed",
  seq: 1,
  number: 1,
  key,
  distribution,
});
const standing = (nickname: string, rank: number, previous_rank?: number): Standing => ({
  player_id: nickname,
  nickname,
  rank,
  score: 1000 - rank,
  ...(previous_rank && { previous_rank }),
});

test("choices are told apart by shape and letter, and the prompt can be alone before them", () => {
  const alone = render(<QuestionView question={asked({})} withChoices={false} />);
  expect(alone.queryAllByRole("listitem")).toHaveLength(0);
  alone.unmount();
  const { getAllByRole } = render(<QuestionView question={asked({})} />);
  const shapes = getAllByRole("listitem").map((item) => item.querySelector("path")?.getAttribute("d"));
  expect(new Set(shapes).size).toBe(2);
  expect(getAllByRole("listitem").map((item) => item.textContent)).toEqual(["ALima", "BCusco"]);
});

test("a reveal says what is right, and how many chose what", () => {
  const { getAllByRole, getByLabelText } = render(
    <QuestionView question={asked({})} closed={over(["b"], { a: 3, b: 1 })} />,
  );
  expect(getAllByRole("listitem").map((item) => item.dataset.state)).toEqual(["wrong", "right"]);
  expect(getByLabelText("Right").closest("li")?.textContent).toBe("BCusco1");
});

test("a poll has no right answer, so none steps back", () => {
  const { getAllByRole } = render(
    <QuestionView question={asked({ kind: "poll" })} closed={over(null, { a: 3, b: 1 })} />,
  );
  expect(getAllByRole("listitem").map((item) => item.dataset.state)).toEqual([undefined, undefined]);
});

test("typed answers stand as clusters beside the right one", () => {
  const distribution = [
    { response: "lima", count: 4 },
    { response: "Quito", count: 1 },
  ];
  const { container, getByLabelText } = render(
    <QuestionView
      question={asked({ kind: "short_text", choices: [] })}
      closed={over(["Lima"], distribution)}
    />,
  );
  expect(container.querySelector(".key")?.textContent).toBe("Lima");
  expect(getByLabelText("The answers").textContent).toBe("lima 4Quito 1");
});

test("the gaps of a cloze are filled in when it is over", () => {
  const cloze = asked({
    kind: "cloze",
    choices: [],
    prompt: "The [[r]] flows.",
    gaps: [{ id: "r", kind: "short_text" }],
  });
  const open = render(<QuestionView question={cloze} />);
  expect(open.getByRole("heading").textContent).not.toContain("[[");
  open.unmount();
  const { getByRole } = render(<QuestionView question={cloze} closed={over({ r: ["Nile"] }, {})} />);
  expect(getByRole("heading").textContent).toBe("The Nile flows.");
});

test("a board says who moved, and names the best movers", () => {
  const rows = [standing("Ann", 1, 3), standing("Bob", 2, 1), standing("Cleo", 3, 2)];
  const { container, getAllByLabelText } = render(<Board players={rows} />);
  expect(getAllByLabelText("up 2 places").length).toBe(2);
  expect(container.querySelector(".movers")?.textContent).toBe("2 Ann");
  expect(
    [...container.querySelectorAll("ol > li")].map((row) =>
      (row as HTMLElement).style.getPropertyValue("--from"),
    ),
  ).toEqual(["2", "-1", "-1"]);
});

test("all who share a place stand on one step", () => {
  const rows = ["Ann", "Bob", "Cleo", "Dora", "Eve"].map((name) => standing(name, 1));
  const { container } = render(<Podium podium={rows} />);
  expect(container.querySelectorAll(".step")).toHaveLength(1);
  expect(container.querySelectorAll(".step-1 .winners li")).toHaveLength(5);
});
