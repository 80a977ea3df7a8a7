-- The built-in bank of trivia questions.
create table core.trivia_questions (
    id text primary key,
    topic text not null,
    difficulty core.difficulty not null,
    kind core.question_kind not null,
    template text not null,
    family text not null,
    draft jsonb not null
);
comment on table core.trivia_questions is 'The built-in bank, loaded from app/trivia/bank.jsonl.';
comment on column core.trivia_questions.id is
    'The id of the question in the bank, the same in every version of the bank.';
comment on column core.trivia_questions.topic is 'The topic of the bank that the question belongs to.';
comment on column core.trivia_questions.difficulty is
    'How hard the question is: by how well known its answer is, and by its facility index once enough people had it.';
comment on column core.trivia_questions.kind is 'How the question is answered.';
comment on column core.trivia_questions.template is
    'How the question begins. A draw has one of a template as long as there are others.';
comment on column core.trivia_questions.family is
    'The kind of fact that it is made of, or its own id. A draw has one of a family as long as there are others.';
comment on column core.trivia_questions.draft is 'The question as create_question takes it, with its answer key.';
create index trivia_questions_topic_idx on core.trivia_questions (topic, difficulty, kind);
alter table core.trivia_questions enable row level security;
create policy "anyone reads which trivia there is" on core.trivia_questions for select to anon using (true);
create policy "people read the trivia" on core.trivia_questions for select to authenticated using (true);
grant select (id, topic, difficulty, kind) on core.trivia_questions to anon;
grant select on core.trivia_questions to authenticated, service_role;

create view public.trivia_questions with (security_invoker = true) as
select
    id,
    topic,
    difficulty,
    kind,
    draft ->> 'prompt' as prompt,
    array(
        select listed.choice ->> 'text'
        from jsonb_array_elements(draft -> 'choices') as listed (choice)
        order by listed.choice ->> 'text'
    ) as choices
from core.trivia_questions;
comment on view public.trivia_questions is 'The questions of the bank, without their answer keys.';
comment on column public.trivia_questions.prompt is 'What is asked.';
comment on column public.trivia_questions.choices is 'The texts of its choices by alphabet; none where it has none.';
grant select on public.trivia_questions to authenticated;

create view public.trivia_topics with (security_invoker = true) as
select
    topic,
    count(*) as questions,
    count(*) filter (where difficulty = 'easy') as easy,
    count(*) filter (where difficulty = 'medium') as medium,
    count(*) filter (where difficulty = 'hard') as hard
from core.trivia_questions
group by topic;
comment on view public.trivia_topics is 'The topics of the bank, and how many questions each has.';
comment on column public.trivia_topics.topic is 'The topic.';
comment on column public.trivia_topics.questions is 'How many questions it has.';
comment on column public.trivia_topics.easy is 'How many of them are easy.';
comment on column public.trivia_topics.medium is 'How many of them are of medium difficulty.';
comment on column public.trivia_topics.hard is 'How many of them are hard.';
grant select on public.trivia_topics to anon, authenticated;

create table core.trivia_bank (
    only_one boolean primary key default true check (only_one),
    digest text not null,
    measured_to text not null default '',
    loaded_at timestamptz not null default now()
);
comment on table core.trivia_bank is 'The version of the bank that is loaded. One row.';
comment on column core.trivia_bank.only_one is 'Always true. As the primary key, it allows only one row.';
comment on column core.trivia_bank.digest is 'The SHA-256 of the file that was loaded.';
comment on column core.trivia_bank.measured_to is
    'The id of the question up to which core.measure_trivia has come; empty: it begins anew.';
comment on column core.trivia_bank.loaded_at is 'When it was loaded.';
alter table core.trivia_bank enable row level security;

insert into core.settings (key, value, description) values
    ('trivia.max_amount', '50', 'questions that one request for trivia may ask for'),
    ('trivia.measured_from_answers', '30',
     'answers, at quizzes of five owners or more, from which a trivia question''s difficulty is what was measured');
