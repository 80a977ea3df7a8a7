create or replace function core.require_leaderboard_shown(quiz core.quizzes, person uuid) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if core.quiz_role(quiz, person) is not null and quiz.deleted_at is null then
        return;
    end if;
    if quiz.id is null or quiz.deleted_at is not null or quiz.visibility = 'private' then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    if not core.marks_told(quiz, null) then
        perform core.fail(
            403, 'leaderboard_not_shown', 'This quiz does not show its results now.'
        );
    end if;
    if quiz.visibility = 'link' and not exists (
        select from core.standings as s where s.quiz_id = quiz.id and s.user_id = person
    ) then
        perform core.fail(
            403, 'leaderboard_not_shown', 'Take this quiz first. Its leaderboard is shown to those who have a result.'
        );
    end if;
end;
$$;

comment on function core.require_leaderboard_shown is
'Refuses the leaderboard of a quiz, unless this person works on it, or its marks are told and it is public, or has a
link and the person has a result in it. PT404 quiz_not_found; PT403 leaderboard_not_shown.';
