create or replace function core.check_places(person_ids uuid[]) returns setof text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with sums as (
        select
            b.id as board_id, k.user_id, sum(k.listed_points)::integer as points, count(*)::integer as quizzes,
            (count(*) filter (where k.listed_passed))::integer as passed
        from core.kept_standings as every_quiz
        inner join core.kept_standings as k
            on k.quiz_id = every_quiz.quiz_id and k.user_id = every_quiz.user_id and k.listed_points is not null
        inner join core.boards as b
            on b.quiz_id is null and b.span = k.span and b.begins = k.begins and b.subject in ('', k.listed_subject)
        where every_quiz.user_id = any (person_ids) and every_quiz.span = 'all'
        group by b.id, k.user_id
    ),

    places as (
        select p.*
        from core.boards as b
        cross join unnest(person_ids) as person (id)
        inner join core.places as p on p.board_id = b.id and p.user_id = person.id
        where b.quiz_id is null
    )

    select format(
        '%s has %s on board %s, but the results there come to %s.',
        user_id, coalesce(format('%s points in %s quizzes', p.points, p.quizzes), 'no place'), board_id,
        coalesce(format('%s in %s', s.points, s.quizzes), 'nothing')
    )
    from sums as s
    full join places as p using (board_id, user_id)
    where (p.points, p.quizzes, p.passed) is distinct from (s.points, s.quizzes, s.passed);
end;
$$;

comment on function core.check_places is
'A sentence for each place of these people on a global board that is not the sum of their results.';
