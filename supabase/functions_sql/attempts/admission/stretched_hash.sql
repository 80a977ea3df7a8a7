create or replace function core.stretched_hash(
    secret text,
    salt bytea,
    rounds integer
) returns bytea
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    plain bytea := convert_to(normalize(btrim(secret)), 'UTF8');
    hash bytea := sha256(salt || plain);
begin
    for round in 2..rounds loop
        hash := sha256(hash || salt || plain);
    end loop;
    return hash;
end;
$$;

comment on function core.stretched_hash is $$
A salted hash of a word that people choose, made slow so that whoever reads a backup tries few words a second. Blanks
around it don't count, and an accented letter is the same in both of its Unicode forms. Without pgcrypto, which a plain
Postgres may not have.
> select core.stretched_hash(' sesame', '\x00', 2) = core.stretched_hash('sesame', '\x00', 2)
t
$$;
