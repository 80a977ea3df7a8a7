create or replace function core.search_config(language text) returns regconfig
language sql immutable parallel safe
return case split_part(language, '-', 1)
    when 'ar' then 'arabic'::regconfig
    when 'hy' then 'armenian'::regconfig
    when 'eu' then 'basque'::regconfig
    when 'ca' then 'catalan'::regconfig
    when 'da' then 'danish'::regconfig
    when 'nl' then 'dutch'::regconfig
    when 'en' then 'english'::regconfig
    when 'fi' then 'finnish'::regconfig
    when 'fr' then 'french'::regconfig
    when 'de' then 'german'::regconfig
    when 'el' then 'greek'::regconfig
    when 'hi' then 'hindi'::regconfig
    when 'hu' then 'hungarian'::regconfig
    when 'id' then 'indonesian'::regconfig
    when 'ga' then 'irish'::regconfig
    when 'it' then 'italian'::regconfig
    when 'lt' then 'lithuanian'::regconfig
    when 'ne' then 'nepali'::regconfig
    when 'nb' then 'norwegian'::regconfig
    when 'nn' then 'norwegian'::regconfig
    when 'no' then 'norwegian'::regconfig
    when 'pt' then 'portuguese'::regconfig
    when 'ro' then 'romanian'::regconfig
    when 'ru' then 'russian'::regconfig
    when 'sr' then 'serbian'::regconfig
    when 'es' then 'spanish'::regconfig
    when 'sv' then 'swedish'::regconfig
    when 'ta' then 'tamil'::regconfig
    when 'tr' then 'turkish'::regconfig
    when 'yi' then 'yiddish'::regconfig
    else 'simple'::regconfig
end;

comment on function core.search_config is $$
Postgres' text search of a language: those that Postgres 15 has. simple, which takes words as they are, for any other.
> select core.search_config('pt-BR'), core.search_config('ja')
portuguese | simple
$$;
