create or replace function core.people_on(board integer) returns bigint
language sql stable
return core.board_rank(board, -1) - 1;

comment on function core.people_on is 'How many people have a place on a board.';
