create or replace function core.calling_network() returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    hops text[];
    hop text;
begin
    hops := string_to_array(current_setting('request.headers', true)::json ->> 'x-forwarded-for', ',');
    hop := btrim(hops[cardinality(hops) + 1 - core.setting('rate.proxies')]);
    return abbrev(core.client_network(coalesce(
        substring(hop from '^\[(.*)\]'),                                  -- [v6]:port
        substring(hop from '(?i)^(?:::ffff:)?([0-9.]+)(?::[0-9]+)?$'),    -- v4, v4:port, and v4 written as v6
        hop
    )::inet));
exception when data_exception then   -- it is not an address
    return abbrev(core.client_network(null));
end;
$$;

comment on function core.calling_network is
'The network from which a request to PostgREST came: that entry of X-Forwarded-For, counted from the end, which the
outermost of rate.proxies proxies added. What is before it may be forged. Without one, all callers are one network.';
