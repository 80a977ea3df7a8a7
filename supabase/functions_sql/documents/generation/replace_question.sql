create or replace function core.replace_question(
    question core.questions,     -- its quiz is locked
    made jsonb                   -- as core.accepted_questions returns it
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    fresh core.questions := jsonb_populate_record(null::core.questions, made);
begin
    update core.questions as q
    set version = q.version + 1, kind = fresh.kind, prompt = fresh.prompt, text_format = fresh.text_format,
        choices = fresh.choices, display = fresh.display, key = fresh.key,
        -- points and time limit are not replaced: a person has chosen them
        explanation = fresh.explanation, subject = fresh.subject, difficulty = fresh.difficulty,
        media_url = fresh.media_url, media_alt = fresh.media_alt, source = fresh.source, citation = fresh.citation,
        updated_at = now()
    where q.id = question.id;
end;
$$;

comment on function core.replace_question is 'Replaces a question with a generated one, as its next version.';
