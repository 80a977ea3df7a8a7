create or replace function core.reserve_credits(
    user_id uuid,
    quiz_id uuid,
    request text,          -- distinguishes several generations of one quiz
    questions integer      -- the number of requested questions
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    key text := core.reservation_key(quiz_id, request) || 'reserve';
    cost bigint := core.questions_cost(questions);
    first_time boolean := false;
begin
    -- A repeated call is the same reservation, even if the price has changed
    if not exists (
        select
        from core.credit_transfers as t
        where t.source_key = key
            and t.user_id = reserve_credits.user_id
            and t.questions = reserve_credits.questions
    ) then
        first_time := core.transfer(
            key, 'reserve', reserve_credits.user_id, cost,
            quiz_id => reserve_credits.quiz_id, questions => reserve_credits.questions
        );
    end if;
    return jsonb_build_object('reserved_now', first_time) || core.balance_of(reserve_credits.user_id);
end;
$$;

comment on function core.reserve_credits is
'Sets credits aside for the questions of one generation, in the caller''s transaction, with source key
quiz:<quiz_id>:<request>:reserve. core.settle_credits captures or releases them. A repeated call with the same arguments
changes nothing, even if the price has changed. Returns {"reserved_now", "spendable", "reserved"}: whether this call
reserved them, and the balance after it in credits. PT402 not_enough_credits (hint: {"needed", "spendable", "missing"}
as JSON); PT422 bad_question_count, bad_reservation; PT409 source_key_reused for another number of questions. Locks the
person''s accounts until the transaction ends.';

revoke execute on function core.reserve_credits from public;
