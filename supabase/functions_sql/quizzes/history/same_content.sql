create or replace function core.same_content(one core.quiz_snapshots, other core.quiz_snapshots) returns boolean
language sql immutable parallel safe
return (
    one.title, one.description, one.text_format, one.sections, one.question_ids, one.question_versions
) is not distinct from (
    other.title, other.description, other.text_format, other.sections, other.question_ids, other.question_versions
);

comment on function core.same_content is $$
Whether two snapshots of a quiz have the same texts and the same questions in the same order.
> select core.same_content(null, null)
t
$$;
