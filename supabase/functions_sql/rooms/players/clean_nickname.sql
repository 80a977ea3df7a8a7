create or replace function core.clean_nickname(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := core.tidy_name(written);
    fault text := core.name_fault(nickname);
begin
<<<<<<< HEAD
    if nickname ~ '[\u0001-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]' then
        perform core.fail(422, 'bad_nickname', 'A nickname can''t contain invisible characters.');
    end if;
    if core.nickname_key(nickname) = '' then
        perform core.fail(422, 'nickname_required', 'Choose a nickname.');
    end if;
    if char_length(nickname) > 30 then
        perform core.fail(422, 'bad_nickname', 'A nickname may have at most 30 characters.');
=======
    if fault = 'invisible' then
        perform core.fail(422, 'bad_nickname', 'A nickname can''t hold characters that are not seen.');
    elsif fault = 'empty' then
        perform core.fail(422, 'nickname_required', 'Choose a nickname.');
    elsif fault = 'long' then
        perform core.fail(422, 'bad_nickname', 'A nickname has at most 30 characters.');
>>>>>>> d2f4beb (Say that the name of a team is wrong, not a nickname)
    end if;
    return nickname;
end;
$$;

comment on function core.clean_nickname is $$
<<<<<<< HEAD
A nickname as it is shown: in NFKC, without spaces around it, and with single spaces between words. PT422 bad_nickname,
nickname_required.
=======
A nickname as it is shown. PT422 bad_nickname, nickname_required.
>>>>>>> d2f4beb (Say that the name of a team is wrong, not a nickname)
> select core.clean_nickname('  Ａnn   B ')
Ann B
$$;
