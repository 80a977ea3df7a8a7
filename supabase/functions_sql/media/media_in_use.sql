create or replace function core.media_in_use(media_id uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from core.media_uses as u where u.media_id = media_in_use.media_id)
        or exists (select from core.quiz_media_uses as u where u.media_id = media_in_use.media_id);
$$;

comment on function core.media_in_use is
'Whether a question or the texts of a quiz refer to this picture or sound, or did before.';
