create or replace function public.list_quiz_invitations(
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    address text := core.caller_email();
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
begin
    return core.page(array(
        select jsonb_build_array(
            jsonb_build_object(
                'id', c.id, 'quiz_id', c.quiz_id, 'role', c.role, 'invited_at', c.invited_at, 'title', q.title,
                'owner_id', q.owner_id, 'owner', core.person_name(q.owner_id)
            ), c.invited_at::text, c.id
        )
        from core.quiz_collaborators as c
        inner join core.quizzes as q on q.id = c.quiz_id and q.deleted_at is null
        where c.accepted_at is null and (c.user_id = me or c.email = address)
            and (c.invited_at, c.id) < (after[1]::timestamptz, after[2]::uuid)
        order by c.invited_at desc, c.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_quiz_invitations is
'The invitations of the caller to quizzes of others that are neither accepted nor declined, newest first, by page:
{"id", "quiz_id", "title", "role", "owner_id", "owner", "invited_at"}. PT401 not_signed_in; PT422 bad_limit,
bad_cursor.';

revoke execute on function public.list_quiz_invitations from public, anon;
grant execute on function public.list_quiz_invitations to authenticated;
