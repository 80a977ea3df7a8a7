-- Versions of what people edit, tags of quizzes, and what lists are searched and sorted by.
alter table core.quizzes
add column version integer not null default 1,
add column tags text[] not null default '{}' check (array_position(tags, null) is null),
add column words tsvector not null default '',
add column title_key text not null default '' collate "C";
comment on column core.quizzes.version is
    'Grows with each change of the quiz or of its questions, but not with the progress of a generation.';
comment on column core.quizzes.tags is 'Words under which its owner files the quiz, in lower case.';
comment on column core.quizzes.words is
    'What a search looks for: the title and the tags word by word, and both and the description by the language.';
comment on column core.quizzes.title_key is 'The title in lower case and without accents, by which lists are sorted.';
comment on column core.quizzes.updated_at is 'When the quiz, its settings or its questions last changed.';
-- For quizzes that there are already, until they are changed: triggers make these by their language.
update core.quizzes
set
    words = setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', description),
    title_key = lower(title);
create index quizzes_owner_title_idx on core.quizzes (owner_id, title_key, id);
create index quizzes_public_title_idx on core.quizzes (title_key, id)
where visibility = 'public' and deleted_at is null;
create index quizzes_words_idx on core.quizzes using gin (words);
create index quizzes_tags_idx on core.quizzes using gin (tags);

create or replace view public.quizzes with (security_invoker = true) as
select
    id,
    owner_id,
    title,
    description,
    language,
    visibility,
    opens_at,
    closes_at,
    time_limit_s,
    attempts_allowed,
    attempt_delay_s,
    counting_attempt,
    shuffle_questions,
    shuffle_choices,
    review_shown,
    key_shown,
    negative_marking,
    pass_mark,
    created_at,
    updated_at,
    state,
    state_code,
    state_reason,
    progress,
    version,
    tags
from core.quizzes
where deleted_at is null;
comment on column public.quizzes.version is
    'Grows with each change of the quiz or of its questions, but not with the progress of a generation.';
comment on column public.quizzes.tags is 'Words under which its owner files the quiz, in lower case.';
comment on column public.quizzes.updated_at is 'When the quiz, its settings or its questions last changed.';

alter table core.uploads add column version integer not null default 1;
comment on column core.uploads.version is
    'Grows when the upload is renamed, but not with the progress of reading it.';
create or replace view public.uploads with (security_invoker = true) as
select
    id,
    owner_id,
    name,
    url,
    state,
    code,
    reason,
    progress,
    message,
    pdf_id,
    title,
    pages,
    page_labels,
    size_bytes,
    language,
    text_pages,
    scanned_pages,
    created_at,
    updated_at,
    version
from core.uploads
where deleted_at is null;
comment on column public.uploads.version is
    'Grows when the upload is renamed, but not with the progress of reading it.';

alter table core.profiles add column version integer not null default 1;
comment on column core.profiles.version is 'Grows with each change of the name.';

insert into core.settings (key, value, description) values
    ('quiz.max_tags', '20', 'tags of one quiz'),
    ('quiz.max_tag_length', '50', 'characters of a tag'),
    ('page.max_search_length', '200', 'characters of what a list is searched for');
