/** Pairs that are to be matched. */

import type { components } from "../../../shared/generated/api";
import { t } from "../../../shared/i18n";
import type { Draft } from "../draft";
import { MediaField, TextField } from "../fields";
import { edit } from "../store";
import { Rows } from "./rows";

type Pair = components["schemas"]["PairDraft"];

export function Matching({ draft }: { draft: Draft }) {
  return (
    <>
      <Rows
        list="pairs"
        legend={t("edit.pairs")}
        parts={(draft.pairs ?? []) as Pair[]}
        onParts={(pairs) => edit({ pairs })}
        fresh={{ text: "", match: "" }}
        add={t("edit.pair_add")}
        ordered
      >
        {(one, index, change) => (
          <>
            <div class="columns">
              <TextField
                field="text"
                label={t("edit.item", { n: index + 1 })}
                value={one.text}
                onValue={(text) => change({ text: text ?? "" })}
              />
              <TextField
                field="match"
                label={t("edit.match", { n: index + 1 })}
                value={one.match}
                onValue={(match) => change({ match: match ?? "" })}
              />
            </div>
            <MediaField
              name={t("edit.item", { n: index + 1 })}
              url={one.media_url}
              alt={one.media_alt}
              onMedia={(media_url, media_alt) => change({ media_url, media_alt })}
            />
          </>
        )}
      </Rows>
      <Rows
        list="distractors"
        legend={t("edit.distractors")}
        parts={draft.distractors ?? []}
        onParts={(distractors) => edit({ distractors: distractors.length ? distractors : undefined })}
        fresh=""
        add={t("edit.distractor_add")}
        least={0}
      >
        {(one, index) => (
          <TextField
            quiet
            field=""
            label={t("edit.distractor", { n: index + 1 })}
            value={one}
            onValue={(text) =>
              edit({
                distractors: (draft.distractors ?? []).map((old, place) =>
                  place === index ? (text ?? "") : old,
                ),
              })
            }
          />
        )}
      </Rows>
    </>
  );
}
