create or replace function public.set_allowance(
    quiz_id uuid,
    person text,        -- the id of an account, or an e-mail address; null: in allowance, or it is for a group
    allowance jsonb,    -- {"time_factor"?, "extra_time_s"?, "opens_at"?, "closes_at"?, "extra_attempts"?, "person"?,
                        -- "group_id"?}
    group_id uuid default null     -- of the caller's; null: in allowance, or it is for a person
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    draft core.allowances := core.allowance_draft(quiz, allowance);
    whom text := coalesce(person, core.draft_text(jsonb_strip_nulls(allowance), 'person', 321));
    class text := coalesce(group_id::text, core.draft_text(jsonb_strip_nulls(allowance), 'group_id', 36));
    class_id uuid := case when class ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then class::uuid end;
    address text := case when whom ~ '^[^@[:space:]]+@[^@[:space:]]+$' then lower(left(whom, 321)) end;
    named uuid := case when whom ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then whom::uuid end;
    account uuid := (select p.id from core.profiles as p where p.id = named and p.deleted_at is null);
    given core.allowances;
begin
    if num_nonnulls(whom, class) <> 1 then
        perform core.fail(422, 'person_or_group', 'Give either a person or a group.');
    end if;
    if class is not null then
        perform core.lock_group(class_id);
    end if;
    if char_length(address) > 320 then
        perform core.fail(422, 'too_long', 'An e-mail address has at most 320 characters.');
    end if;
    if num_nonnulls(address, account, class_id) = 0 then
        perform core.fail(404, 'person_not_found', 'Name a person by the id of an account or by an e-mail address.');
    end if;
    update core.allowances as a
    set time_factor = draft.time_factor, extra_time_s = draft.extra_time_s, opens_at = draft.opens_at,
        closes_at = draft.closes_at, extra_attempts = draft.extra_attempts, updated_at = now()
    where a.quiz_id = quiz.id and (a.user_id = account or a.email = address or a.group_id = class_id)
    returning a.* into given;
    if given.id is null then
        perform core.require_allowance_quota(quiz);
        insert into core.allowances as a (
            quiz_id, user_id, email, group_id, time_factor, extra_time_s, opens_at, closes_at, extra_attempts
        )
        values (
            quiz.id, account, address, class_id, draft.time_factor, draft.extra_time_s, draft.opens_at,
            draft.closes_at, draft.extra_attempts
        )
        returning a.* into given;
    end if;
    perform core.move_deadlines(quiz);
    perform core.note_act(quiz, 'allowance.set', core.allowance_details(given), given.user_id, given.email);
    return core.allowance_json(given);
end;
$$;

comment on function public.set_allowance is
'Gives one person, or the members of a group of the caller''s, more time, other dates or more attempts in a quiz of the
caller''s, in place of what they had before, and returns the allowance. An allowance of one person comes before those of
their groups, of which each field counts as the most generous of them has it. It reaches an attempt in progress at once.
An address may have no account yet. Fields that are left out allow nothing; a date that is left out is the quiz''s.
PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, person_not_found, group_not_found; PT409
too_many_allowances; PT422 person_or_group, wrong_type, unknown_field, out_of_range, too_long, bad_time,
closes_before_it_opens.';

revoke execute on function public.set_allowance from public, anon;
grant execute on function public.set_allowance to authenticated;
