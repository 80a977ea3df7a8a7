-- Quizzes, their questions, and every version that a question has had.
create type core.visibility as enum ('private', 'link', 'public');
create type core.counting_attempt as enum ('best', 'last', 'first', 'average');
create type core.shown as enum ('never', 'after_submit', 'after_last_attempt', 'after_close');
create type core.quiz_state as enum ('ready', 'generating', 'failed');
create type core.question_kind as enum (
    'single_choice', 'multiple_choice', 'true_false', 'numeric', 'short_text', 'ordering', 'poll', 'slide',
    'slider', 'matching', 'cloze', 'word_cloud', 'essay'
);
create type core.difficulty as enum ('easy', 'medium', 'hard');
create type core.text_format as enum ('plain', 'markdown');

create table core.quizzes (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references core.profiles,
    title text not null check (char_length(title) between 1 and 200),
    description text not null default '' check (char_length(description) <= 5000),
    text_format core.text_format not null default 'plain',
    language text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    visibility core.visibility not null default 'private',
    opens_at timestamptz,
    closes_at timestamptz,
    time_limit_s integer check (time_limit_s between 1 and 604800),
    attempts_allowed integer default 1 check (attempts_allowed between 1 and 1000),
    attempt_delay_s integer not null default 0 check (attempt_delay_s between 0 and 31536000),
    counting_attempt core.counting_attempt not null default 'best',
    shuffle_questions boolean not null default false,
    shuffle_choices boolean not null default false,
    review_shown core.shown not null default 'after_submit',
    key_shown core.shown not null default 'after_last_attempt',
    score_shown core.shown,
    negative_marking numeric(4, 3) not null default 0 check (negative_marking between 0 and 1),
    pass_mark numeric(5, 2) check (pass_mark between 0 and 100),
    ask_email boolean not null default false,
    ask_student_number boolean not null default false,
    guests_allowed boolean not null default false,
    listed_only boolean not null default false,
    state core.quiz_state not null default 'ready',
    state_code text,
    state_reason text,
    state_counts jsonb check (jsonb_typeof(state_counts) = 'object'),
    progress numeric check (progress between 0 and 1),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    deleted_at timestamptz,
    version integer not null default 1,
    tags text[] not null default '{}' check (array_position(tags, null) is null),
    sections jsonb not null default '[]',
    words tsvector not null default '',
    title_key text not null default '' collate "C",
    check (closes_at > opens_at),
    check (not (guests_allowed and (ask_email or listed_only)))
);
comment on table core.quizzes is 'A quiz and how it is taken.';
comment on column core.quizzes.id is 'The quiz.';
comment on column core.quizzes.owner_id is 'The person to whom the quiz belongs.';
comment on column core.quizzes.title is 'The title, 1 to 200 characters.';
comment on column core.quizzes.description is 'What the quiz is about, up to 5,000 characters.';
comment on column core.quizzes.text_format is
    'How the description and the texts of the sections are written: plain, as they stand, or markdown.';
comment on column core.quizzes.language is 'The language of the questions, as a BCP 47 tag: en, de-CH.';
comment on column core.quizzes.visibility is
    'Who may take the quiz. private: the owner; link: whoever has the link; public: anyone, and it is listed.';
comment on column core.quizzes.opens_at is 'When attempts may begin. Null: at once.';
comment on column core.quizzes.closes_at is 'When attempts end at the latest. Null: never.';
comment on column core.quizzes.time_limit_s is 'Seconds that an attempt may take. Null: no limit.';
comment on column core.quizzes.attempts_allowed is 'How many attempts one person has. Null: any number.';
comment on column core.quizzes.attempt_delay_s is 'Seconds between the end of an attempt and the start of the next.';
comment on column core.quizzes.counting_attempt is 'Which of a person''s attempts is their result.';
comment on column core.quizzes.shuffle_questions is 'Whether each attempt has the questions in an order of its own.';
comment on column core.quizzes.shuffle_choices is 'Whether each attempt has the choices in an order of its own.';
comment on column core.quizzes.review_shown is 'When a taker sees their responses marked.';
comment on column core.quizzes.key_shown is
    'When a taker sees the right answers and the explanations. after_last_attempt: once the taker has no attempt left or
