create or replace function core.require_full_marks(
    answers jsonb,            -- [{"weight"}]
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not answers @> '[{"weight": 1}]' then
        perform core.fail_at('no_right_answer', place, 'answers', 'at least one of the answers must have weight 1.');
    end if;
end;
$$;

comment on function core.require_full_marks is
'Refuses accepted answers if none of them has weight 1, since nobody could earn all of the points: PT422
no_right_answer.';
