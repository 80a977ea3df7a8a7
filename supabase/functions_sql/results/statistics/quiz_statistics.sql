create or replace function public.quiz_statistics(
    quiz_id uuid,
    attempts text default 'first',         -- of each person, for scores and questions: first, best, last or all
    played text default 'self_paced'       -- self_paced, live or all
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    changes core.statistics_changes[] := core.waiting_changes(quiz.id);
    counting core.counted_as := core.counted_as_of(quiz.counting_attempt);
    chosen core.counted_as;
    waiting core.statistics_sums;
    lives boolean[];
    people core.quiz_counts[];
    figures core.question_figure[];
begin
    perform core.require_words('attempts', array[attempts], '{first,best,last,all}');
    perform core.require_words('played', array[played], '{self_paced,live,all}');
    lives := case played when 'live' then '{t}' when 'all' then '{f,t}' else '{f}' end;
    chosen := coalesce(attempts, 'first');
    waiting := core.sums_of(changes, array[chosen, counting], array[chosen]);
    people := core.kept_quiz_counts(quiz.id, chosen, lives, waiting);
    figures := core.question_figures(quiz.id, chosen, lives, waiting, people);
    return core.result_statistics(quiz, changes, waiting) || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'scores', core.score_statistics(
            core.kept_quiz_sums(quiz.id, chosen, lives, waiting),
            people,
            figures
        ),
        'questions', core.question_statistics(quiz, chosen, lives, waiting, figures)
    );
end;
$$;

comment on function public.quiz_statistics is
'Figures of a quiz of the caller''s: over the results that count (core.result_statistics), of the scores
(core.score_statistics) and of its questions (core.question_statistics), these two over each person''s first finished
attempt, because later ones are practised, or over the best, the last or all; self-paced, live or both. In live games,
each player counts once whatever "attempts" says, with marks that do not depend on time. PT401 not_signed_in; PT404
quiz_not_found; PT403 not_the_owner; PT422 unknown_value.';
revoke execute on function public.quiz_statistics from public, anon;
grant execute on function public.quiz_statistics to authenticated;
