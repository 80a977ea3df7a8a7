create or replace function public.hide_word(
    room_code text,
    number integer,        -- of the question
    word text,
    hidden boolean
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most constant integer := 500;
    room core.rooms := core.hosted_room(room_code);
    asked core.room_questions;
    compared text := core.compared_text(left(word, 50));
begin
    perform core.require_not_ended(room);
    select q.* into asked
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    where q.room_id = room.id and q.number = hide_word.number and v.kind = 'word_cloud';
    if asked.number is null then
        perform core.fail(409, 'no_word_cloud', 'Only the words of a word cloud can be hidden.');
    end if;
    if compared is null or compared = '' or hidden is null then
        perform core.fail(422, 'bad_word', 'Say which word is to be hidden (hidden: true) or shown again (false).');
    end if;
    if cardinality(asked.hidden_words) >= most and hidden then
        perform core.fail(409, 'too_many_words', format('%s words are hidden already; no more can be.', most));
    end if;
    if hidden <> (compared = any (asked.hidden_words)) then
        update core.room_questions as q
        set hidden_words = case
            when hidden then q.hidden_words || compared
            else array_remove(q.hidden_words, compared)
        end
        where q.room_id = room.id and q.number = asked.number;
        if asked.closed_at is not null then
            perform core.append_event(room.id, 'question.words', jsonb_build_object(
                'number', asked.number, 'distribution', core.distribution(room.id, asked.number)
            ));
        end if;
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.hide_word is
'Hides a word of a word cloud from everybody, however it is written, or shows it again. It may be hidden before the
question closes. Returns the room. PT403 not_the_host, PT409 room_ended, no_word_cloud, too_many_words,
PT422 bad_word.';

revoke execute on function public.hide_word from public, anon;
grant execute on function public.hide_word to authenticated;
