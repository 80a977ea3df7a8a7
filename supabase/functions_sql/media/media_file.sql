create or replace function core.media_file(
    media_id uuid,
    small boolean,             -- the variant for small screens, where there is one
    known text,                -- the tag of what the client has: then no bytes are read
    out media_type text,
    out tag text,              -- changes when the bytes do
    out width integer,
    out height integer,
    out path text,             -- in Supabase Storage; null: bytes has it, or the client
    out bytes bytea
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        m.media_type,
        t.tag,
        m.width,
        m.height,
        case when t.tag is distinct from known and m.stored_in is not null then t.path end,
        case
            when t.tag = known then null
            when small then coalesce(m.small_bytes, m.bytes)
            else m.bytes
        end
    from core.media as m
    cross join lateral (
        select
            m.hash || case when small and m.has_small then '-small' else '' end as tag,
            'media/' || m.id || case when small and m.has_small then '-small' else '' end as path
    ) as t
    where m.id = media_id;
$$;

comment on function core.media_file is
'The file of a picture or sound; all null if there is none of this id. For the app, which serves it to whoever knows
the id.';

revoke execute on function core.media_file from public;
grant execute on function core.media_file to authenticator;
