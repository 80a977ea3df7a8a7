-- The players of rooms, their teams, answers and turns, and the event log.
create type core.confidence as enum ('low', 'high');
create type core.event_audience as enum ('everyone', 'host', 'player');

create table core.teams (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    name text not null check (char_length(name) between 1 and 30),
    primary key (room_id, number)
);
comment on table core.teams is 'The teams of a room. A team''s score is the mean of its members''.';
comment on column core.teams.room_id is 'The room.';
comment on column core.teams.number is 'Numbers the teams of the room, from 1.';
comment on column core.teams.name is 'The name that players see, 1 to 30 characters.';
alter table core.teams enable row level security;   -- its policy stands below, after the players
grant select on core.teams to authenticated, service_role;

create view public.teams with (security_invoker = true) as
select
    room_id,
    number,
    name
from core.teams;
comment on view public.teams is 'The teams of the rooms that one hosts or plays in.';
grant select on public.teams to authenticated;

create table core.players (
    id uuid primary key default gen_random_uuid(),
    room_id uuid not null references core.rooms,
    nickname text not null check (char_length(nickname) between 1 and 30),
    nickname_key text not null,
    avatar text not null default '' check (char_length(avatar) <= 40),
    team integer,
    resume_hash bytea not null,
    user_id uuid references core.profiles,
    time_factor numeric(4, 2) not null default 1 check (time_factor between 1 and 10),
    connection integer not null default 1,
    joined_number integer not null,
    score bigint not null default 0,
    previous_score bigint,
    streak integer not null default 0,
    joined_at timestamptz not null default now(),
    left_at timestamptz,
    awaited_until timestamptz,
    heard_at timestamptz,
    topic_key text,
    kicked_at timestamptz,
    finished_at timestamptz,
    realtime_during tstzrange,
    heartbeats_until timestamptz,
    unique (room_id, resume_hash),
    foreign key (room_id, team) references core.teams (room_id, number)
) with (fillfactor = 70);
comment on table core.players is 'Somebody in a room, under a nickname.';
comment on column core.players.id is 'The player.';
comment on column core.players.room_id is 'The room.';
comment on column core.players.nickname is 'The name that everybody in the room sees, 1 to 30 characters.';
comment on column core.players.nickname_key is
    'The nickname as core.nickname_key returns it, so that no two in a room look alike.';
comment on column core.players.avatar is
    'The seed of the player''s picture. The same seed gives the same picture everywhere.';
comment on column core.players.team is 'The number of the player''s team. Null: none.';
comment on column core.players.resume_hash is
    'SHA-256 of the resume token, by which a player comes back as themselves and plays again in the next room.';
comment on column core.players.user_id is 'The person, for a player who is signed in.';
comment on column core.players.time_factor is
    'The player''s time for each question as a multiple of the usual time, 1 to 10.';
comment on column core.players.connection is
    'The number of the player''s newest connection. When an older one ends, the player stays present.';
comment on column core.players.joined_number is
    'The first question that the player could answer. Earlier ones do not count as missed.';
comment on column core.players.score is 'Live points earned so far.';
comment on column core.players.previous_score is
    'The score before the newest question that was marked. Null: the player came after it, or the game is assigned.';
comment on column core.players.streak is 'Right answers in a row so far.';
comment on column core.players.joined_at is 'When the player joined.';
comment on column core.players.left_at is 'When the player left or their connection ended. Null: connected.';
comment on column core.players.awaited_until is
    'Until when a question waits for a player whose connection broke. Null: the player left on purpose, or is
connected.';
comment on column core.players.heard_at is
    'The newest heartbeat of a player who plays a live game without a connection. Null: the player has a connection.';
comment on column core.players.topic_key is
    'The last part of the Realtime topic on which only this player receives messages. Null: the player has a connection,
or the database has no Realtime.';
comment on column core.players.kicked_at is 'When a host removed the player.';
comment on column core.players.finished_at is 'When the player finished an assigned game.';
comment on column core.players.realtime_during is
    'From when, and until when, the player has been on Realtime; without an end: still. Relays that are away cut off
nobody there (core.clock_pauses). Whoever changes to and fro has been there all the time between.';
comment on column core.players.heartbeats_until is
    'Each heartbeat of the player moves this on by a second, from now on at least. More of them are refused while it is
more than live.heartbeat_burst seconds ahead.';
create unique index players_nickname_key on core.players (room_id, nickname_key) where kicked_at is null;
create unique index players_person_key on core.players (room_id, user_id);
create index players_user_id_idx on core.players (user_id);
create index players_extra_time_idx on core.players (room_id) where time_factor > 1;
create index players_topic_key_idx on core.players (room_id) where topic_key is not null;
create index players_team_idx on core.players (room_id, team) where team is not null;
alter table core.players enable row level security;
create policy "hosts read their players, players themselves" on core.players
    for select to authenticated
    using (
        user_id = (select core.caller_id())
        or room_id = any(array(select id from core.rooms where host_id = (select core.caller_id())))
        or room_id = any(array(select room_id from core.room_hosts where user_id = (select core.caller_id())))
    );
