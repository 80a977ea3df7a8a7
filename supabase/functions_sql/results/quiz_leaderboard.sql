create or replace function public.quiz_leaderboard(
    quiz_id uuid,
    page_size integer default null,
    cursor text default null,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off     -- pages are read in the order of the index, whatever their size
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{numeric,uuid}');
    person uuid := case when guest_token is null then core.caller_id() else core.taker_id(guest_token) end;
    quiz core.quizzes;
    board integer;
    listed core.kept_standings[];
    around core.kept_standings[];
    me core.kept_standings;
    people bigint;
    entries jsonb[];
    neighbours jsonb[];
    mine jsonb;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_leaderboard.quiz_id;
    perform core.require_leaderboard_shown(quiz, person);
    select b.id into board from core.boards as b where b.quiz_id = quiz.id;
    people := core.people_on(board);
    listed := array(
        select k
        from core.kept_standings as k
        where k.quiz_id = quiz.id and k.span = 'all' and (k.part, k.user_id) < (after[1]::numeric, after[2]::uuid)
        order by k.part desc, k.user_id desc
        limit size + 1
    );
    select * into me
    from core.kept_standings as k
    where k.quiz_id = quiz.id and k.span = 'all' and k.user_id = person;
    if me.user_id is not null then
        around := array(
            select k
            from core.kept_standings as k
            where k.quiz_id = quiz.id and k.span = 'all' and (k.part, k.user_id) > (me.part, me.user_id)
            order by k.part, k.user_id
            limit 3
        );
        neighbours := core.quiz_entries(board, array(
            select row(a.*)::core.kept_standings from unnest(around) as a order by a.part desc, a.user_id desc
        ) || array(
            select k
            from core.kept_standings as k
            where k.quiz_id = quiz.id and k.span = 'all' and (k.part, k.user_id) <= (me.part, me.user_id)
            order by k.part desc, k.user_id desc
            limit 4
        ));
        mine := neighbours[cardinality(around) + 1];
        mine := mine || jsonb_build_object('percentile', core.percentile(
            (mine ->> 'rank')::bigint,
            core.board_rank(board, core.quiz_points(me.part) - 1) - (mine ->> 'rank')::bigint,
            people
        ));
    end if;
    entries := core.quiz_entries(board, listed);
    return jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'people', people,
        'me', mine,
        'neighbours', to_jsonb(coalesce(neighbours, '{}')),
        'items', to_jsonb(entries[:size]),
        'next_cursor', case when cardinality(listed) > size then
            core.cursor_of(listed[size].part::text, listed[size].user_id::text)
        end
    );
end;
$$;

comment on function public.quiz_leaderboard is
'The leaderboard of a quiz, by the results that count. Equal results share a rank, and the ranks after them are skipped.
A deleted account keeps its rank, without its name. "me" is the caller''s place with its percentile rank, "neighbours"
are the places around it. An attempt whose time is up counts as soon as it is settled. A guest sees what somebody
with an account would. PT401 unknown_guest_token, guest_claimed; PT404 quiz_not_found; PT403 leaderboard_not_shown;
PT405 use_post; PT429 too_many_requests; PT422 bad_limit, bad_cursor.';
revoke execute on function public.quiz_leaderboard from public;
grant execute on function public.quiz_leaderboard to anon, authenticated;