in progress, or the quiz has closed; with any number of attempts only then.';
comment on column core.quizzes.score_shown is
    'When a taker sees scores and places on boards; marks are not shown before either. Null: as soon as review or key.';
comment on column core.quizzes.negative_marking is
    'The part of a question''s points that a wrong response costs, 0 to 1.';
comment on column core.quizzes.pass_mark is
    'The score needed to pass, in percent of the points. Null: attempts are neither passed nor failed.';
comment on column core.quizzes.ask_email is
    'Whether takers agree, before their first attempt, that the owner sees their e-mail address beside their results.';
comment on column core.quizzes.ask_student_number is
    'Whether takers give a student number before their first attempt, which the owner sees beside their results.';
comment on column core.quizzes.guests_allowed is
    'Whether whoever has the link may take the quiz by a nickname, without an account. One person can be several
guests, so attempts_allowed binds nobody then.';
comment on column core.quizzes.listed_only is
    'Whether only people whose e-mail address is on the allow-list (core.allow_list) may take the quiz.';
comment on column core.quizzes.state is
    'ready; generating: its questions are being written; failed: the generation delivered no questions, and the quiz has
none.';
comment on column core.quizzes.state_code is
    'What the last generation came to, for programs: why it failed; shortfall: it made fewer questions than requested;
differs: it made as many, but not all as requested.';
comment on column core.quizzes.state_reason is 'The reason for state_code, in a sentence for people.';
comment on column core.quizzes.state_counts is
    'How many questions the last generation was asked for and made: {"requested", "delivered"}. Null: it did not end.';
comment on column core.quizzes.progress is 'How far the generation under way is, 0 to 1. Null: none is under way.';
comment on column core.quizzes.created_at is 'When the quiz was made.';
comment on column core.quizzes.updated_at is 'When the quiz, its settings or its questions last changed.';
comment on column core.quizzes.archived_at is
    'When its owner put it away: it is in the archive and in none of the owner''s other lists. Null: it is not.';
comment on column core.quizzes.deleted_at is 'When the quiz was deleted. It can be restored until it is purged.';
comment on column core.quizzes.version is
    'Grows with each change of the quiz or of its questions, but not with the progress of a generation.';
comment on column core.quizzes.tags is 'Words under which its owner files the quiz, in lower case.';
comment on column core.quizzes.sections is $$
Parts of the quiz, in order: [{"title", "text"?, "tag"?, "difficulty"?, "select"?, "draw", "shuffle"?}]. A question
belongs to the first section whose tag and difficulty it has, and to none if it has those of no section; then it is not
asked. select: how many of its questions an attempt has; all if absent. draw: each_attempt, or once for all takers.
shuffle: whether they are in an order of the attempt's own; as shuffle_questions if absent.$$;
comment on column core.quizzes.words is
    'What a search looks for: the title and the tags word by word, and both and the description by the language.';
comment on column core.quizzes.title_key is 'The title in lower case and without accents, by which lists are sorted.';
create index quizzes_owner_id_idx on core.quizzes (owner_id, created_at desc, id desc);
create index quizzes_public_idx on core.quizzes (created_at desc, id desc)
where visibility = 'public' and deleted_at is null;
create index quizzes_owner_title_idx on core.quizzes (owner_id, title_key, id);
create index quizzes_public_title_idx on core.quizzes (title_key, id)
where visibility = 'public' and deleted_at is null;
create index quizzes_words_idx on core.quizzes using gin (words);
create index quizzes_tags_idx on core.quizzes using gin (tags);
alter table core.quizzes enable row level security;
-- People also read the quizzes that they have taken: that policy is in the migration of attempts.
create policy "anyone reads public quizzes" on core.quizzes
    for select to anon using (visibility = 'public');
grant select on core.quizzes to anon, authenticated, service_role;

create view public.quizzes with (security_invoker = true) as
select
    id,
    owner_id,
    title,
    description,
    text_format,
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
    score_shown,
    negative_marking,
    pass_mark,
    ask_email,
    ask_student_number,
    guests_allowed,
    listed_only,
    created_at,
    updated_at,
    state,
    state_code,
    state_reason,
    state_counts,
    progress,
    version,
    tags,
    sections,
    archived_at
