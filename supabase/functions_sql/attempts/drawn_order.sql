create or replace function core.drawn_order(quiz core.quizzes, question core.questions, seed integer) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with listed as (
        select
            choice.value ->> 'id' as id,
            choice.place,
            not is_shuffled.wanted or choice.value ? 'pinned' as stays
        from jsonb_array_elements(question.choices) with ordinality as choice (value, place)
        cross join core.is_shuffled(question.kind, quiz.shuffle_choices) as is_shuffled (wanted)
    ),

    mixed as (
        select core.shuffled(seed || ':' || question.id, array_agg(l.id order by l.place)) as ids
        from listed as l
        where not l.stays
    ),

    -- the choices that are shuffled take the places that the others leave
    placed as (
        select
            listed.place,
            case
                when listed.stays then listed.id
                else mixed.ids[count(*) filter (where not listed.stays) over (order by listed.place)]
            end as id
        from listed
        cross join mixed
    )

    select array(select placed.id from placed order by placed.place);
$$;

comment on function core.drawn_order is
'The ids of a question''s choices in the order that this seed gives. The choices of an ordering are always shuffled; a
pinned choice keeps its place.';
