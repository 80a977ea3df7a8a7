-- Pictures and sounds that people upload for their questions.
create type core.media_kind as enum ('picture', 'sound');

create table core.media (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    kind core.media_kind not null,
    media_type text not null check (media_type ~ '^(image|audio)/[a-z0-9]+$'),
    alt text not null check (char_length(alt) <= 1000),
    hash text not null check (hash ~ '^[0-9a-f]{64}$'),
    width integer check (width > 0),
    height integer check (height > 0),
    size_bytes integer not null check (size_bytes > 0),
    bytes bytea,
    small_bytes bytea,
    has_small boolean not null,
    stored_in text check (stored_in = 'supabase'),
    created_at timestamptz not null default now(),
    unique (owner_id, hash),
    check ((kind = 'picture') = (num_nonnulls(width, height) = 2)),
    check ((bytes is null) = (stored_in is not null)),
    check ((small_bytes is not null) = (has_small and stored_in is null))
);
comment on table core.media is
    'Pictures and sounds, as they are served. The same file of one person is kept once.';
comment on column core.media.id is
    'The picture or sound. Whoever knows this random id can fetch it, so that players without an account see it.';
comment on column core.media.owner_id is 'The person who uploaded it.';
comment on column core.media.kind is 'picture or sound.';
comment on column core.media.media_type is 'Its media type, such as image/png.';
comment on column core.media.alt is
    'What it shows or says, for those who can''t see or hear it, at most 1,000 characters. Empty: it is decoration.';
comment on column core.media.hash is 'The SHA-256 of the file that was sent.';
comment on column core.media.width is 'The width of a picture in pixels.';
comment on column core.media.height is 'The height of a picture in pixels.';
comment on column core.media.size_bytes is 'Its size in bytes, with that of its small variant.';
comment on column core.media.bytes is 'The picture, encoded anew, or the sound. Null: it is in Supabase Storage.';
comment on column core.media.small_bytes is
    'The picture for small screens, of the same type. Null: it has none here.';
comment on column core.media.has_small is
    'Whether there is a variant for small screens. A small picture and a sound have none.';
comment on column core.media.stored_in is 'supabase: its files are in Supabase Storage. Null: they are here.';
comment on column core.media.created_at is 'When it was uploaded.';
create index media_owner_id_idx on core.media (owner_id, created_at desc, id desc);
create index media_created_at_idx on core.media (created_at);
alter table core.media enable row level security;
create policy "owners read their media" on core.media
    for select to authenticated using (owner_id = (select core.caller_id()));
grant select (
    id, owner_id, kind, media_type, alt, hash, width, height, size_bytes, created_at
) on core.media to authenticated, service_role;

create view public.media with (security_invoker = true) as
select
    id,
    owner_id,
    kind,
    media_type,
    alt,
    width,
    height,
    size_bytes,
    created_at
from core.media;
comment on view public.media is
    'The caller''s own pictures and sounds. Their files are served at /media/<id>.';
grant select on public.media to authenticated;

create table core.media_leftovers (
    media_id uuid primary key,
    since timestamptz not null default now()
);
comment on table core.media_leftovers is
    'Files in Supabase Storage that belong to no row of core.media: they are being written, or are to be removed.';
comment on column core.media_leftovers.media_id is 'The id that the picture or sound would have, or had.';
comment on column core.media_leftovers.since is 'When it was begun or deleted.';
create index media_leftovers_since_idx on core.media_leftovers (since);
alter table core.media_leftovers enable row level security;

create table core.media_uses (
    media_id uuid not null references core.media,
    question_id uuid not null references core.questions on delete cascade,
    primary key (media_id, question_id)
);
comment on table core.media_uses is
    'Which questions refer to a picture or sound, or did so in a version before. A trigger writes it.';
comment on column core.media_uses.media_id is 'The picture or sound.';
comment on column core.media_uses.question_id is 'The question, which may be deleted: a deleted one can be restored.';
create index media_uses_question_id_idx on core.media_uses (question_id);
alter table core.media_uses enable row level security;

create table core.quiz_media_uses (
    media_id uuid not null references core.media,
    quiz_id uuid not null references core.quizzes on delete cascade,
    primary key (media_id, quiz_id)
);
comment on table core.quiz_media_uses is
    'Which descriptions and sections of quizzes, and looks of their games, refer to a picture or sound, or did before.';
comment on column core.quiz_media_uses.media_id is 'The picture or sound.';
comment on column core.quiz_media_uses.quiz_id is 'The quiz, which may be deleted: a deleted one can be restored.';
create index quiz_media_uses_quiz_id_idx on core.quiz_media_uses (quiz_id);
alter table core.quiz_media_uses enable row level security;

insert into core.settings (key, value, description) values
    ('media.max_per_person', '10000', 'pictures and sounds of one person'),
    ('media.max_mib_per_person', '512', 'MiB of all pictures and sounds of one person'),
    ('media.unused_kept_days', '30',
     'days that a picture or sound stays that no question refers to; then it is deleted');