grant select (
    id, room_id, nickname, user_id, score, streak, joined_at, left_at, kicked_at, avatar, team, finished_at
) on core.players to authenticated, service_role;

-- The view names this function, so it has to be there before it. Its file gives it its body.
create function core.knows_game_score(room_id uuid) returns boolean language sql stable return false;

create view public.players with (security_invoker = true) as
select
    id,
    room_id,
    nickname,
    user_id,
    case when core.knows_game_score(room_id) then score end as score,
    case when core.knows_game_score(room_id) then streak end as streak,
    joined_at,
    left_at,
    kicked_at,
    avatar,
    team,
    finished_at
from core.players;
comment on view public.players is
    'The players of the rooms that the caller hosts, and the caller as a player of other rooms.';
comment on column public.players.score is
    'The points so far. Null to the player while an assigned game is open whose quiz shows neither review nor key.';
comment on column public.players.streak is 'Right answers in a row. Null as score is.';
grant select on public.players to authenticated;

-- With their owner's rights, for policies: a policy of rooms or players can't read the other one.
create view core.hosted_rooms as
select id as room_id from core.rooms where host_id = (select core.caller_id())
union all
select room_id from core.room_hosts where user_id = (select core.caller_id());
comment on view core.hosted_rooms is 'The rooms that the caller hosts, as their owner or as a co-host.';
comment on column core.hosted_rooms.room_id is 'The room.';
create view core.played_rooms as
select
    p.room_id,
    p.id as player_id,
    r.mode,
    r.question_on_phones
from core.players as p
inner join core.rooms as r on p.room_id = r.id
where p.user_id = (select core.caller_id()) and p.kicked_at is null;
comment on view core.played_rooms is 'The rooms in which the caller is a player.';
comment on column core.played_rooms.room_id is 'The room.';
comment on column core.played_rooms.player_id is 'The player who the caller is there.';
comment on column core.played_rooms.mode is 'live or assigned.';
comment on column core.played_rooms.question_on_phones is 'Whether players see the words of a question.';
grant select on core.hosted_rooms, core.played_rooms to authenticated;

create policy "hosts and players read the teams of their rooms" on core.teams
    for select to authenticated
    using (
        room_id = any(array(select room_id from core.hosted_rooms))
        or room_id = any(array(select room_id from core.played_rooms))
    );

create table core.live_answers (
    room_id uuid not null,
    number integer not null,
    player_id uuid not null,
    response jsonb not null,
    confidence core.confidence,
    elapsed_ms integer not null check (elapsed_ms >= 0),
    received_at timestamptz not null,
    fraction numeric(7, 6),
    points integer,
    primary key (room_id, number, player_id)
) with (fillfactor = 45);   -- each row is updated once; its new version fits on the same page
comment on table core.live_answers is
    'The answers of a room. In a live game, rows are only inserted while a question is open, and all are marked in one
statement when it closes; in an assigned game, each is marked when it is given. There are no foreign keys, because each
would write-lock the player''s row for every answer. accept_answers and take_turn_answer look up
both; no other function inserts here.';
comment on column core.live_answers.room_id is 'The room.';
comment on column core.live_answers.number is 'The question''s place in the room.';
comment on column core.live_answers.player_id is 'The player who answered.';
comment on column core.live_answers.response is
    'Ids of choices, a number or a text, depending on the question''s kind.';
comment on column core.live_answers.confidence is
    'How sure the player was, in a room where they say so. core.confident_points computes the points with it.';
comment on column core.live_answers.elapsed_ms is
    'Milliseconds from opening to receipt on the database''s clock, pauses subtracted.';
comment on column core.live_answers.received_at is 'When the answer was received, on the database''s clock.';
comment on column core.live_answers.fraction is
    'The mark: the fraction of the question''s points earned, -1 to 1. Null until the answer is marked, and for a
poll.';
comment on column core.live_answers.points is
    'Live points earned, with the streak bonus. Null until the answer is marked.';
alter table core.live_answers enable row level security;
create policy "hosts read the answers of their rooms" on core.live_answers
    for select to authenticated using (room_id = any(array(select room_id from core.hosted_rooms)));
grant select on core.live_answers to authenticated, service_role;

create view public.live_answers with (security_invoker = true) as
select
    room_id,
    number,
    player_id,
    response,
    confidence,
    elapsed_ms,
    received_at,
    fraction,
    points
from core.live_answers;
comment on view public.live_answers is 'The answers of the rooms that one hosts.';
grant select on public.live_answers to authenticated;

create table core.turns (
    room_id uuid not null,
    player_id uuid not null references core.players,
    number integer not null,
    opened_at timestamptz not null,
    due_at timestamptz not null,
    primary key (player_id, number),
    foreign key (room_id, number) references core.room_questions
);
comment on table core.turns is 'The turns of an assigned game: when each player opened each question.';
comment on column core.turns.room_id is 'The room.';
comment on column core.turns.player_id is 'The player.';
comment on column core.turns.number is 'The question''s place in the room.';
comment on column core.turns.opened_at is 'When the player opened the question.';
comment on column core.turns.due_at is 'The deadline of the turn.';
create index turns_room_idx on core.turns (room_id, number);
alter table core.turns enable row level security;

