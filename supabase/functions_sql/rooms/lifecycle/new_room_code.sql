create or replace function core.new_room_code() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    with drawn as materialized (
        -- the first 48 bits of a version 4 UUID are random, and cryptographically so in Postgres
        select ('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint as bits
    )

    select string_agg(substr('23456789CDFHJKMPQRTVWXY', (drawn.bits / (23 ^ place)::bigint % 23 + 1)::integer, 1), '')
    from drawn, generate_series(0, 5) as place;
$$;

comment on function core.new_room_code is
'A random room code: six characters that are easy to say and type. It has no vowels, so it forms no words, none of 0 O 1
I L, and only one of each pair that looks or sounds alike. There are 23^6 codes, 148 million: while 1,000 rooms are
open, one guess in 148,000 finds one.';
