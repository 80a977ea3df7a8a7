create or replace function core.unfold_changed() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.unfold_statistics(array[
        (to_jsonb(old) ->> case tg_table_name
            when 'answers' then 'attempt_id' when 'live_answers' then 'room_id' else 'id'
        end)::uuid
    ]);
    return case tg_op when 'DELETE' then old else new end;
end;
$$;

comment on function core.unfold_changed is
'Takes an attempt or a game out of the sums of statistics before its answers or what else they count of it change.';

create or replace trigger unfold_changed before update on core.answers
for each row when (
    (old.response, old.points, old.fraction, old.deleted_at)
    is distinct from (new.response, new.points, new.fraction, new.deleted_at)
)
execute function core.unfold_changed();

create or replace trigger unfold_deleted before delete on core.answers
for each row execute function core.unfold_changed();

-- when what a person wrote is erased; games that have ended have no other changes
create or replace trigger unfold_changed before update on core.live_answers
for each row when (old.response is distinct from new.response)
execute function core.unfold_changed();

create or replace trigger unfold_changed before update on core.attempts
for each row when (
    old.state = 'finished' and (
        old.state, old.preview, old.deleted_at, old.max_score, old.passed, old.started_at, old.finished_at,
        old.question_ids, old.question_versions, old.rulings
    ) is distinct from (
        new.state, new.preview, new.deleted_at, new.max_score, new.passed, new.started_at, new.finished_at,
        new.question_ids, new.question_versions, new.rulings
    )
)
execute function core.unfold_changed();

create or replace trigger unfold_deleted before delete on core.attempts
for each row execute function core.unfold_changed();
