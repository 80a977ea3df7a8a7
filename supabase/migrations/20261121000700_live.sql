create type core.room_state as enum ('lobby', 'open', 'paused', 'closed', 'ended');
create type core.live_formula as enum ('kahoot', 'linear', 'accuracy');
create type core.event_audience as enum ('everyone', 'host', 'player');

create table core.rooms (
    id uuid primary key default gen_random_uuid(),
    code text not null unique,
    quiz_id uuid not null references core.quizzes,
    host_id uuid not null references core.profiles,
    title text not null,
    state core.room_state not null default 'lobby',
    seq bigint not null default 0,
    formula core.live_formula not null default 'kahoot',
    streak_bonus boolean not null default false,
    locked boolean not null default false,
    max_players integer not null check (max_players between 1 and 100000),
    question_number integer not null default 0,
    question_total integer not null check (question_total > 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    check ((state = 'ended') = (ended_at is not null)),
    check (question_number between 0 and question_total)
);
comment on table core.rooms is 'A live game. Every change locks its row, appends to room_events and notifies room_<code>.';
comment on column core.rooms.code is 'never given out twice, so an old link leads to no one else''s game';
comment on column core.rooms.title is 'the quiz''s, as it was when the room was made';
comment on column core.rooms.seq is 'the number of its newest event; an event''s number is taken here, so there are no gaps';
comment on column core.rooms.question_number is 'the question that is open or was closed last; 0 in the lobby';
create index rooms_host_id_idx on core.rooms (host_id, created_at desc, id desc);
create index rooms_quiz_id_idx on core.rooms (quiz_id);
create index rooms_alive_idx on core.rooms (expires_at) where state <> 'ended';

create table core.room_questions (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    question_id uuid not null,
    version integer not null,
    points integer not null check (points >= 0),
    limit_ms integer not null check (limit_ms > 0),
    choice_order text[] not null,
    opened_at timestamptz,
    due_at timestamptz,
    pauses tstzmultirange not null default '{}',
    closed_at timestamptz,
    primary key (room_id, number),
    foreign key (question_id, version) references core.question_versions,
    check ((opened_at is null) = (due_at is null)),
    check (closed_at is null or opened_at is not null)
);
comment on table core.room_questions is 'The questions of a room as they stood when it was made, and their clocks.';
comment on column core.room_questions.points is 'live points that a right answer earns at most, streak bonus aside';
comment on column core.room_questions.choice_order is 'choice ids as they were drawn: everybody in the room sees this order';
comment on column core.room_questions.pauses is
    'when its clock stood still; while it does, the last range has no end. Ranges, not a sum: an answer received before a
pause may land after it, and only the pauses before it are taken off its time';
create index room_questions_question_idx on core.room_questions (question_id, version);
create index room_questions_due_idx on core.room_questions (due_at) where closed_at is null and due_at is not null;

create table core.players (
    id uuid primary key default gen_random_uuid(),
    room_id uuid not null references core.rooms,
    nickname text not null check (char_length(nickname) between 1 and 30),
    nickname_key text not null,
    resume_hash bytea not null unique,
    user_id uuid references core.profiles,
    connection integer not null default 1,
    joined_number integer not null,
    score bigint not null default 0,
    streak integer not null default 0,
    joined_at timestamptz not null default now(),
    left_at timestamptz,
    awaited_until timestamptz,
    kicked_at timestamptz
) with (fillfactor = 70);
comment on table core.players is 'Someone in a room. resume_hash: SHA-256 of the token that lets them come back as themselves.';
comment on column core.players.connection is
    'counts their connections: the end of an older one, noticed late, does not make them absent';
comment on column core.players.awaited_until is
    'a question waits until then for who is away because their connection broke; null: they left';
comment on column core.players.joined_number is 'the first question that they could answer; those before it were not missed';
comment on column core.players.streak is 'right answers in a row, up to now';
create unique index players_nickname_key on core.players (room_id, nickname_key) where kicked_at is null;
create unique index players_person_key on core.players (room_id, user_id);
create index players_user_id_idx on core.players (user_id);

create table core.live_answers (
    room_id uuid not null,
    number integer not null,
    player_id uuid not null,
    response jsonb not null,
    elapsed_ms integer not null check (elapsed_ms >= 0),
    received_at timestamptz not null,
    fraction numeric(7, 6),
    points integer,
    primary key (room_id, number, player_id)
) with (fillfactor = 45);   -- each row is written anew once, beside itself
comment on table core.live_answers is
    'Insert-only while a question is open; marked once, set-based, when it closes. It has no foreign keys: each would
write-lock a player''s row for every answer, and accept_answers, the only way in, has looked both up.';
comment on column core.live_answers.elapsed_ms is 'from opening to receipt on the database''s clock, pauses taken off';
comment on column core.live_answers.fraction is 'of the question''s points earned, -1 to 1; null until it closes, and for a poll';

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
    'What happened in a room, in order. This log is the truth; NOTIFY only wakes those who read it.';
create index room_events_player_id_idx on core.room_events (player_id) where player_id is not null;

alter table core.rooms enable row level security;
alter table core.room_questions enable row level security;
alter table core.players enable row level security;
alter table core.live_answers enable row level security;
alter table core.room_events enable row level security;
create policy "hosts read their rooms" on core.rooms
    for select to authenticated using (host_id = (select auth.uid()));
create policy "hosts read their players, players themselves" on core.players
    for select to authenticated
    using (
        user_id = (select auth.uid())
        or room_id = any(array(select id from core.rooms where host_id = (select auth.uid())))
    );

create view public.rooms with (security_invoker = true) as
select
    id,
    code,
    quiz_id,
    host_id,
    title,
    state,
    formula,
    streak_bonus,
    locked,
    max_players,
    question_number,
    question_total,
    created_at,
    expires_at,
    ended_at
from core.rooms;
comment on view public.rooms is 'One''s own rooms.';

create view public.players with (security_invoker = true) as
select
    id,
    room_id,
    nickname,
    user_id,
    score,
    streak,
    joined_at,
    left_at,
    kicked_at
from core.players;
comment on view public.players is 'The players of one''s own rooms, and oneself in others''.';

grant select on core.rooms, public.rooms, public.players to authenticated;
grant select (id, room_id, nickname, user_id, score, streak, joined_at, left_at, kicked_at)
on core.players to authenticated;
