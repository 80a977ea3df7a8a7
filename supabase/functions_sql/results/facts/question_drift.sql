create or replace function public.question_drift(
    of_quiz uuid default null     -- null: of all quizzes that the caller works on
) returns table (
    quiz_id uuid,
    question_id uuid,
    version integer,
    month date,
    asked bigint,
    answered bigint,
    facility_percent numeric,
    refreshed_at timestamptz
)
language sql stable
begin atomic
    select
        m.quiz_id,
        m.question_id,
        m.version,
        m.month,
        m.asked,
        m.answered,
        round(100 * m.fractions / nullif(m.asked, 0), 2) as facility_percent,
        (select k.refreshed_at from core.facts_known as k) as refreshed_at
    from core.question_months as m
    where m.month <> '-infinity' and (of_quiz is null or m.quiz_id = of_quiz);
end;

comment on function public.question_drift is
'The facility index of each version of each question by month, for charts: the mean of its marks in percent, as they
were marked when the attempts ended. It has the quizzes that the caller works on, or one of them. The figures are
complete up to refreshed_at.';

revoke execute on function public.question_drift from public, anon;
grant execute on function public.question_drift to authenticated;
