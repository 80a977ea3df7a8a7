-- Reads Quizzler's tables as a person, as PostgREST and Supabase clients do: with a role and the claims of a token.
-- Row-level security decides what the person sees. Everything is rolled back at the end.
\set SHOW_CONTEXT never

begin;

-- Two people sign up: that inserts a row into auth.users.
insert into auth.users (email, raw_user_meta_data) values ('ada@reader.example', '{"display_name": "Ada"}')
returning id as ada \gset
insert into auth.users (email, raw_user_meta_data) values ('bea@reader.example', '{"display_name": "Bea"}')
returning id as bea \gset
select
    json_build_object('sub', :'ada', 'role', 'authenticated') as as_ada,
    json_build_object('sub', :'bea', 'role', 'authenticated') as as_bea \gset

-- Ada makes a quiz. Writes go through functions only; client roles can't write to tables.
set local role authenticated;
set local request.jwt.claims = :'as_ada';
select create_quiz('{"title": "Rivers"}') ->> 'id' as rivers \gset
select jsonb_array_length(create_questions(:'rivers', '[
    {"kind": "true_false", "prompt": "The Nile flows north.", "correct": true},
    {"kind": "short_text", "prompt": "The longest river of France?", "answers": [{"text": "Loire"}]}
]') -> 'items') as questions;

-- She sees her quiz and its questions, but not the answer keys: clients may not select that column.
select title, visibility from quizzes where id = :'rivers';
select position, kind, prompt, choices from questions where quiz_id = :'rivers' order by position;
savepoint before_mistake;
select key from core.questions;
rollback to before_mistake;
insert into quizzes (title) values ('By hand');
rollback to before_mistake;

-- Bea sees none of it while it is private ...
set local request.jwt.claims = :'as_bea';
select count(*) from quizzes where id = :'rivers';
savepoint before_mistake;
select get_quiz(:'rivers');
rollback to before_mistake;

-- ... and the quiz, but not its questions, once it is public. A caller who is not signed in sees the same.
set local request.jwt.claims = :'as_ada';
select update_quiz(:'rivers', '{"visibility": "public"}') ->> 'visibility' as visibility;
set local request.jwt.claims = :'as_bea';
select title from quizzes where id = :'rivers';
select count(*) from questions where quiz_id = :'rivers';
set local role anon;
set local request.jwt.claims = '{"role": "anon"}';
select title from quizzes where id = :'rivers';

rollback;
