-- A query for a dashboard: which questions of a quiz are hard? Metabase, Superset and Grafana log in as
-- dashboard_reader, which can read schema dashboards and nothing else. Everything is rolled back at the end.
\set SHOW_CONTEXT never

begin;

-- Some data: a quiz of three questions, and three people who know one, two and three of the answers.
do $$
declare
    person uuid;
    quiz uuid;
begin
    insert into auth.users (email) values ('owner@dashboard.example') returning id into person;
    perform set_config('request.jwt.claims', jsonb_build_object('sub', person)::text, true);
    quiz := create_quiz('{"title": "Planets and moons", "visibility": "public"}') ->> 'id';
    perform create_questions(quiz, '[
        {"kind": "numeric", "prompt": "How many planets has the Sun?", "answers": [{"value": 8}], "difficulty": "easy"},
        {"kind": "numeric", "prompt": "How many moons has Mars?", "answers": [{"value": 2}], "difficulty": "medium"},
        {"kind": "numeric", "prompt": "How many moons has Venus?", "answers": [{"value": 0}], "difficulty": "hard"}
    ]');
    for known in 1..3 loop
        insert into auth.users (email) values (format('taker-%s@dashboard.example', known)) returning id into person;
        perform set_config('request.jwt.claims', jsonb_build_object('sub', person)::text, true);
        perform submit_attempt(quiz, (
            select jsonb_agg(jsonb_build_object('question_id', asked ->> 'id', 'response', (array[8, 2, 0])[place]))
            from jsonb_array_elements(start_attempt(quiz) -> 'questions') with ordinality as drawn (asked, place)
            where place <= known
        ));
    end loop;
    perform core.fold_facts(1000), core.sweep_statistics(1000);     -- every running Quizzler does so each few seconds
end;
$$;

set local role dashboard_reader;

select title, attempts, finished, people, average_percent
from dashboards.quiz_results
where title = 'Planets and moons';

-- The facility index is the mean mark of a question, in percent.
select question_facility.prompt, difficulty, asked, answered, facility_percent
from dashboards.question_facility
inner join dashboards.quiz_results using (quiz_id)
where title = 'Planets and moons'
order by facility_percent;

-- No view of this schema contains names of people or answer keys, and this role can't read other schemas.
savepoint before_mistake;
select email from auth.users;
rollback to before_mistake;
select key from core.questions;

rollback;
