create or replace function core.keep_question_version() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.question_versions (
        question_id, version, kind, prompt, text_format, choices, display, key, points, time_limit_ms, explanation,
        subject, difficulty, media_url, media_alt, source, citation
    )
    values (
        new.id, new.version, new.kind, new.prompt, new.text_format, new.choices, new.display, new.key, new.points,
        new.time_limit_ms, new.explanation, new.subject, new.difficulty, new.media_url, new.media_alt, new.source,
        new.citation
    );
    return new;
end;
$$;

comment on function core.keep_question_version is
'Keeps each version of a question, for the attempts and rooms that use it.';

create or replace trigger keep_first_version after insert on core.questions
for each row execute function core.keep_question_version();

create or replace trigger keep_version after update on core.questions
for each row when (old.version is distinct from new.version)
execute function core.keep_question_version();
