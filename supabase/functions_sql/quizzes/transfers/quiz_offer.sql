create or replace function core.quiz_offer(quiz core.quizzes) returns core.quiz_collaborators
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    offered core.quiz_collaborators;
begin
    select c.* into offered
    from core.quiz_collaborators as c
    where c.quiz_id = quiz.id and c.user_id = core.person_id() and c.offered_at is not null;
    if offered.id is null then
        perform core.fail(404, 'offer_not_found', 'This quiz is not offered to you, or no longer.');
    end if;
    return offered;
end;
$$;

comment on function core.quiz_offer is
'The caller as the collaborator to whom a quiz is offered. PT401 not_signed_in; PT404 offer_not_found.';
