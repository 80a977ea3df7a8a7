create or replace function core.rejection_sentences(
    outcomes text[],       -- as core.accept_answers returns them
    room_ids uuid[],
    numbers integer[],     -- of the questions
    responses text[]       -- JSON
) returns text[]
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if outcomes is null or 'invalid_response' <> all (outcomes) then
        return array(select core.rejection_sentence(outcome) from unnest(outcomes) as outcome);
    end if;
    return array(
        select coalesce(
            core.check_response(v.kind, v.choices, coalesce(j.response, '[]'), v.display),
            core.rejection_sentence(j.outcome)
        )
        from unnest(outcomes, room_ids, numbers, core.read_responses(responses))
            with ordinality as j (outcome, room_id, number, response, place)
        left join core.room_questions as q
            on j.outcome = 'invalid_response' and q.room_id = j.room_id and q.number = j.number
        left join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
        order by j.place
    );
end;
$$;

comment on function core.rejection_sentences is
'Why each answer of a batch does not count, for the player; null for an answer that does. A response that does not fit
its question is told what is wrong with it.';

revoke execute on function core.rejection_sentences from public;
grant execute on function core.rejection_sentences to authenticator;
