-- A stand-in for the part of Supabase Realtime that is in the database: the table of messages with row-level security,
-- the function that sends, and the topic that policies ask for. Names, arguments, columns and rights are those to which
-- the migrations of github.com/supabase/realtime lead (August 2026), and there, too, an error of sending is a warning.
-- The sequence is of this stand-in alone.
create schema realtime;
grant usage on schema realtime to anon, authenticated, service_role;

create sequence realtime.place;
grant usage on sequence realtime.place to anon, authenticated;

create table realtime.messages (
    id uuid not null default gen_random_uuid(),
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    updated_at timestamp not null default now(),
    inserted_at timestamp not null default now(),
    binary_payload bytea,
    place bigint not null default nextval('realtime.place'),   -- for the tests: the order of sending
    primary key (id, inserted_at),
    constraint messages_payload_exclusive check (payload is null or binary_payload is null)
) partition by range (inserted_at);
create table realtime.messages_of_all_days partition of realtime.messages default;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

create function realtime.topic() returns text
language sql stable
return nullif(current_setting('realtime.topic', true), '');
grant execute on function realtime.topic to anon, authenticated, service_role;

create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql
as $$
begin
    perform set_config('realtime.topic', send.topic, true);
    insert into realtime.messages (extension, topic, event, private, payload)
    values (
        'broadcast', send.topic, send.event, send.private,
        jsonb_build_object('id', gen_random_uuid()) || send.payload
    );
exception when others then
    raise warning 'not sent: %', sqlerrm;
end;
$$;
