create or replace function core.shown_now(
    shown core.shown,
    quiz core.quizzes,
    person uuid          -- null: to everybody who has taken the quiz
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case shown
        when 'after_submit' then true
        -- nothing that would help is shown while somebody's submission can still arrive
        when 'after_close' then core.is_over(core.last_closing(quiz))
        when 'after_last_attempt' then
            core.is_over(core.last_closing(quiz)) or core.has_used_attempts(quiz, person)
        else false
    end;
$$;

comment on function core.shown_now is
'Whether marks, keys or scores with this setting are shown now to somebody whose attempt has ended.';
