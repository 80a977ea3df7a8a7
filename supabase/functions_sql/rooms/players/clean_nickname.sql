create or replace function core.clean_nickname(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := core.tidy_name(written);
    fault text := core.name_fault(nickname);
begin
    if fault = 'invisible' then
        perform core.fail(422, 'bad_nickname', 'A nickname can''t contain invisible characters.');
    elsif fault = 'empty' then
        perform core.fail(422, 'nickname_required', 'Choose a nickname.');
    elsif fault = 'long' then
        perform core.fail(422, 'bad_nickname', 'A nickname may have at most 30 characters.');
    end if;
    return nickname;
end;
$$;

comment on function core.clean_nickname is $$
A nickname as it is shown: in NFKC, without spaces around it, and with single spaces between words. PT422 bad_nickname,
nickname_required.
> select core.clean_nickname('  Ａnn   B ')
Ann B
$$;
