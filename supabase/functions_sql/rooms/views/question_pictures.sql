create or replace function core.question_pictures(room_id uuid, number integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(pictured.url order by pictured.url), '[]')
    from (
        select v.media_url as url
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        where q.room_id = question_pictures.room_id and q.number = question_pictures.number
        union
        select choice.value ->> 'media_url'
        from core.room_questions as q
        inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        cross join jsonb_array_elements(v.choices || coalesce(v.display -> 'items', '[]')) as choice (value)
        where q.room_id = question_pictures.room_id and q.number = question_pictures.number
    ) as pictured
    where pictured.url is not null;
$$;

comment on function core.question_pictures is
'The addresses of a question''s pictures, sorted, so that their order gives nothing away; an empty list if it has
none.';
