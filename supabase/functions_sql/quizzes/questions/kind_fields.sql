create or replace function core.kind_fields(kind core.question_kind) returns text[]
language sql immutable parallel safe
return case kind
    when 'true_false' then '{correct,feedback_true,feedback_false}'
    when 'numeric' then '{answers,units,unit_required,unit_share}'
    when 'short_text' then '{answers,case_sensitive,forgives}'
    when 'slider' then '{min,max,step,value,tolerance,partial_within,nearest}'
    when 'matching' then '{pairs,distractors}'
    when 'cloze' then '{gaps}'
    when 'word_cloud' then '{words}'
    when 'essay' then '{max_length,rubric,marking_notes}'
    when 'slide' then '{}'
    else '{choices}'
end::text[];

comment on function core.kind_fields is $$
The fields that only drafts of this kind have.
> select core.kind_fields('true_false'), core.kind_fields('poll')
{correct,feedback_true,feedback_false} | {choices}
$$;
