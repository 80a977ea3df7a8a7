create or replace function public.room_choices(public.room_questions) returns setof public.room_choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.room_choices as c where c.room_id = $1.room_id and c.number = $1.number;
$$;

comment on function public.room_choices is 'Computed relationship of room_questions: their choices in the order drawn.';
revoke execute on function public.room_choices from public, anon;
grant execute on function public.room_choices to authenticated;
