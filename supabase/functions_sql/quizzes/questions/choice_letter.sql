create or replace function core.choice_letter(n integer) returns text
language sql immutable parallel safe
return case
    when n >= 702 then 'c' || n::text   -- after very many edits
    when n < 26 then chr(97 + n)
    else chr(96 + n / 26) || chr(97 + n % 26)
end;

comment on function core.choice_letter is $$
The id of a choice by its number from 0: a to z, aa to zz, c702 and so on.
> select core.choice_letter(1), core.choice_letter(26), core.choice_letter(702)
b | aa | c702
$$;
