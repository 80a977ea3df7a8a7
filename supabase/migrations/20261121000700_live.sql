create type core.room_state as enum ('lobby', 'open', 'paused', 'closed', 'ended');
create type core.live_formula as enum ('kahoot', 'linear', 'accuracy');
create type core.event_audience as enum ('everyone', 'host', 'player');

create table core.rooms (
    id uuid primary key default gen_random_uuid(),
    code text not null,
    quiz_id uuid not null references core.quizzes,
    host_id uuid not null references core.profiles,
    state core.room_state not null default 'lobby',
    seq bigint not null default 0,
    formula core.live_formula not null default 'kahoot',
    streak_bonus boolean not null default false,
    locked boolean not null default false,
    max_players integer not null check (max_players between 1 and 100000),
    question_number integer not null default 0,
    question_total integer not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    check ((state = 'ended') = (ended_at is not null))
);
comment on table core.rooms is 'A live game. Every change locks its row, appends to room_events and notifies room_<code>.';
comment on column core.rooms.seq is 'the number of its newest event; an event''s number is taken here, so there are no gaps';
create unique index rooms_code_key on core.rooms (code) where state <> 'ended';
create index rooms_host_id_idx on core.rooms (host_id, created_at desc);
create index rooms_quiz_id_idx on core.rooms (quiz_id);

create table core.room_questions (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    question_id uuid not null,
    version integer not null,
    limit_ms integer not null check (limit_ms > 0),
    choice_order text[] not null,
    opened_at timestamptz,
    due_at timestamptz,
    paused_at timestamptz,
    paused_ms integer not null default 0,
    closed_at timestamptz,
    primary key (room_id, number),
    foreign key (question_id, version) references core.question_versions
);
comment on table core.room_questions is 'The questions of a room as they stood when it was made, and their clocks.';
create index room_questions_question_idx on core.room_questions (question_id, version);
create index room_questions_due_idx on core.room_questions (due_at) where closed_at is null and due_at is not null;

create table core.players (
    id uuid primary key default gen_random_uuid(),
    room_id uuid not null references core.rooms,
    nickname text not null check (char_length(nickname) between 1 and 30),
    nickname_key text not null,
    resume_hash bytea not null,
    user_id uuid references core.profiles,
    joined_number integer not null,
    score integer not null default 0,
    streak integer not null default 0,
    joined_at timestamptz not null default now(),
    left_at timestamptz,
    kicked_at timestamptz
);
comment on table core.players is 'Someone in a room. resume_hash: SHA-256 of the token that lets them come back as themselves.';
create unique index players_nickname_key on core.players (room_id, nickname_key) where kicked_at is null;
create index players_user_id_idx on core.players (user_id);

create table core.live_answers (
    room_id uuid not null,
    number integer not null,
    player_id uuid not null references core.players,
    response jsonb not null,
    elapsed_ms integer not null check (elapsed_ms >= 0),
    received_at timestamptz not null,
    fraction numeric(7, 6),
    points integer,
    primary key (room_id, number, player_id),
    foreign key (room_id, number) references core.room_questions (room_id, number)
);
comment on table core.live_answers is 'Insert-only while a question is open; marked once, set-based, when it closes.';
create index live_answers_player_id_idx on core.live_answers (player_id);

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
comment on table core.room_events is 'What happened in a room, in order. This log is the truth; NOTIFY only wakes those who read it.';
create index room_events_player_id_idx on core.room_events (player_id);

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
        or room_id in (select id from core.rooms where host_id = (select auth.uid()))
    );

create view public.rooms with (security_invoker = true) as
select
    id,
    code,
    quiz_id,
    host_id,
    state,
    formula,
    streak_bonus,
    locked,
    question_number,
    question_total,
    created_at,
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
