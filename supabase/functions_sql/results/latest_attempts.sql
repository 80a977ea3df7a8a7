create or replace function core.latest_attempts(
    quiz_id uuid,
    person_id uuid,
    with_previews boolean,
    viewer uuid default null     -- who reads it; null: the caller
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with taken as (
        select t.id, t.number
        from core.attempts as t
        where t.quiz_id = latest_attempts.quiz_id
            and t.user_id = latest_attempts.person_id
            and t.deleted_at is null
            and (with_previews or not t.preview)
    ),

    latest as (
        select taken.id, taken.number from taken order by taken.number desc limit core.setting('page.default_size')
    )

    select jsonb_build_object(
        'attempt_count', (select count(*) from taken),
        'attempts', coalesce((
            select jsonb_agg(core.attempt_summary(core.settled(latest.id), viewer) order by latest.number) from latest
        ), '[]')
    );
$$;

comment on function core.latest_attempts is
'How many attempts a person has at a quiz, and the latest of them in their order, at most page.default_size:
{"attempt_count", "attempts"}. public.list_attempts and public.list_attempts_of have all, by page.';
