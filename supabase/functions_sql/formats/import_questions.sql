create or replace function public.import_questions(
    drafts jsonb,
    title text default null,               -- of the new quiz; null: the file's, or core.imported_title(file_name)
    into_quiz uuid default null,           -- add the questions to this quiz of the caller's; null: make a new one
    skip_problems boolean default false,   -- store the drafts without problems
    file_name text default null,           -- of the file that the drafts were read from; it may be empty
    quiz jsonb default '{}',               -- the title and options that the file gives the new quiz
    tags jsonb default null                -- of the new quiz, or to add to those of the quiz
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    made core.quizzes;
    quizzes jsonb[] := '{}';
    own_title text := nullif(title, '');
    in_all integer := 0;
    tried jsonb;
    listed record;
begin
    if num_nonnulls(own_title, into_quiz) = 2 or num_nonnulls(own_title, file_name, into_quiz) = 0 then
        perform core.fail(
            422, 'title_or_quiz', 'Give either the title of a new quiz, or the quiz to add the questions to.'
        );
    end if;
    if into_quiz is not null then
        made := core.lock_quiz(into_quiz);
        perform core.require_drafts(drafts);
    end if;
    if jsonb_typeof(drafts) = 'array' then
        perform core.require_import_quota(made, case when skip_problems then 1 else jsonb_array_length(drafts) end);
    end if;
    tried := core.try_parts(drafts);
    if tried -> 'parts' = '[]' or (tried -> 'problems' <> '[]' and not coalesce(skip_problems, false)) then
        return jsonb_build_object('quiz', null, 'quizzes', '[]'::jsonb, 'problems', tried -> 'problems');
    end if;
    for listed in
        select p.questions, p.n, count(*) over () as parts
        from jsonb_array_elements(tried -> 'parts') with ordinality as p (questions, n)
        order by p.n
    loop
        if into_quiz is null then
            made := core.make_quiz(coalesce(quiz, '{}') || jsonb_build_object('title', core.part_title(
                coalesce(own_title, nullif(quiz ->> 'title', ''), core.imported_title(file_name)),
                listed.n::integer, listed.parts::integer
            )));
        end if;
        if tags is not null then
            made := core.change_quiz(made, jsonb_build_object('tags', case
                when jsonb_typeof(tags) = 'array' then to_jsonb(made.tags) || tags else tags
            end));
        end if;
        perform core.store_questions(made, listed.questions);
        perform core.require_draws(made);
        quizzes := quizzes || core.quiz_now(made.id);
        in_all := in_all + jsonb_array_length(listed.questions);
        perform core.tell_progress(
            'stored', in_all, jsonb_array_length(drafts) - jsonb_array_length(tried -> 'problems')
        );
    end loop;
    return jsonb_build_object('quiz', quizzes[1], 'quizzes', to_jsonb(quizzes), 'problems', tried -> 'problems');
end;
$$;

comment on function public.import_questions is
'Stores drafts that were read from a file: {"quiz", "quizzes", "problems": [{"index", "code", "message", "pointer"?}]}.
More questions than a quiz may have become several quizzes, named by core.part_title, of which quiz is the first. If
there are problems and skip_problems is false, or no draft is without problems, nothing is stored and quiz is null.
PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner; PT409 too_many_quizzes, too_many_questions_in_all,
too_few_questions; PT422 title_or_quiz, wrong_type, too_many_questions, and as core.change_quiz for the tags and the
options in the file.';

revoke execute on function public.import_questions from public, anon;
grant execute on function public.import_questions to authenticated;
