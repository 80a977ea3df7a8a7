-- The result that counts for each person in each quiz.
create view core.standings as
with finished as (
    select
        a.*,
        q.counting_attempt,
        q.pass_mark as pass_mark_now,
        coalesce(a.score / nullif(a.max_score, 0), 0) as part,
        row_number() over (
            partition by a.quiz_id, a.user_id
            order by
                case q.counting_attempt when 'first' then a.number when 'last' then -a.number end,
                coalesce(a.score / nullif(a.max_score, 0), 0) desc,
                a.number
        ) as place
    from core.settled_attempts as a
    inner join core.quizzes as q on a.quiz_id = q.id
    where a.state = 'finished' and not a.preview
)

select
    quiz_id,
    user_id,
    count(*) as attempts,
    -- no single attempt counts if the average does
    max(case when place = 1 and counting_attempt <> 'average' then id::text end)::uuid as attempt_id,
    round(
        case when min(counting_attempt) = 'average' then avg(score) else max(score) filter (where place = 1) end, 4
    ) as score,
    round(
        case
            when min(counting_attempt) = 'average' then avg(max_score)
            else max(max_score) filter (where place = 1)
        end, 2
    ) as max_score,
    round(
        case when min(counting_attempt) = 'average' then avg(part) else max(part) filter (where place = 1) end, 6
    ) as part,
    case
        when min(counting_attempt) = 'average' then avg(part) * 100 >= min(pass_mark_now)
        else bool_or(passed) filter (where place = 1)
    end as passed,
    max(finished_at) filter (where place = 1 or counting_attempt = 'average') as finished_at
from finished
group by quiz_id, user_id;
comment on view core.standings is
    'The result that counts for each person in each quiz, computed from finished attempts by the quiz''s
counting_attempt.';
comment on column core.standings.quiz_id is 'The quiz.';
comment on column core.standings.user_id is 'The taker.';
comment on column core.standings.attempts is 'How many attempts the person finished.';
comment on column core.standings.attempt_id is 'The attempt that counts. Null: the average of all counts.';
comment on column core.standings.score is 'The points of the attempt that counts, or the mean.';
comment on column core.standings.max_score is 'The points that could be earned there, or the mean.';
comment on column core.standings.part is 'The score as a fraction of the points that could be earned, 0 to 1.';
comment on column core.standings.passed is 'Whether the pass mark was reached. Null: the quiz has none.';
comment on column core.standings.finished_at is 'When the attempt that counts ended; for the average, the last one.';

-- With its owner's rights, so that the second half is never computed for people.
create view core.overseen_quizzes as
select quiz_id from core.caller_quizzes
union all
select id as quiz_id from core.quizzes where (select auth.jwt() ->> 'role') = 'service_role';
comment on view core.overseen_quizzes is
    'The quizzes whose results the caller reads, whoever took them: those that the caller works on; all of them as
service_role.';
comment on column core.overseen_quizzes.quiz_id is 'The quiz.';
grant select on core.overseen_quizzes to authenticated, service_role;

-- Its keys are those of each person's first attempt: PostgREST finds relations only through columns of tables. The
-- conditions are computed once; as such they reach the attempts under the standings and their indexes.
create view public.results with (security_invoker = true) as
select
    earliest.quiz_id,
    earliest.user_id,
    s.attempts,
    case when told.scores then s.attempt_id end as attempt_id,
    case when told.scores then s.score end as score,
    case when told.scores then s.max_score end as max_score,
    case when told.scores then round(100 * s.part, 2) end as percent,
    case when told.scores then s.passed end as passed,
    case when told.scores then s.finished_at end as finished_at
from core.standings as s
inner join core.attempts as earliest
    on s.quiz_id = earliest.quiz_id and s.user_id = earliest.user_id and earliest.number = 1
-- limit 1, so that the function is called once for a row
cross join lateral (select core.knows_score(earliest.quiz_id) as scores limit 1) as told   -- noqa: ST05, AM09
where s.user_id = (select core.caller_id())
    or s.quiz_id = any(array(select quiz_id from core.overseen_quizzes));
comment on view public.results is
    'The results that count: the caller''s in each quiz, and everybody''s in the quizzes that the caller works on. All
but the number of attempts is null where the caller may not know scores (core.knows_score).';
comment on column public.results.percent is 'The score in percent of the points that could be earned.';
grant select on core.standings to authenticated, service_role;
grant select on public.results to authenticated;
