-- The part of Supabase Realtime that its documentation describes: the table of messages with row-level security, the
-- function that sends, and the topic that policies ask for. The real function, too, turns an error into a warning.
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
    inserted_at timestamp not null default now(),
    place bigint not null default nextval('realtime.place'),   -- for the tests: the order of sending
    primary key (id, inserted_at)
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