from core.quizzes
where deleted_at is null;
comment on view public.quizzes is
    'The caller''s quizzes, those of which the caller is a collaborator, public ones, and those that the caller took.
public.quiz finds one with a link by its id.';
grant select on public.quizzes to anon, authenticated;

create table core.questions (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    position integer not null check (position > 0),
    version integer not null default 1,
    kind core.question_kind not null,
    prompt text not null check (char_length(prompt) between 1 and 5000),
    text_format core.text_format not null default 'plain',
    choices jsonb not null default '[]',
    display jsonb not null default '{}',
    key jsonb not null default '{}',
    points numeric(7, 2) not null default 1 check (points between 0 and 10000),
    time_limit_ms integer check (time_limit_ms between 1000 and 3600000),
    explanation text check (char_length(explanation) <= 5000),
    subject text check (char_length(subject) <= 200),
    difficulty core.difficulty,
    media_url text check ((media_url ~* '^https?://' or media_url ~ '^/media/') and char_length(media_url) <= 2000),
    media_alt text check (char_length(media_alt) <= 1000),
    source text check (char_length(source) <= 2000),
    citation jsonb check (jsonb_typeof(citation) = 'object'),
    tags text[] not null default '{}' check (array_position(tags, null) is null),
    name text check (char_length(name) between 1 and 255),
    external_id text check (char_length(external_id) between 1 and 100),
    copied_from uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    check (media_alt is null or media_url is not null),
    -- checked at the end of a statement, because a reorder swaps positions
    exclude using btree (quiz_id with =, position with =) where (deleted_at is null) deferrable
);
comment on table core.questions is 'A question in its current version. Clients have no select on key and explanation.';
comment on column core.questions.id is 'The question.';
comment on column core.questions.quiz_id is 'The quiz that the question belongs to.';
comment on column core.questions.position is 'Its place in the quiz, from 1.';
comment on column core.questions.version is
    'The number of the current version, from 1. Each edit makes a new one.';
comment on column core.questions.kind is 'How the question is answered.';
comment on column core.questions.prompt is 'What is asked, 1 to 5,000 characters.';
comment on column core.questions.text_format is
    'How the texts of the question are written: plain, as they stand, or markdown. Marking compares what was typed.';
comment on column core.questions.choices is
    'What a taker may choose from or sort: [{"id", "text", "media_url"?, "media_alt"?}].';
comment on column core.questions.display is $$
What a taker sees beside the prompt and the choices; each field of it is one of the question as it is shown. slider:
{"min", "max", "step"}; matching: {"items": [{"id", "text", "media_url"?, "media_alt"?}]}, to each of which one of the
choices belongs; cloze: {"gaps": [{"id", "kind", "choices"?}]}, where [[id]] stands in the prompt;
word_cloud: {"words"}, how many words one person may give; essay: {"max_length"}, in characters; numeric, if it
has units:
{"units": [name, …], "unit_required"}; other kinds: {}.$$;
comment on column core.questions.key is $$
The answer key: how a response is marked. Choice kinds: {"weights": {id: -1..1}, "feedback"?: {id: text}}; numeric:
{"ranges": [{"min", "max", "weight", "value"?, "feedback"?}]}, value where the author gave one and not a range,
and if it has units {"units": [{"unit", "factor"?}], "unit_required", "unit_share"};
short_text: {"answers": [{"text", "wildcards"?, "weight", "feedback"?}], "case_sensitive", "forgives"?};
ordering: {"order": [id, …]}; slider: {"value", "tolerance", "partial_within"?, "nearest"?};
matching: {"matches": {item id: choice id}};
cloze: {"gaps": {id: the key of its kind, and {"kind", "weight", "order"?}}}, order: of the author's choices;
essay: {"rubric"?: [{"id", "text", "points", "description"?, "levels"?: [{"text", "points"}]}], "marking_notes"?},
by which its owner marks it; poll, word_cloud and slide: {}.$$;
comment on column core.questions.points is 'The points that the question can earn.';
comment on column core.questions.time_limit_ms is
    'Milliseconds to answer it in a live game. Null: live.default_limit_ms.';
