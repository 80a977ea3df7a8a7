import { api, call } from "../../../shared/api";
import { entries, path, saving } from "./entries";

/** Store the questions in the order in which they stand here. */
export async function sendOrder(): Promise<void> {
  const ids = entries.value.map((one) => one.id).filter((id) => id !== null);
  const body = { question_ids: ids };
  saving.value += 1;
  try {
    await call(api.PUT("/quizzes/{quiz_id}/questions/order", { params: { path }, body }));
  } finally {
    saving.value -= 1;
  }
}
