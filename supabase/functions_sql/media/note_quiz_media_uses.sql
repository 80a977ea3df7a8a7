create or replace function core.note_quiz_media_uses() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.quiz_media_uses (media_id, quiz_id)
    select m.id, new.id
    from core.media as m
    where m.id = any (core.media_ids(concat_ws(' ', new.description, new.sections)))
    for key share   -- of what is being deleted at this moment, nothing is noted
    on conflict do nothing;
    return null;
end;
$$;

comment on function core.note_quiz_media_uses is
'Notes which pictures and sounds the texts of a quiz refer to, so that they stay as long as the quiz does.';

create or replace trigger note_quiz_media_uses after insert or update of description, sections on core.quizzes
for each row
when (concat_ws(' ', new.description, new.sections) like '%/media/%')
execute function core.note_quiz_media_uses();
