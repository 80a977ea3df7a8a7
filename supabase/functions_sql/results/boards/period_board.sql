create or replace function core.period_board(
    period text,                    -- all, month, week or day
    day date,                       -- in the period; null: today
    subject text default null       -- of the quizzes that count; null: all of them
) returns core.boards
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    board core.boards;
begin
    if period is null or period <> all (enum_range(null::core.board_span)::text[]) then
        perform core.fail(422, 'unknown_period', 'period must be one of: all, month, week, day.');
    end if;
    board.span := period;
    board.subject := coalesce(period_board.subject, '');
    board.begins := core.span_begins(board.span, coalesce(day::timestamp at time zone 'UTC', now()));
    return coalesce(
        (
            select b from core.boards as b
            where b.quiz_id is null and b.span = board.span and b.begins = board.begins
                and b.subject = board.subject
        ),
        board
    );
end;
$$;

comment on function core.period_board is
'The global board of a period, or of a subject in it. Its id is null as long as nobody has a place on it. PT422
unknown_period.';
