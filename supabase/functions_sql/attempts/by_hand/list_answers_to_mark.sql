create or replace function public.list_answers_to_mark(
    quiz_id uuid default null,          -- null: of all that the caller may mark
    question_id uuid default null,      -- null: of all questions
    sort text default 'question',       -- question: one question of everybody after the other; person: one attempt
    anonymous boolean default false,    -- without names
    marked boolean default false,       -- those that were marked by hand, instead of those to be marked
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    by_person boolean := sort = 'person';
    after text[] := core.read_cursor(
        cursor, case when by_person then '{timestamptz,uuid,bigint}' else '{uuid,timestamptz,uuid}' end::text[]
    );
    quizzes uuid[];
begin
    if coalesce(sort, '') not in ('question', 'person') then
        perform core.fail(422, 'unknown_sort', 'sort must be question or person.');
    end if;
    if list_answers_to_mark.quiz_id is null then
        quizzes := array(
            select q.id
            from core.quiz_roles as r
            inner join core.quizzes as q on q.id = r.quiz_id and q.deleted_at is null
            where r.user_id = core.person_id() and r.role >= 'edit'
        );
    else
        quizzes := array[(core.own_quiz(list_answers_to_mark.quiz_id)).id];
    end if;
    return (
        with queue as materialized (
            select t.id as attempt_id, t.finished_at, c.question_id, c.position
            from core.settled_attempts as t
            inner join core.counted_answers as c on c.attempt_id = t.id
            where t.quiz_id = any (quizzes) and t.state = 'finished' and not t.preview
                and (marked or t.to_mark > 0)
                and case when marked then c.marked_by_hand and c.ruling is null else c.to_mark end
                and (list_answers_to_mark.question_id is null or c.question_id = list_answers_to_mark.question_id)
        )

        select jsonb_build_object('total', (select count(*) from queue)) || core.page(array(
            select jsonb_build_array(
                (
                    select core.answer_to_mark(row(s.*)::core.attempts, placed.question_id, anonymous)
                    from core.settled_attempts as s where s.id = placed.attempt_id
                ),
                placed.first, placed.second, placed.third
            )
            from (
                select
                    queue.*,
                    case when by_person then to_jsonb(queue.finished_at) else to_jsonb(queue.question_id) end as first,
                    case when by_person then to_jsonb(queue.attempt_id) else to_jsonb(queue.finished_at) end as second,
                    case when by_person then to_jsonb(queue.position) else to_jsonb(queue.attempt_id) end as third
                from queue
                where cursor is null or case
                    when by_person then
                        queue.finished_at > after[1]::timestamptz
                        or queue.finished_at = after[1]::timestamptz
                        and (queue.attempt_id, queue.position) > (after[2]::uuid, after[3]::bigint)
                    else (queue.question_id, queue.finished_at, queue.attempt_id)
                        > (after[1]::uuid, after[2]::timestamptz, after[3]::uuid)
                end
                order by
                    case when by_person then queue.finished_at end,
                    case when by_person then queue.attempt_id end,
                    case when by_person then queue.position end,
                    queue.question_id, queue.finished_at, queue.attempt_id
                limit size + 1
            ) as placed
        ), size)
    );
end;
$$;

comment on function public.list_answers_to_mark is
'The answers that wait to be marked by hand, oldest first, by page, with "total": of one quiz of the caller''s, or of
all whose answers the caller may mark. Previews are left out. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found; PT422 unknown_sort, bad_limit, bad_cursor.';
revoke execute on function public.list_answers_to_mark from public, anon;
grant execute on function public.list_answers_to_mark to authenticated;
