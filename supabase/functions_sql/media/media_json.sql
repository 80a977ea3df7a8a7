create or replace function core.media_json(media core.media) returns jsonb
language sql stable
return jsonb_build_object(
    'id', (media).id,
    'kind', (media).kind,
    'media_type', (media).media_type,
    'alt', (media).alt,
    'width', (media).width,
    'height', (media).height,
    'size_bytes', (media).size_bytes,
    'created_at', (media).created_at,
    'url', '/media/' || (media).id,
    'small_url', '/media/' || (media).id || case when (media).has_small then '?size=small' else '' end,
    'in_use', core.media_in_use((media).id)
);

comment on function core.media_json is
'A picture or sound as its owner sees it. url is what a question''s media_url refers to it by.';
