create or replace function public.global_leaderboard(
    period text default 'all',        -- all, month, week or day
    day date default null,            -- in the period; null: today
    page_size integer default null,
    cursor text default null,
    subject text default null         -- only quizzes about this; null: all
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off     -- pages are read in the order of the index, whatever their size
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{bigint,uuid}');
    board core.boards := core.period_board(period, day, subject);
    listed core.places[];
    around core.places[];
    me core.places;
    people bigint := core.people_on(board.id);
    entries jsonb[];
    neighbours jsonb[];
    mine jsonb;
begin
    listed := array(
        select p
        from core.places as p
        where p.board_id = board.id and (p.points, p.user_id) < (after[1]::bigint, after[2]::uuid)
        order by p.points desc, p.user_id desc
        limit size + 1
    );
    select * into me from core.places as p where p.board_id = board.id and p.user_id = core.caller_id();
    if me.user_id is not null then
        around := array(
            select p
            from core.places as p
            where p.board_id = board.id and (p.points, p.user_id) > (me.points, me.user_id)
            order by p.points, p.user_id
            limit 3
        );
        neighbours := core.global_entries(array(
            select row(a.*)::core.places from unnest(around) as a order by a.points desc, a.user_id desc
        ) || array(
            select p
            from core.places as p
            where p.board_id = board.id and (p.points, p.user_id) <= (me.points, me.user_id)
            order by p.points desc, p.user_id desc
            limit 4
        ));
        mine := neighbours[cardinality(around) + 1];
        mine := mine || jsonb_build_object('percentile', core.percentile(
            (mine ->> 'rank')::bigint,
            core.board_rank(board.id, me.points - 1) - (mine ->> 'rank')::bigint,
            people
        ));
    end if;
    entries := core.global_entries(listed);
    return jsonb_build_object(
        'period', board.span,
        'begins', nullif(board.begins, '-infinity'),
        'subject', nullif(board.subject, ''),
        'people', people,
        'me', mine,
        'neighbours', to_jsonb(coalesce(neighbours, '{}')),
        'items', to_jsonb(entries[:size]),
        'next_cursor', case when cardinality(listed) > size then
            core.cursor_of(listed[size].points::text, listed[size].user_id::text)
        end
    );
end;
$$;

comment on function public.global_leaderboard is
'The leaderboard of all public quizzes that tell scores, by page: of all time, or of the attempts finished in a month, a
week from Monday or a day (UTC). Each quiz is worth 100 points, whatever its own points are. Equal totals share a rank.
"me" is the caller''s place with its percentile rank, "neighbours" are the places around it. Guests and deleted
accounts are left out. An attempt whose time is up counts as soon as it is settled. PT422 unknown_period, bad_limit,
bad_cursor. With a subject, quizzes count more than half of whose questions are about it.';
revoke execute on function public.global_leaderboard from public;
grant execute on function public.global_leaderboard to anon, authenticated;
