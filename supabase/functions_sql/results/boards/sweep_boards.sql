create or replace function core.sweep_boards(
    most integer     -- changes at once, so that a call takes milliseconds
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    quiz_ids uuid[];
    takers uuid[];
    instants timestamptz[];
    listed uuid;
begin
    -- One kind of work in a call. Whoever finishes an attempt locks boards, then standings, then places: a transaction
    -- that went back from places to boards or standings could wait for somebody who waits for it.

    -- results that changed in a live game of their quiz that is over
    select array_agg(t.quiz_id), array_agg(t.user_id), array_agg(t.finished_at)
    into quiz_ids, takers, instants
    from (
        select k.quiz_id, k.user_id
        from core.kept_standings as k
        inner join core.quizzes as q on q.id = k.quiz_id
        where k.waits and k.span = 'all' and not core.is_being_played(q)
        limit most / 10
    ) as waiting
    inner join core.attempts as t on t.quiz_id = waiting.quiz_id and t.user_id = waiting.user_id
    where t.state = 'finished' and not t.preview and t.deleted_at is null;
    if quiz_ids is not null then
        perform core.keep_standings(quiz_ids, takers, instants);
        return true;
    end if;

    -- a quiz whose scores are told, or no longer told, because time has passed
    select q.* into quiz
    from core.boards as b
    inner join core.quizzes as q on q.id = b.quiz_id
    where q.visibility = 'public' and coalesce(q.score_shown, q.review_shown) <> 'after_submit'
        and b.counts_globally <> core.counts_globally(q)
    limit 1
    for no key update of b skip locked;
    if quiz.id is not null then
        perform core.list_board(quiz);
        return true;
    end if;

    -- a quiz with so many results that they could not be written where it changed
    select b.quiz_id into listed
    from core.boards as b
    where b.listed_to is not null
    order by b.id
    limit 1
    for no key update skip locked;
    if listed is not null then
        perform core.list_more(listed, most / 10);
        return true;
    end if;

    return greatest(core.fold_boards(most), core.fold_facts(most)) = most;
end;
$$;

comment on function core.sweep_boards is
'Does what keeps boards quick and what follows from time alone, and adds up the facts of dashboards. Returns whether
there may be more: the caller repeats it, each time in a transaction of its own.';

revoke execute on function core.sweep_boards from public;
grant execute on function core.sweep_boards to authenticator;
