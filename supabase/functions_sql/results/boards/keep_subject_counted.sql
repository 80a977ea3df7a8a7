create or replace function core.keep_subject_counted() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    -- no standing depends on the subject of a quiz that is on no global board
    update core.boards as b
    set counted_subject = core.quiz_subject(q.id)
    from core.quizzes as q
    where q.id = b.quiz_id and q.id in (select n.quiz_id from new_rows as n)
        and not b.counts_globally and not core.counts_globally(q) and b.counted_subject <> core.quiz_subject(q.id);

    for quiz in
        select q.*
        from core.boards as b
        inner join core.quizzes as q on q.id = b.quiz_id
        where b.quiz_id in (select n.quiz_id from new_rows as n) and b.counted_subject <> core.quiz_subject(b.quiz_id)
        order by b.id
    loop
        perform core.list_board(quiz);
    end loop;
    return null;
end;
$$;

comment on function core.keep_subject_counted is
'Puts the results of a quiz on the boards of its subject, after a change of its questions.';

create or replace trigger keep_subject_of_new_questions after insert on core.questions
referencing new table as new_rows
for each statement execute function core.keep_subject_counted();

create or replace trigger keep_subject_of_changed_questions after update on core.questions
referencing new table as new_rows
for each statement execute function core.keep_subject_counted();