comment on column core.questions.explanation is 'Why the right answer is right, up to 5,000 characters.';
comment on column core.questions.subject is 'What the question is about, such as history.';
comment on column core.questions.difficulty is 'How hard the question is, in the owner''s view.';
comment on column core.questions.media_url is
    'A picture or sound that goes with the prompt: a web address, or /media/<id> of an uploaded one.';
comment on column core.questions.media_alt is
    'What the picture shows or the sound says. Empty: it is decoration. Null: nobody has said it.';
comment on column core.questions.source is 'Where the question was taken from.';
comment on column core.questions.citation is
    'The place in an upload on which the answer rests: {"upload_id", "pdf_id", "page", "page_label", "sentence"}; page
counts from 1.';
comment on column core.questions.tags is 'Words under which its owner files the question, in lower case.';
comment on column core.questions.name is 'What its owner calls the question in lists and files. Takers don''t see it.';
comment on column core.questions.external_id is 'Its id in the program that it came from, such as Moodle''s ID number.';
comment on column core.questions.copied_from is
    'The question of which it is a copy. There is no foreign key, because the copy stays when that is purged.';
comment on column core.questions.created_at is 'When the question was made.';
comment on column core.questions.updated_at is 'When the question last changed.';
comment on column core.questions.deleted_at is 'When the question was deleted. Attempts and rooms keep its versions.';
create index questions_quiz_id_idx on core.questions (quiz_id, position);
-- for core.measure_trivia, which looks for the copies of a question of the bank
create index questions_prompt_idx on core.questions using hash (prompt) where source is not null;
alter table core.questions enable row level security;
-- The policy is in the migration of collaborators.
grant select (
    id, quiz_id, position, version, kind, prompt, text_format, choices, display, points, time_limit_ms, subject,
    difficulty, media_url, media_alt, source, citation, tags, name, external_id, created_at, updated_at, deleted_at
) on core.questions to authenticated, service_role;

create view public.questions with (security_invoker = true) as
select
    id,
    quiz_id,
    position,
    version,
    kind,
    prompt,
    text_format,
    choices,
    points,
    time_limit_ms,
    subject,
    difficulty,
    media_url,
    media_alt,
    source,
    created_at,
    updated_at,
    citation,
    display,
    tags,
    name,
    external_id
from core.questions
where deleted_at is null;
comment on view public.questions is
    'The questions of the quizzes that the caller works on, without their keys (get_question returns those). Takers get
their questions from start_attempt.';
grant select on public.questions to authenticated;

create view public.choices with (security_invoker = true) as
select
    question.id as question_id,
    question.quiz_id,
    listed.position,
    listed.choice ->> 'id' as id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url,
    listed.choice ->> 'media_alt' as media_alt
from core.questions as question
cross join lateral jsonb_array_elements(question.choices) with ordinality as listed (choice, position)
where question.deleted_at is null;
comment on view public.choices is
    'The choices of the questions of the quizzes that one works on, one a row. Takers get theirs from attempt_choices.';
comment on column public.choices.question_id is 'The question.';
comment on column public.choices.quiz_id is 'Its quiz.';
comment on column public.choices.position is 'The place of the choice in the question, from 1.';
comment on column public.choices.id is 'Names the choice within its question.';
comment on column public.choices.text is 'What the choice says.';
comment on column public.choices.media_url is 'The web address of its picture. Null: it has none.';
comment on column public.choices.media_alt is 'What the picture shows. Empty: it is decoration.';
grant select on public.choices to authenticated;

create table core.question_versions (
    question_id uuid not null references core.questions,
    version integer not null,
    kind core.question_kind not null,
    prompt text not null,
    text_format core.text_format not null,
    choices jsonb not null,
    display jsonb not null,
    key jsonb not null,
    points numeric(7, 2) not null,
    time_limit_ms integer,
    explanation text,
    subject text,
    difficulty core.difficulty,
    media_url text,
    media_alt text,
    source text,
    citation jsonb,
    created_at timestamptz not null default now(),
    primary key (question_id, version)
);
comment on table core.question_versions is
    'Every version of a question, never changed. Attempts and rooms refer to these. A trigger writes them.';
