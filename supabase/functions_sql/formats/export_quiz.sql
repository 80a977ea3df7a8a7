create or replace function public.export_quiz(
    quiz_id uuid,
    with_key boolean default false,    -- with right answers, explanations and citations
    version text default null          -- of a printed paper, A to Z, each with its own order of choices
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    if export_quiz.version !~ '^[A-Z]$' then
        perform core.fail(422, 'unknown_version', 'The version of a paper is a letter from A to Z.');
    end if;
    return jsonb_build_object('quiz', core.quiz_json(quiz)) || (
        select jsonb_build_object(
            'questions', coalesce(jsonb_agg(
                case
                    when coalesce(with_key, false) then core.question_draft(printed)
                    || jsonb_strip_nulls(jsonb_build_object(
                        'citation', q.citation || jsonb_build_object(
                            'name', (
                                select u.name from core.uploads as u
                                where u.id = (q.citation ->> 'upload_id')::uuid and u.deleted_at is null
                            )
                        )
                    ))
                    else core.keyless_draft(printed)
                end order by drawn.place, q.position
            ), '[]'),
            'sections', coalesce(jsonb_agg(
                coalesce(drawn.section, core.section_of(quiz.sections, q.tags, q.difficulty))
                order by drawn.place, q.position
            ) filter (where quiz.sections <> '[]'), '[]')
        )
        from core.questions as q
        left join core.drawn_questions(quiz, ascii(export_quiz.version)) as drawn
            on drawn.question_id = q.id and quiz.sections <> '[]' and export_quiz.version is not null
        cross join lateral core.printed_question(quiz, q, export_quiz.version) as printed
        where q.quiz_id = quiz.id and q.deleted_at is null
            and (drawn.place is not null or quiz.sections = '[]' or export_quiz.version is null)
    );
end;
$$;

comment on function public.export_quiz is
'A quiz of the caller''s to download: {"quiz", "questions": drafts, "sections": of each question its section, from 1}
(none, if the quiz has no sections), with or without answer keys and citations, and with the questions that a version of
a paper draws from sections, and the choices in its order. PT401 not_signed_in;
PT404 quiz_not_found; PT403 not_the_owner; PT422 unknown_version.';

revoke execute on function public.export_quiz from public, anon;
grant execute on function public.export_quiz to authenticated;
