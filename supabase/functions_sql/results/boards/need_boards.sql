create or replace function core.need_boards(quiz_ids uuid[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into core.boards (quiz_id, counts_globally, counted_subject)
    select q.id, core.counts_globally(q), core.quiz_subject(q.id)
    from core.quizzes as q
    where q.id = any (quiz_ids) and not exists (select from core.boards as b where b.quiz_id = q.id)
    order by q.id
    on conflict do nothing;
$$;

comment on function core.need_boards is
'Makes the boards of these quizzes that have none yet.';
