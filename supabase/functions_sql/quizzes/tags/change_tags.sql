create or replace function core.change_tags(
    old text[],
    new text       -- null: none
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    quizzes uuid[];
    quizzes_changed integer;
    questions_changed integer;
begin
    quizzes := array(
        select q.id
        from core.quizzes as q
        where q.owner_id = me and (
            q.tags && old
            or exists (select from core.questions as o where o.quiz_id = q.id and o.tags && old)
            or exists (
                select from jsonb_array_elements(q.sections) as section where section ->> 'tag' = any (old)
            )
        )
        order by q.id
        for no key update
    );
    if cardinality(quizzes) = 0 then
        perform core.fail(404, 'tag_not_found', 'None of your quizzes and questions has this tag.');
    end if;
    update core.questions as q
    set tags = core.replaced_tags(q.tags, old, new), updated_at = now()
    where q.quiz_id = any (quizzes) and q.tags && old;
    get diagnostics questions_changed = row_count;
    update core.quizzes as q
    set
        tags = core.replaced_tags(q.tags, old, new),
        sections = (
            select coalesce(jsonb_agg(
                case
                    when listed.section ->> 'tag' = any (old) and new is not null
                        then listed.section || jsonb_build_object('tag', new)
                    else listed.section
                end order by listed.n
            ), '[]')
            from jsonb_array_elements(q.sections) with ordinality as listed (section, n)
        ),
        updated_at = now()
    where q.id = any (quizzes);
    get diagnostics quizzes_changed = row_count;
    perform core.require_draws(q) from core.quizzes as q where q.id = any (quizzes) and q.deleted_at is null;
    return jsonb_build_object('tag', new, 'quizzes', quizzes_changed, 'questions', questions_changed);
end;
$$;

comment on function core.change_tags is
'Puts one tag in the place of several in all quizzes of the caller, their questions and their sections, deleted ones
too, or removes these. PT401 not_signed_in; PT404 tag_not_found; PT409 too_few_questions.';
