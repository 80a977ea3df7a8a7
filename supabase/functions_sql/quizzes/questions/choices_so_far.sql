create or replace function core.choices_so_far(question core.questions) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(known.choice order by known.version desc, known.n), '[]')
    from (
        select distinct on (listed.choice ->> 'id', listed.choice ->> 'text') listed.choice, listed.n, v.version
        from core.question_versions as v
        cross join lateral jsonb_array_elements(v.choices) with ordinality as listed (choice, n)
        where v.question_id = question.id
        order by listed.choice ->> 'id', listed.choice ->> 'text', v.version desc
    ) as known;
$$;

comment on function core.choices_so_far is
'The choices that a question has or had in any version, those of the newest version first.';
