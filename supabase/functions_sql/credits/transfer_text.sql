create or replace function core.transfer_text(
    kind core.transfer_kind,
    questions integer,
    title text                 -- of the quiz; null if it was deleted for good
) returns text
language sql immutable parallel safe
return case kind
    when 'gift' then 'A gift'
    when 'purchase' then 'Bought'
    when 'refund' then 'Taken back: the payment was refunded'
    when 'refund_reversed' then 'Returned: the refund did not go through'
    when 'dispute' then 'Taken back: the payment is disputed'
    when 'dispute_reversed' then 'Returned: the dispute was settled'
    else
        case kind when 'reserve' then 'Set aside for ' when 'capture' then 'Paid for ' else 'Given back for ' end
        || questions || case questions when 1 then ' question' else ' questions' end
        || coalesce(' of “' || title || '”', '')
end;

comment on function core.transfer_text is $$
The text of a line in a person's credit history.
> select core.transfer_text('capture', 8, 'Rivers of Asia')
Paid for 8 questions of “Rivers of Asia”
$$;
