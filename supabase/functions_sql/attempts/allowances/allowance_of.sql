create or replace function core.allowance_of(
    quiz core.quizzes,     -- as it is, or as it would be after a change
    person uuid
) returns core.allowances
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given core.allowances;
begin
    select a.* into given
    from core.allowances as a
    where a.quiz_id = quiz.id and (a.user_id = person or a.email = core.email_of(person))
    order by a.updated_at desc, a.user_id is null   -- their account and their address may have one each
    limit 1;
    if given.id is null then
        select
            max(a.time_factor),
            max(a.extra_time_s),
            nullif(min(coalesce(a.opens_at, quiz.opens_at, '-infinity')), '-infinity'),
            nullif(max(coalesce(a.closes_at, quiz.closes_at, 'infinity')), 'infinity'),
            max(a.extra_attempts)
        into given.time_factor, given.extra_time_s, given.opens_at, given.closes_at, given.extra_attempts
        from core.allowances as a
        inner join core.group_members as m on m.group_id = a.group_id and m.user_id = person
        where a.quiz_id = quiz.id;
    end if;
    return given;
end;
$$;

comment on function core.allowance_of is
'The allowance of a person in a quiz: that of their account or of their address, whichever was set last, else the most
generous of those of their groups: of each field the value that gives most, as if it were one allowance. All null: there
is none.';
