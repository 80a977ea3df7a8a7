create or replace function public.list_tags() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
begin
    return (
        select jsonb_build_object('items', coalesce(jsonb_agg(
            jsonb_build_object('tag', counted.tag, 'quizzes', counted.quizzes, 'questions', counted.questions)
            order by core.sort_key(counted.tag), counted.tag
        ), '[]'), 'next_cursor', null)
        from (
            select
                tagged.tag,
                count(*) filter (where tagged.of_quiz) as quizzes,
                count(*) filter (where not tagged.of_quiz) as questions
            from (
                select
                    unnest(q.tags) as tag,
                    true as of_quiz
                from core.quizzes as q
                where q.owner_id = me and q.deleted_at is null and q.archived_at is null
                union all
                select
                    unnest(o.tags),
                    false
                from core.quizzes as q
                inner join core.questions as o on o.quiz_id = q.id and o.deleted_at is null
                where q.owner_id = me and q.deleted_at is null
            ) as tagged
            group by tagged.tag
        ) as counted
    );
end;
$$;

comment on function public.list_tags is
'The tags of the caller''s quizzes and their questions by name, with how many of each have them: {"items": [{"tag",
"quizzes", "questions"}], "next_cursor": null}. PT401 not_signed_in.';

revoke execute on function public.list_tags from public, anon;
grant execute on function public.list_tags to authenticated;
