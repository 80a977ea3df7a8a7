create or replace function core.read_responses(responses text[]) returns jsonb[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_bytes bigint := core.setting('quiz.max_response_bytes');
begin
    return array(
        select case when octet_length(given.response) <= most_bytes then given.response::jsonb end
        from unnest(responses) with ordinality as given (response, place)
        order by given.place
    );
exception
    when data_exception or program_limit_exceeded then   -- one of them is not JSON: read each by itself
        return array(
            select case when octet_length(given.response) <= most_bytes then core.safe_jsonb(given.response) end
            from unnest(responses) with ordinality as given (response, place)
            order by given.place
        );
end;
$$;

comment on function core.read_responses is
'Responses as JSON, in the order given. null for each response that is too long or is not JSON.';
