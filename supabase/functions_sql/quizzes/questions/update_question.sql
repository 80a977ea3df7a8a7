create or replace function public.update_question(
    quiz_id uuid,
    question_id uuid,
    changes jsonb,     -- fields of a draft; null removes one. With "version": only if it is still the current one
    if_version integer default null   -- the same, as for all that is edited
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    question core.questions := core.find_question(quiz, question_id);
    changed core.questions;
begin
    perform core.require_version(question.version, if_version);
    if core.draft_number(changes, 'version') <> question.version then
        perform core.fail(409, 'question_changed', format(
            'This question was changed meanwhile: its version is %s now. Read it again.', question.version
        ));
    end if;
    changed := jsonb_populate_record(question, core.normalise_question(
        core.changed_draft(core.question_draft(question), changes), known_choices => core.choices_so_far(question),
        known_display => question.display
    ));
    if changed is distinct from question then
        update core.questions as q
        set version = q.version + 1, kind = changed.kind, prompt = changed.prompt, text_format = changed.text_format,
            choices = changed.choices, display = changed.display, key = changed.key, points = changed.points,
            time_limit_ms = changed.time_limit_ms, explanation = changed.explanation,
            subject = changed.subject, difficulty = changed.difficulty,
            media_url = changed.media_url, media_alt = changed.media_alt, source = changed.source,
            tags = changed.tags, name = changed.name, external_id = changed.external_id, updated_at = now()
        where q.id = question.id
        returning q.* into question;
        perform core.require_draws(quiz);
    end if;
    return core.question_json(question);
end;
$$;

comment on function public.update_question is
'Changes a question of a quiz of the caller''s, and returns it. A change of its content makes a new version; attempts
and rooms that have begun keep theirs. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found; PT409 question_changed,
too_few_questions; PT412 changed_since; PT422 as core.normalise_question.';

revoke execute on function public.update_question from public, anon;
grant execute on function public.update_question to authenticated;
