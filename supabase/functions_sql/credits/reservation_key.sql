create or replace function core.reservation_key(quiz_id uuid, request text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if quiz_id is null or coalesce(char_length(request), 0) not between 1 and 200 then
        perform core.fail(422, 'bad_reservation', 'A reservation needs a quiz and a request of 1 to 200 characters.');
    end if;
    return format('quiz:%s:%s:', quiz_id, request);
end;
$$;

comment on function core.reservation_key is $$
The beginning of the source keys of a generation; reserve, capture or release follows. PT422 bad_reservation.
> select core.reservation_key('00000000-0000-0000-0000-00000000000a', 'first')
quiz:00000000-0000-0000-0000-00000000000a:first:
$$;
