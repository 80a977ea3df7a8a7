create or replace function public.room_questions(public.live_answers) returns setof public.room_questions
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select q.* from public.room_questions as q where q.room_id = $1.room_id and q.number = $1.number;
$$;

comment on function public.room_questions is 'Computed relationship of live_answers: the question that was answered.';
revoke execute on function public.room_questions from public, anon;
grant execute on function public.room_questions to authenticated;
