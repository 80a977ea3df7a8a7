create or replace function public.search_questions(
    q text default null,               -- words to look for; null: all
    kinds text[] default null,         -- only questions of these kinds
    tags text[] default null,          -- only those with all of these tags
    difficulty text default null,      -- only those of this difficulty
    folder_id uuid default null,       -- only those of quizzes in this folder of the caller, or in one within it
    sort text default null,            -- created_at or -created_at; null: -created_at
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    folder core.folders;
    -- those in which to look, as a constant, so that the planner knows how many they are
    quizzes text;
begin
    perform core.require_words('kind', kinds, enum_range(null::core.question_kind)::text[]);
    perform core.require_words('difficulty', array[difficulty], enum_range(null::core.difficulty)::text[]);
    if folder_id is not null then
        folder := core.own_folder(folder_id);
    end if;
    quizzes := format('%L::uuid[]', array(
        select r.quiz_id
        from core.quiz_roles as r
        inner join core.quizzes as z on z.id = r.quiz_id and z.deleted_at is null
        where r.user_id = me and r.role >= 'edit' and (folder.id is null or r.quiz_id in (
            select filed.quiz_id
            from core.folders_within(folder.id) as f
            inner join core.filed_quizzes as filed on filed.folder_id = f.id and filed.user_id = me
        ))
    ));
    return core.sorted_page(
        array[concat_ws(
            ' and ',
            'select o.id, o.created_at, o as question, q.title as quiz_title from core.questions as o '
            'inner join core.quizzes as q on q.id = o.quiz_id '
            || case when q is not null then 'inner join core.question_words as w on w.question_id = o.id ' else '' end
            || 'where o.deleted_at is null and o.quiz_id = any(' || quizzes || ')',
            'w.quiz_id = any(' || case when q is not null then quizzes end || ')',
            nullif(core.quiz_search_condition(q, words => 'w.words'), 'true'),
            'o.kind::text = any(' || quote_literal(nullif(kinds, '{}')) || ')',
            'o.tags @> ' || quote_literal(nullif(core.clean_tags(tags), '{}')),
            'o.difficulty = ' || quote_literal(difficulty)
        )],
        'core.found_question(r.question, r.quiz_title)',
        '{"created_at": "timestamptz"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.search_questions is
'Questions of the caller''s quizzes and of those that the caller may edit, newest first, by page: all, or those with
these words in their prompt, tags or other texts, in the language of each quiz. copy_questions takes their ids. PT401
not_signed_in; PT404 folder_not_found; PT422 unknown_value, unknown_sort, nothing_to_search, too_long, bad_limit,
bad_cursor.';

revoke execute on function public.search_questions from public, anon;
grant execute on function public.search_questions to authenticated;
