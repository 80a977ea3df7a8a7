create or replace function core.clean_nickname(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    nickname text := trim(regexp_replace(normalize(coalesce(written, ''), nfkc), '\s+', ' ', 'g'));
begin
    if nickname ~ '[\u0001-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]' then
        perform core.fail(422, 'bad_nickname', 'A nickname can''t contain invisible characters.');
    end if;
    if core.nickname_key(nickname) = '' then
        perform core.fail(422, 'nickname_required', 'Choose a nickname.');
    end if;
    if char_length(nickname) > 30 then
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
