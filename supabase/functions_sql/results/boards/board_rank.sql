create or replace function core.board_rank(board integer, points integer) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select 1
            + coalesce((
                select sum(n.people) from core.board_counts as n
                where n.board_id = board and n.level = 1 and n.bucket > points >> 12
            ), 0)
            + coalesce((
                select sum(n.people) from core.board_counts as n
                where n.board_id = board and n.level = 2
                    and n.bucket > points >> 6 and n.bucket < ((points >> 12) + 1) << 6
            ), 0)
            + coalesce((
                select sum(n.people) from core.board_counts as n
                where n.board_id = board and n.level = 3
                    and n.bucket > board_rank.points and n.bucket < ((points >> 6) + 1) << 6
            ), 0)
            + coalesce((
                select sum(c.change) from core.board_changes as c
                where c.board_id = board and c.points > board_rank.points
            ), 0)
    );
end;
$$;

comment on function core.board_rank is
'The rank of so many points on a board: one more than the number of people who have more.';
