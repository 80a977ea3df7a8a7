create or replace function core.is_being_played(quiz core.quizzes) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from core.rooms as r
        where r.quiz_id = quiz.id and core.quiz_role(quiz, r.host_id) is not null and r.mode = 'live'
            and r.state <> 'ended' and r.expires_at > now()
    );
$$;

comment on function core.is_being_played is
'Whether the owner or a collaborator of a quiz has an open live game of it. Whoever takes the quiz alone
meanwhile must not learn its key. Games of others don''t count: only those host it who may know the key already.';
