/** A quiz from a file. Every problem is shown beside the text that caused it, before anything is stored. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { at } from "../../shared/address";
import { explain, Problem, sentence } from "../../shared/api";
import { request } from "../../shared/download";
import type { components } from "../../shared/generated/api";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { placeWords } from "../places/words";

type Fault = components["schemas"]["ImportProblem"];
type Imported = components["schemas"]["Imported"];

const SHOWN = 200;
const TEXT_SIGNS = 2_000_000; // of a file that is shown beside its problems

interface Props {
  file: File;
  onClose: () => void;
}

export function Import({ file, onClose }: Props) {
  const faults = useSignal<Fault[]>([]);
  const lines = useSignal<string[]>([]);
  const refused = useSignal("");
  const done = useSignal<Imported | null>(null);
  const send = async (skip: boolean) => {
    refused.value = "";
    const form = new FormData();
    form.set("file", file);
    try {
      const answer = await request(`/quizzes/import?skip_problems=${skip}`, { method: "POST", body: form });
      const made = (await answer.json()) as Imported;
      if (made.notes.length || made.quizzes.length > 1) done.value = made;
      else location.assign(at(`/edit?quiz=${made.quiz.id}`));
    } catch (error) {
      const problems = error instanceof Problem && (error.body.problems as Fault[] | undefined);
      if (problems) faults.value = problems;
      else refused.value = sentence(error);
    }
  };
  useEffect(() => {
    void send(false);
    void readLines(file).then((found) => {
      lines.value = found;
    });
  }, []);
  const made = done.value;
  return (
    <Dialog title={t("home.import_of", { name: file.name })} onClose={onClose} wide>
      {made ? (
        <>
          <p role="status">{t("home.imported", { n: made.imported })}</p>
          <Faults faults={made.notes} lines={lines.value} />
          <ul class="plain-list">
            {made.quizzes.map((quiz) => (
              <li key={quiz.id}>
                <a class="button main" href={at(`/edit?quiz=${quiz.id}`)} dir="auto">
                  {quiz.title}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : refused.value ? (
        <>
          <p class="refused" role="alert">
            {refused}
          </p>
          <p>{t("home.import_kinds")}</p>
        </>
      ) : faults.value.length ? (
        <>
          <p role="alert">{t("home.import_problems", { n: faults.value.length })}</p>
          <Faults faults={faults.value} lines={lines.value} />
          <p>{t("home.import_choice")}</p>
          <div class="row">
            <button type="button" class="main" onClick={() => void send(true)}>
              {t("home.import_rest")}
            </button>
            <button type="button" onClick={onClose}>
              {t("home.import_nothing")}
            </button>
          </div>
        </>
      ) : (
        <p role="status">{t("home.importing")}</p>
      )}
    </Dialog>
  );
}

function Faults({ faults, lines }: { faults: Fault[]; lines: string[] }) {
  return (
    <ul class="faults">
      {faults.slice(0, SHOWN).map((fault, index) => (
        <li key={index}>
          <strong>{t("home.line", { n: fault.line })}</strong>
          <span>
            {fault.pointer && placeWords(fault.pointer) && <b>{placeWords(fault.pointer)}: </b>}
            {explain(fault.code, "files", "problems")}
          </span>
          {(lines[fault.line - 1] || fault.question) && (
            <pre dir="auto">{lines[fault.line - 1] || fault.question}</pre>
          )}
        </li>
      ))}
      {faults.length > SHOWN && <li>{t("home.more_problems", { n: faults.length - SHOWN })}</li>}
    </ul>
  );
}

/** The lines of a text file; none of a workbook or an archive. */
async function readLines(file: File): Promise<string[]> {
  if (file.size > TEXT_SIGNS) return [];
  const text = await file.text();
  return text.includes("\0") ? [] : text.split(/\r\n|\r|\n/);
}
