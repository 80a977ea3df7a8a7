create or replace function core.note_media_uses() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.media_uses (media_id, question_id)
    select m.id, new.question_id
    from core.media as m
    where m.id = any (core.media_ids(concat_ws(
        ' ', new.media_url, new.prompt, new.explanation, new.choices, new.display, new.key
    )))
    for key share   -- of what is being deleted at this moment, nothing is noted
    on conflict do nothing;
    return null;
end;
$$;

comment on function core.note_media_uses is
'Notes which pictures and sounds a version of a question refers to, so that they stay as long as the question does.';

create or replace trigger note_media_uses after insert on core.question_versions
for each row
when (concat_ws(
    ' ', new.media_url, new.prompt, new.explanation, new.choices, new.display, new.key
) like '%/media/%')
execute function core.note_media_uses();
