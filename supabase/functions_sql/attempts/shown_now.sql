create or replace function core.shown_now(
    shown core.shown,
    closes_at timestamptz   -- null: the quiz never closes
) returns boolean
language sql stable
set search_path = ''
as $$
    select case shown
        when 'after_submit' then true
        -- while a submit may still land, nothing that would help it is shown
        when 'after_close' then core.is_over(closes_at)
        else false
    end;
$$;

comment on function core.shown_now is
'Whether something that is shown never, after submitting or after the quiz has closed is shown now, to somebody whose
attempt has ended.';
