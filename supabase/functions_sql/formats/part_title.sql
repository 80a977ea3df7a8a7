create or replace function core.part_title(title text, part integer, parts integer) returns text
language sql immutable parallel safe
return case when parts = 1 then title else
    trim(left(title, core.max_title_length() - 10)) || ' (' || part::text || ' of ' || parts::text || ')'
end;

comment on function core.part_title is $$
The title of one of several quizzes that are made from one file.
> select core.part_title('Biology', 2, 10), core.part_title('Biology', 1, 1)
Biology (2 of 10) | Biology
$$;