create view core.seen_room_questions as
select
    q.room_id,
    q.number
from core.room_questions as q
inner join core.played_rooms as p on q.room_id = p.room_id
where p.mode = 'live' and p.question_on_phones and q.opened_at is not null
union all
select
    t.room_id,
    t.number
from core.turns as t
inner join core.played_rooms as p on t.player_id = p.player_id
where p.question_on_phones;
comment on view core.seen_room_questions is
    'The questions that the caller, as a player, has seen on their phone: those of live games that were opened, and
their turns of assigned games.';
comment on column core.seen_room_questions.room_id is 'The room.';
comment on column core.seen_room_questions.number is 'The place of the question in the room.';
grant select on core.seen_room_questions to authenticated;

create policy "hosts read the questions of their rooms, players those they saw" on core.room_questions
    for select to authenticated
    using (
        room_id = any(array(
            select room_id from core.hosted_rooms
            union all
            select room_id from core.played_rooms
        ))
        and (
            room_id = any(array(select room_id from core.hosted_rooms))
            or exists (
                select from core.seen_room_questions as s
                where s.room_id = room_questions.room_id and s.number = room_questions.number
            )
        )
    );
grant select on core.room_questions to authenticated, service_role;

create view public.room_questions with (security_invoker = true) as
select
    room_id,
    number,
    question_id,
    version,
    points,
    multiplier,
    limit_ms,
    skipped,
    opened_at,
    due_at,
    closed_at
from core.room_questions;
comment on view public.room_questions is
    'The questions of the rooms that one hosts, and those that one has seen as a player.';
grant select on public.room_questions to authenticated;

-- Row-level security of the questions of rooms applies within this.
create policy "people read the versions that they wrote, were asked or may host" on core.question_versions
    for select to authenticated
    using (
        question_id = any(array(select question_id from core.own_questions))
        or (
            question_id = any(array(
                select question_id from core.asked_questions
                union
                select question_id from core.room_questions
            ))
            and (
                (question_id, version) in (select a.question_id, a.version from core.asked_questions as a)
                or (question_id, version) in (select r.question_id, r.version from core.room_questions as r)
            )
        )
    );

create view public.room_choices with (security_invoker = true) as
select
    asked.room_id,
    asked.number,
    drawn.position,
    drawn.id,
    listed.choice ->> 'text' as text,
    listed.choice ->> 'media_url' as media_url,
    listed.choice ->> 'media_alt' as media_alt
from core.room_questions as asked
inner join core.question_versions as question
    on asked.question_id = question.question_id and asked.version = question.version
cross join lateral unnest(asked.choice_order) with ordinality as drawn (id, position)
inner join lateral jsonb_array_elements(question.choices) as listed (choice) on listed.choice ->> 'id' = drawn.id;
comment on view public.room_choices is
    'The choices of the questions of rooms, one a row, in the order in which everybody in the room sees them.';
comment on column public.room_choices.room_id is 'The room.';
comment on column public.room_choices.number is 'The place of the question in the room.';
comment on column public.room_choices.position is 'The place of the choice as it is shown, from 1.';
comment on column public.room_choices.id is 'Names the choice within its question. A response has this.';
comment on column public.room_choices.text is 'What the choice says.';
comment on column public.room_choices.media_url is 'The web address of its picture. Null: it has none.';
comment on column public.room_choices.media_alt is 'What the picture shows. Empty: it is decoration.';
grant select on public.room_choices to authenticated;

create table core.room_events (
    room_id uuid not null references core.rooms,
    seq bigint not null,
    type text not null,
    audience core.event_audience not null,
    player_id uuid references core.players,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    primary key (room_id, seq),
    check ((audience = 'player') = (player_id is not null))
);
comment on table core.room_events is
    'The event log: what happened in a room, in order. A notification only wakes those who read it.';
comment on column core.room_events.room_id is 'The room.';
comment on column core.room_events.seq is 'The event''s number in the room''s log, from 1, without gaps.';
comment on column core.room_events.type is
    'What happened, as docs/protocol.md names it: question.opened, player.joined, ….';
comment on column core.room_events.audience is 'Who receives the event: everyone, the hosts, or one player.';
comment on column core.room_events.player_id is 'The player who receives the event, if its audience is one player.';
comment on column core.room_events.payload is 'The fields of the message.';
comment on column core.room_events.created_at is 'When the event happened.';
create index room_events_player_id_idx on core.room_events (player_id) where player_id is not null;
alter table core.room_events enable row level security;
create policy "hosts read the events of their rooms" on core.room_events
    for select to authenticated
    using (audience <> 'player' and room_id = any(array(select room_id from core.hosted_rooms)));
grant select on core.room_events to authenticated, service_role;

create view public.room_events with (security_invoker = true) as
select
    room_id,
    seq,
    type,
    audience,
    payload,
    created_at
from core.room_events;
comment on view public.room_events is
    'What happened in the rooms that one hosts: the events for everyone and for the hosts.';
grant select on public.room_events to authenticated;