comment on column core.question_versions.question_id is 'The question.';
comment on column core.question_versions.version is 'The number of the version, from 1.';
comment on column core.question_versions.created_at is 'When the version was made.';
alter table core.question_versions enable row level security;
-- The policy is in the migration of rooms: it names attempts and rooms, to which the versions belong.
grant select (
    question_id, version, kind, prompt, text_format, choices, display, points, time_limit_ms, subject, difficulty,
    media_url, media_alt, created_at
) on core.question_versions to authenticated, service_role;

create view public.question_versions with (security_invoker = true) as
select
    question_id,
    version,
    kind,
    prompt,
    text_format,
    points,
    time_limit_ms,
    subject,
    difficulty,
    media_url,
    media_alt,
    created_at,
    display
from core.question_versions;
comment on view public.question_versions is
    'The questions of attempts and rooms that one may see, as they stood when these began, without keys. Their choices
are in attempt_choices and room_choices, in the order drawn.';
grant select on public.question_versions to authenticated;

create table core.quiz_snapshots (
    id uuid primary key default gen_random_uuid(),
    quiz_id uuid not null references core.quizzes,
    begun_at timestamptz not null default now(),
    saved_at timestamptz not null default now(),
    saved_by uuid references core.profiles on delete set null,
    is_complete boolean not null default false,
    title text not null,
    description text not null,
    text_format core.text_format not null,
    sections jsonb not null,
    question_ids uuid[] not null,
    question_versions integer[] not null,
    check (cardinality(question_ids) = cardinality(question_versions))
);
comment on table core.quiz_snapshots is
    'What a quiz was like after each time of editing it: the history from which it is restored. A trigger writes them.';
comment on column core.quiz_snapshots.id is 'The snapshot.';
comment on column core.quiz_snapshots.quiz_id is 'The quiz.';
comment on column core.quiz_snapshots.begun_at is 'When the first change was saved that is in it.';
comment on column core.quiz_snapshots.saved_at is 'When the last change was saved that is in it.';
comment on column core.quiz_snapshots.saved_by is 'Who made the last change. Null: a generation or the server.';
comment on column core.quiz_snapshots.is_complete is 'Whether the next change begins another snapshot in any case.';
comment on column core.quiz_snapshots.title is 'The title of the quiz.';
comment on column core.quiz_snapshots.description is 'Its description.';
comment on column core.quiz_snapshots.text_format is 'How the description and the texts of the sections are written.';
comment on column core.quiz_snapshots.sections is 'Its sections.';
comment on column core.quiz_snapshots.question_ids is 'Its questions, in their order.';
comment on column core.quiz_snapshots.question_versions is 'The versions of these questions.';
create index quiz_snapshots_quiz_id_idx on core.quiz_snapshots (quiz_id, saved_at desc);
create index quiz_snapshots_saved_at_idx on core.quiz_snapshots (saved_at);
create index quiz_snapshots_saved_by_idx on core.quiz_snapshots (saved_by) where saved_by is not null;
alter table core.quiz_snapshots enable row level security;

insert into core.settings (key, value, description) values
    ('history.pause_s', '60',
     'seconds without a change of a quiz, after which the next change begins another snapshot'),
    ('history.longest_s', '300', 'seconds of changes that one snapshot of a quiz has at most'),
    ('history.kept_days', '90', 'days that a snapshot of a quiz is kept; the latest one is always kept'),
    ('history.max_per_quiz', '100', 'snapshots of one quiz'),
    ('quiz.max_questions', '1000', 'questions in one quiz'),
    ('quiz.max_per_person', '2000', 'quizzes of one person; deleted ones count until they are purged'),
    ('quiz.max_questions_per_person', '50000',
     'questions in all quizzes of one person; deleted ones count until their quiz is purged'),
    ('quiz.max_choices', '50', 'choices, or accepted answers, of one question'),
    ('quiz.max_prompt_length', '5000', 'characters of a prompt or an explanation'),
    ('quiz.submit_grace_s', '5',
     'seconds after its deadline in which the submission of an attempt is still accepted (network latency)'),
    ('quiz.max_response_bytes', '50000', 'bytes of one stored response'),
    ('quiz.max_attempts_per_day', '500', 'attempts that one person may begin in 24 hours, previews included'),
    ('quiz.max_tags', '20', 'tags of one quiz or question'),
    ('quiz.max_tag_length', '50', 'characters of a tag');
