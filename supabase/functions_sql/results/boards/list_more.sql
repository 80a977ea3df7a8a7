create or replace function core.list_more(
    quiz_id uuid,
    most integer     -- people at once
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    person_ids uuid[];
begin
    person_ids := array(
        select k.user_id
        from core.boards as b
        inner join core.kept_standings as k on k.quiz_id = b.quiz_id and k.user_id > b.listed_to and k.span = 'all'
        where b.quiz_id = list_more.quiz_id
        order by k.user_id
        limit most + 1
    );
    perform core.keep_all_standings(list_more.quiz_id, person_ids[:most]);
    update core.boards as b
    set listed_to = case when cardinality(person_ids) > most then person_ids[most] end
    where b.quiz_id = list_more.quiz_id;
    return least(cardinality(person_ids), most);
end;
$$;

comment on function core.list_more is
'Writes the next standings of a quiz anew that wait for it, by the order of their people, and returns how many.';
