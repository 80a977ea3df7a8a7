create or replace function core.keep_question_words() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        perform core.store_question_words(array(select c.id from changed as c));
    elsif tg_table_name = 'questions' then
        perform core.store_question_words(array[new.id]);
    else
        perform core.store_question_words(array(select q.id from core.questions as q where q.quiz_id = new.id));
    end if;
    return null;
end;
$$;

comment on function core.keep_question_words is
'Keeps what questions are found by: of new ones together, of one that changes, and of all when their quiz gets another
language.';

create or replace trigger keep_words_of_new after insert on core.questions
referencing new table as changed
for each statement execute function core.keep_question_words();

create or replace trigger keep_words after update of prompt, tags, subject, explanation, choices, display, key
on core.questions
for each row execute function core.keep_question_words();

create or replace trigger keep_words_of_questions after update of language on core.quizzes
for each row when (old.language is distinct from new.language) execute function core.keep_question_words();
