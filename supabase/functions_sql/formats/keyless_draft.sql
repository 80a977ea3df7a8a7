create or replace function core.keyless_draft(question core.questions) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'kind', question.kind,
        'prompt', question.prompt,
        'text_format', nullif(question.text_format, 'plain'),
        -- the choices of an ordering or a matching are stored in the order of a hash, which shows nothing
        'choices', case when question.kind <> 'true_false' then (
            select jsonb_agg(c.choice - 'id' order by c.n)
            from jsonb_array_elements(question.choices) with ordinality as c (choice, n)
        ) end,
        'points', trim_scale(question.points),
        'time_limit_ms', question.time_limit_ms,
        'subject', question.subject,
        'difficulty', question.difficulty,
        'media_url', question.media_url,
        'media_alt', question.media_alt
    ) || question.display);
$$;

comment on function core.keyless_draft is 'A question as a taker may see it, without its answer key.';
