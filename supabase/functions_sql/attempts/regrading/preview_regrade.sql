create or replace function public.preview_regrade(
    quiz_id uuid,
    regrade jsonb default '{}',      -- {"questions"?: [{"question_id", "method"?, …}], "attempts"?: [id], "by_hand"?}
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{uuid}');
    rules jsonb := core.regrade_rules(quiz, regrade);
    attempts jsonb := nullif(lower((regrade -> 'attempts')::text)::jsonb, 'null');
    by_hand boolean := coalesce((regrade ->> 'by_hand')::boolean, false);
begin
    return (
        with reached as materialized (
            select * from core.regraded_attempts(quiz, rules, attempts, by_hand)
        ),

        counted as (
            select core.regrade_counts(
                count(*), count(*) filter (where r.changes <> '{}'), count(*) filter (where r.rescored),
                sum(r.changed_answers), sum(r.kept_by_hand), sum(r.not_offered)
            ) as counts
            from reached as r
        )

        select c.counts || jsonb_build_object('quiz_id', quiz.id, 'questions', rules) || core.page(array(
            select jsonb_build_array(core.regrade_result_json(row(
                null, r.attempt_id, r.old_score, r.new_score, r.old_max_score, r.new_max_score, r.questions
            )::core.regrade_results), r.attempt_id)
            from reached as r
            where r.questions <> '[]' and r.attempt_id < after[1]::uuid
            order by r.attempt_id desc
            limit size + 1
        ), size)
        from counted as c
    );
end;
$$;

comment on function public.preview_regrade is
'A dry run of a regrade: what public.regrade_quiz would change, for whom, by page, with the numbers of all
(core.regrade_counts). Nothing is written. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found, version_not_found; PT422 invalid_regrade, unknown_field, bad_limit, bad_cursor.';
revoke execute on function public.preview_regrade from public, anon;
grant execute on function public.preview_regrade to authenticated;
