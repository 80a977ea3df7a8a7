create or replace function core.is_scored(kind core.question_kind) returns boolean
language sql immutable parallel safe
return kind not in ('poll', 'slide', 'word_cloud');

comment on function core.is_scored is $$
Whether answers to questions of this kind are marked. Answers to a poll or a word cloud are only counted,
and a slide has none.
> select core.is_scored('numeric'), core.is_scored('poll')
t | f
$$;

-- these roles read core.counted_answers, which calls it
grant execute on function core.is_scored to authenticated, service_role, dashboard_reader;
