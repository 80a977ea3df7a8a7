create or replace function core.question_view(
    room_id uuid,
    number integer,
    on_phone boolean default false   -- true: without its words, unless the room shows them on phones
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when on_phone and not shown.question_on_phones then core.phone_view(shown.view) else shown.view end
    from (
        select r.question_on_phones, jsonb_build_object(
            'number', q.number,
            'total', r.question_total,
            'kind', v.kind,
            'category', v.subject,
            'prompt', v.prompt,
            'choices', (
                select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                    'id', choice.value -> 'id', 'text', choice.value -> 'text',
                    'media_url', choice.value -> 'media_url', 'media_alt', choice.value -> 'media_alt'
                )) order by drawn.place), '[]')
                from unnest(q.choice_order) with ordinality as drawn (id, place)
                inner join jsonb_array_elements(v.choices) as choice (value) on choice.value ->> 'id' = drawn.id
            ),
            'media', v.media_url,
            'media_alt', v.media_alt,
            'points', q.points,
            'limit_ms', q.limit_ms
        ) || v.display || core.told_format(v.text_format) || case
            when q.multiplier = 1 then '{}'
            else jsonb_build_object('multiplier', trim_scale(q.multiplier))
        end as view
        from core.room_questions as q
        inner join core.rooms as r on r.id = q.room_id
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = question_view.room_id and q.number = question_view.number
    ) as shown;
$$;

comment on function core.question_view is
'A question as everybody in the room may see it while it is open: without key and explanation, with its choices in the
order drawn.';
