create or replace function core.shown_now(
    shown core.shown,
    quiz core.quizzes
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case shown
        when 'after_submit' then true
        -- nothing that would help is shown while somebody's submission can still arrive
        when 'after_close' then core.is_over(core.last_closing(quiz))
        else false
    end;
$$;

comment on function core.shown_now is
'Whether marks or keys with this setting are shown now to somebody whose attempt has ended.';
