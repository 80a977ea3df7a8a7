create or replace function core.percentile_of(board integer, points integer) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select core.percentile(r.here, r.below - r.here, core.people_on(board))
        from (select core.board_rank(board, points) as here, core.board_rank(board, points - 1) as below) as r
    );
end;
$$;

comment on function core.percentile_of is 'The percentile rank of somebody on a board with so many points.';
