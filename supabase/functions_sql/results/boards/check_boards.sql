create or replace function core.check_boards(
    since timestamptz default null,     -- only attempts finished after this; null: after the last proof
    upto timestamptz default null       -- and not after this; null: all
) returns setof text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan     -- all attempts and the last ones are read in different ways
as $$
declare
    quiz_ids uuid[];
    takers uuid[];
    person_ids uuid[];
    whole boolean;
begin
    since := coalesce(since, (select max(p.finished_at) from core.board_proofs as p), '-infinity');
    upto := coalesce(upto, 'infinity');
    whole := since = '-infinity' and upto = 'infinity';
    select array_agg(t.quiz_id), array_agg(t.user_id) into quiz_ids, takers
    from (
        select distinct a.quiz_id, a.user_id
        from core.attempts as a
        where a.finished_at > since and a.finished_at <= upto
            and a.state = 'finished' and not a.preview and a.deleted_at is null
    ) as t;
    person_ids := array(select distinct u.id from unnest(takers) as u (id));
    return query
    select core.check_standings(quiz_ids, takers)
    union all
    select core.check_places(person_ids)
    union all
    select core.check_counters(
        array_agg(touched.board_id), array_agg(touched.points), case when not whole then 1000 end
    )
    from (
        select b.id as board_id, core.quiz_points(k.part) as points
        from unnest(quiz_ids, takers) as t (quiz_id, user_id)
        inner join core.kept_standings as k on k.quiz_id = t.quiz_id and k.user_id = t.user_id and k.span = 'all'
        inner join core.boards as b on b.quiz_id = t.quiz_id
        where k.attempts > 0
        union
        select p.board_id, p.points
        from core.boards as b
        cross join unnest(person_ids) as person (id)
        inner join core.places as p on p.board_id = b.id and p.user_id = person.id
        where b.quiz_id is null
    ) as touched;
end;
$$;

comment on function core.check_boards is
'Checks boards, and returns a sentence for each fault: the results that are kept are what the attempts come to, the
places on the global boards are sums of results, and as many people have their points as the counters say. It reads the
results of those who finished an attempt since the last proof (core.prove_boards); check_boards(''-infinity'') reads
all.';

revoke execute on function core.check_boards from public;
grant execute on function core.check_boards to authenticator;
