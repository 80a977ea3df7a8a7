create or replace function public.copy_questions(
    quiz_id uuid,
    question_ids uuid[],               -- of quizzes that the caller may edit; copied in this order
    at_position integer default null,  -- the place of the first copy, from 1; null: at the end
    if_version integer default null    -- refuse to copy unless this is the version of the quiz that they go into
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    after integer := coalesce(max(q.position), 0)
        from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
    place integer := coalesce(at_position, after + 1);
    number integer := coalesce(cardinality(question_ids), 0);
    originals jsonb;
    copied uuid[];
    unknown uuid;
begin
    perform core.require_version(quiz.version, if_version);
    if number = 0 or array_position(question_ids, null) is not null then
        perform core.fail(422, 'missing_field', '“question_ids” must have the id of at least one question.');
    end if;
    if place not between 1 and after + 1 then
        perform core.fail(422, 'out_of_range', format('position must be from 1 to %s, one after the last.', after + 1));
    end if;
    perform core.require_question_quota(quiz, number);
    select
        jsonb_agg(
            case when z.owner_id = quiz.owner_id then to_jsonb(q) else to_jsonb(q) - 'citation' end
            || jsonb_build_object('copied_from', q.id) order by given.n
        ) filter (where z.id is not null),
        min(given.id::text) filter (where z.id is null)
    into originals, unknown
    from unnest(question_ids) with ordinality as given (id, n)
    left join core.questions as q on q.id = given.id and q.deleted_at is null
    left join core.quizzes as z
        on z.id = q.quiz_id and z.deleted_at is null and core.quiz_role(z, core.caller_id()) >= 'edit';
    if unknown is not null then
        perform core.fail(422, 'unknown_question', format(
            '%s is not a question of a quiz that you own or may edit.', unknown
        ));
    end if;
    copied := array(select stored.id from core.store_questions(quiz, originals) as stored);
    -- the copies are at the end; they and those that have to make room change places in one statement
    if place <= after then
        update core.questions as q
        set position = q.position + case when q.id = any (copied) then place - after - 1 else number end
        where q.quiz_id = quiz.id and q.deleted_at is null and q.position >= place;
    end if;
    return (
        select jsonb_build_object(
            'items', jsonb_agg(core.question_json(q) order by q.position),
            'version', (select z.version from core.quizzes as z where z.id = quiz.id)
        )
        from core.questions as q
        where q.id = any (copied)
    );
end;
$$;

comment on function public.copy_questions is
'Copies questions of other quizzes, or of the same, into a quiz that the caller may edit: all of them or none, with
their keys, feedback, pictures and points. A question may be named twice. What it cites stays with it only within the
quizzes of one owner, because it names an upload of theirs.
Each copy knows its original ("copied_from"). Returns {"items": [question], "version": of the quiz}.
PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 too_many_questions_in_all; PT412 changed_since;
PT422 missing_field, out_of_range, too_many_questions, unknown_question.';

revoke execute on function public.copy_questions from public, anon;
grant execute on function public.copy_questions to authenticated;
