-- What a search for questions looks in: beside the questions, so that no version grows when the words do.
create table core.question_words (
    question_id uuid primary key references core.questions,
    quiz_id uuid not null references core.quizzes,
    words tsvector not null
);
comment on table core.question_words is
    'What questions are found by: the prompt and the tags word by word, and with all other texts by the language of the
quiz. Triggers write it.';
comment on column core.question_words.question_id is 'The question.';
comment on column core.question_words.quiz_id is 'Its quiz.';
comment on column core.question_words.words is 'The words and stems, as core.quiz_words makes them.';
create index question_words_quiz_id_idx on core.question_words (quiz_id);
create index question_words_words_idx on core.question_words using gin (words);
alter table core.question_words enable row level security;
