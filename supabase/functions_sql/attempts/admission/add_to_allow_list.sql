create or replace function public.add_to_allow_list(
    quiz_id uuid,
    addresses jsonb     -- ["ada@example.com", "@school.org"]
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    most bigint := core.setting('quiz.max_allow_list');
    added integer;
    total bigint;
begin
    insert into core.allow_list as l (quiz_id, address)
    select quiz.id, a.address from unnest(core.listed_addresses(addresses)) as a (address)
    on conflict on constraint allow_list_quiz_id_address_key do nothing;
    get diagnostics added = row_count;
    total := (select count(*) from core.allow_list as l where l.quiz_id = quiz.id);
    if total > most then
        perform core.fail(409, 'allow_list_full', format('An allow-list can have %s entries at most.', most));
    end if;
    if added > 0 and added = total and not quiz.listed_only then   -- its first addresses
        if quiz.guests_allowed then
            perform core.fail(
                422, 'guests_not_on_list',
                'This quiz takes guests, who have no e-mail address. Let it take none first, then add the addresses.'
            );
        end if;
        update core.quizzes as q set listed_only = true where q.id = quiz.id returning * into quiz;
    end if;
    if added > 0 then
        perform core.note_act(quiz, 'allow_list.added', jsonb_build_object('addresses', added));
    end if;
    return jsonb_build_object('added', added, 'total', total, 'listed_only', quiz.listed_only);
end;
$$;

comment on function public.add_to_allow_list is
'Adds e-mail addresses, and domains such as @school.org, to the allow-list of a quiz of the caller''s, and returns
{"added": how many were not on it, "total", "listed_only"}. With its first addresses, only listed people may begin an
attempt (listed_only), until the quiz is changed. Addresses need no account yet; case does not matter; a domain has no
subdomains. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT409 allow_list_full; PT422 wrong_type,
bad_address, guests_not_on_list.';

revoke execute on function public.add_to_allow_list from public, anon;
grant execute on function public.add_to_allow_list to authenticated;
