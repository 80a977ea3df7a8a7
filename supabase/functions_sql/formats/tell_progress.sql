create or replace function core.tell_progress(
    step text,           -- checked or stored
    done integer,
    in_all integer
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    raise notice using
        errcode = 'QZ001', message = jsonb_build_object('step', step, 'done', done, 'of', in_all)::text;
end;
$$;

comment on function core.tell_progress is
'Tells the client of a long statement how many of its questions are done, at once, by a notice with SQLSTATE QZ001 and
the message {"step", "done", "of"}.';
