create or replace function core.compared_unit(unit text) returns text
language sql immutable parallel safe
return replace(core.typed_text(unit), ' ', '');

comment on function core.compared_unit is $$
A unit in the form in which it is compared: without spaces. Case counts, because mW is not MW.
> select core.compared_unit(' m ²'), core.compared_unit('µm') = core.compared_unit('μm')
m^2 | t
$$;
