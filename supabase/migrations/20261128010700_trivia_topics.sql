-- The part of the bank that a question belongs to is called its topic everywhere.
comment on column core.trivia_questions.topic is 'The topic of the bank that the question belongs to.';
