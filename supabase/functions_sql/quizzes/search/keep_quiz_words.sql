create or replace function core.keep_quiz_words() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    new.words := core.quiz_words(new.title, new.tags, new.description, new.language);
    new.title_key := core.sort_key(new.title);
    return new;
end;
$$;

comment on function core.keep_quiz_words is 'Keeps what a quiz is found and sorted by.';

create or replace trigger keep_words before insert or update of title, tags, description, language on core.quizzes
for each row execute function core.keep_quiz_words();
