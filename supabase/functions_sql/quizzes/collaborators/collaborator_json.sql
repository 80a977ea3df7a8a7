create or replace function core.collaborator_json(collaborator core.quiz_collaborators) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(collaborator) - 'invited_as' || jsonb_build_object('display_name', case
        when collaborator.user_id is not null then core.person_name(collaborator.user_id)
    end);
$$;

comment on function core.collaborator_json is
'A collaborator or an invitation as JSON. An invitation of an address has no name: it would tell that an account has the
address.';
