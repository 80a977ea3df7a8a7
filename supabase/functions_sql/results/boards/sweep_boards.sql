create or replace function core.sweep_boards(
    most integer     -- changes at once, so that a call takes milliseconds
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
    waiting core.kept_standings;
    listed uuid;
    folded integer;
begin
    -- results that changed in a live game of their quiz that is over
    for waiting in
        select k.*
        from core.kept_standings as k
        inner join core.quizzes as q on q.id = k.quiz_id
        where k.waits and k.span = 'all' and not core.is_being_played(q)
        limit most / 10
    loop
        perform core.keep_all_standings(waiting.quiz_id, array[waiting.user_id]);
    end loop;

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
    end if;

    folded := greatest(core.fold_boards(most), core.fold_facts(most));
    return folded = most or quiz.id is not null or waiting.quiz_id is not null or listed is not null;
end;
$$;

comment on function core.sweep_boards is
'Does what keeps boards quick and what follows from time alone, and adds up the facts of dashboards. Returns whether
there is more: the caller repeats it.';

revoke execute on function core.sweep_boards from public;
grant execute on function core.sweep_boards to authenticator;
