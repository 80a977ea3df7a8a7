create or replace function core.require_leaderboard_shown(quiz core.quizzes) returns void
language plpgsql stable
set search_path = ''
as $$
begin
    if quiz.owner_id = auth.uid() and quiz.deleted_at is null then
        return;
    end if;
    if quiz.id is null or quiz.deleted_at is not null or quiz.visibility = 'private' then
        perform core.fail(404, 'quiz_not_found', 'There is no such quiz.');
    end if;
    if quiz.visibility = 'link' and not exists (
        select from core.standings as s where s.quiz_id = quiz.id and s.user_id = auth.uid()
    ) then
        perform core.fail(
            403, 'leaderboard_not_shown', 'Who was given the link to this quiz sees its leaderboard after taking it.'
        );
    end if;
end;
$$;

comment on function core.require_leaderboard_shown is
'Anyone sees the leaderboard of a public quiz; of one with a link those who took it; its owner always.
PT404 quiz_not_found; PT403 leaderboard_not_shown.';
