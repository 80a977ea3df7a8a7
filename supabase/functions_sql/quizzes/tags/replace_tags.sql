create or replace function public.replace_tags(
    tags text[],
    by text        -- the tag that comes in their place, which may be one that there is
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    new text := (core.draft_tags(jsonb_build_object('tags', jsonb_build_array(by))))[1];
begin
    if new is null then
        perform core.fail(422, 'missing_field', 'by is missing or empty.');
    end if;
    return core.change_tags(core.clean_tags(tags), new);
end;
$$;

comment on function public.replace_tags is
'Renames a tag in all quizzes and questions of the caller, or merges several into one: in the place of each comes the
new one, also in sections. Returns {"tag", "quizzes", "questions"}: how many quizzes it concerned, and how many
questions have other tags. Questions keep their versions, since they ask the same. PT401 not_signed_in; PT404
tag_not_found; PT409 too_few_questions; PT422 missing_field, wrong_type, too_long.';

revoke execute on function public.replace_tags from public, anon;
grant execute on function public.replace_tags to authenticated;
