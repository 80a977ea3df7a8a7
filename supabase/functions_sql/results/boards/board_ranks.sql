create or replace function core.board_ranks(
    board integer,
    points integer[]     -- of places next to each other, descending
) returns bigint[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with listed as (
            select
                l.place,
                rank() over (order by l.points desc) as rank_here,
                count(*) filter (where l.points = board_ranks.points[1]) over () as first_ones
            from unnest(board_ranks.points) with ordinality as l (points, place)
        ),

        -- the rank of the first of them, and of the first who has fewer points
        known as materialized (
            select
                core.board_rank(board, board_ranks.points[1]) as here,
                core.board_rank(board, board_ranks.points[1] - 1) as below
        )

        select array_agg(
            case when l.rank_here = 1 then known.here else known.below + l.rank_here - 1 - l.first_ones end
            order by l.place
        )
        from listed as l
        cross join known
    );
end;
$$;

comment on function core.board_ranks is 'The ranks of places that follow each other. Equal points share a rank.';
