create or replace function public.delete_tags(tags text[]) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    old text[] := core.clean_tags(tags);
    title text;
begin
    select q.title into title
    from core.quizzes as q
    cross join jsonb_array_elements(q.sections) as section
    where q.owner_id = me and q.deleted_at is null and section ->> 'tag' = any (old)
    limit 1;
    if title is not null then
        perform core.fail(409, 'tag_in_section', format(
            'A section of the quiz “%s” has the questions with this tag. Change that first.', title
        ));
    end if;
    return core.change_tags(old, null);
end;
$$;

comment on function public.delete_tags is
'Removes tags from all quizzes and questions of the caller. Refused while a section draws by one of them. Returns
{"tag": null, "quizzes", "questions"}: how many quizzes it concerned, and how many questions have other tags. PT401
not_signed_in; PT404 tag_not_found; PT409 tag_in_section, too_few_questions.';

revoke execute on function public.delete_tags from public, anon;
grant execute on function public.delete_tags to authenticated;
