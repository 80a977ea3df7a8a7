create or replace function core.standing_json(standing core.standings) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'score', trim_scale(standing.score),
        'max_score', trim_scale(standing.max_score),
        'percent', core.percent(standing.part, case when standing.max_score > 0 then 1 end),
        'passed', standing.passed,
        'finished_at', standing.finished_at
    );
$$;

comment on function core.standing_json is
'The result of a person that counts in a quiz: {"score", "max_score", "percent", "passed", "finished_at"}. All fields
are null as long as no attempt is finished.';
