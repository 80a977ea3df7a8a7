-- Rooms, their hosts and their questions, for live and assigned games.
create type core.room_mode as enum ('live', 'assigned');
create type core.room_state as enum ('lobby', 'open', 'paused', 'closed', 'ended');
create type core.live_formula as enum ('kahoot', 'linear', 'accuracy');
create type core.team_mode as enum ('none', 'manual', 'balanced');

create table core.rooms (
    id uuid primary key default gen_random_uuid(),
    code text not null unique,
    quiz_id uuid not null references core.quizzes,
    host_id uuid not null references core.profiles,
    title text not null,
    mode core.room_mode not null default 'live',
    state core.room_state not null default 'lobby',
    seq bigint not null default 0,
    options jsonb not null default '{}',
    formula core.live_formula not null default 'kahoot',
    streak_bonus boolean not null default false,
    confidence boolean not null default false,
    negative_points numeric(4, 3) not null default 0 check (negative_points between 0 and 1),
    team_mode core.team_mode not null default 'none',
    leaderboard_shown boolean not null default true,
    question_on_phones boolean not null default true,
    profanity_filter boolean not null default false,
    locked boolean not null default false,
    max_players integer not null check (max_players between 1 and 100000),
    question_number integer not null default 0,
    question_total integer not null check (question_total > 0),
    auto_advance_ms integer check (auto_advance_ms between 0 and 600000),
    preload_ms integer not null default 0 check (preload_ms between 0 and 60000),
    announce_ms integer not null default 0 check (announce_ms between 0 and 60000),
    announced integer not null default 0,
    advance_at timestamptz,
    invite_hash bytea,
    next_room_id uuid references core.rooms,
    host_seen_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    on_realtime boolean not null default false,
    events_swept boolean not null default false,
    answers_swept boolean not null default false,
    check ((state = 'ended') = (ended_at is not null)),
    check (question_number between 0 and question_total)
);
comment on table core.rooms is
    'A game of one quiz. Every change locks the row, appends to room_events and notifies room_<code>.';
comment on column core.rooms.id is 'The room.';
comment on column core.rooms.code is
    'What players type. A code is never used again, so an old link never leads to somebody else''s game.';
comment on column core.rooms.quiz_id is 'The quiz that is played.';
comment on column core.rooms.host_id is 'The owner of the room, who is also a host.';
comment on column core.rooms.title is 'The quiz''s title when the room was made.';
comment on column core.rooms.mode is
    'live: a host opens each question for everybody; assigned: players answer at their own pace until expires_at.';
comment on column core.rooms.state is
    'lobby: not started; open: a question can be answered; paused: its clock is stopped; closed: between two questions;
ended.';
comment on column core.rooms.seq is
    'The seq of the newest event. An event takes its number here, under the lock of this row, so there are no gaps.';
comment on column core.rooms.options is 'The options with which the room was made, for playing again.';
comment on column core.rooms.formula is
    'How points depend on speed. kahoot: up to half of them; linear: all of them; accuracy: none.';
comment on column core.rooms.streak_bonus is 'Whether right answers in a row earn a bonus.';
comment on column core.rooms.confidence is 'Whether players say how sure they are, which changes what an answer earns.';
comment on column core.rooms.negative_points is 'The part of a question''s points that a wrong answer costs, 0 to 1.';
comment on column core.rooms.team_mode is
    'none: everybody plays alone; manual: players choose their team; balanced: newcomers go to the smallest team.';
comment on column core.rooms.leaderboard_shown is 'Whether players see the leaderboard after each question.';
comment on column core.rooms.question_on_phones is
    'Whether phones show the words of a question. If not, only projectors and hosts do.';
comment on column core.rooms.profanity_filter is 'Whether nicknames with blocked words are refused.';
comment on column core.rooms.locked is 'Whether newcomers are refused.';
comment on column core.rooms.max_players is 'How many players the room may have.';
comment on column core.rooms.question_number is
    'The question that is open or was closed last, from 1. In the lobby: 0.';
comment on column core.rooms.question_total is 'How many questions the room has.';
comment on column core.rooms.auto_advance_ms is
    'Milliseconds from the end of a question to the next. Null: a host opens the next one.';
comment on column core.rooms.preload_ms is
    'Milliseconds between the announcement of a question with pictures and its opening.';
comment on column core.rooms.announce_ms is
    'Milliseconds between the announcement of every question and its opening. 0: only pictures are announced.';
comment on column core.rooms.announced is 'The newest question that was announced. 0: none yet.';
comment on column core.rooms.advance_at is 'When the room goes on by itself. Null: it does not.';
comment on column core.rooms.invite_hash is 'SHA-256 of the newest invitation to co-host the room.';
comment on column core.rooms.next_room_id is 'The room in which the same players play again.';
comment on column core.rooms.host_seen_at is
    'When a host was last connected. A live room ends by itself when its hosts have been away for live.host_away_s.';
comment on column core.rooms.created_at is 'When the room was made.';
comment on column core.rooms.expires_at is
    'When the room ends by itself: the closing time of an assigned game, or live.room_max_age_s after a live room was
made.';
comment on column core.rooms.ended_at is 'When the room ended.';
comment on column core.rooms.on_realtime is
    'Whether somebody has entered the room by rpc() in a database with Realtime. Else no event goes out by Realtime.';
comment on column core.rooms.events_swept is
    'Whether the event log was deleted after live.events_kept_days, all but the final leaderboard.';
comment on column core.rooms.answers_swept is 'Whether the answers were deleted after live.answers_kept_days.';
create index rooms_host_id_idx on core.rooms (host_id, created_at desc, id desc);
create index rooms_quiz_id_idx on core.rooms (quiz_id);
create index rooms_alive_idx on core.rooms (expires_at) where state <> 'ended';
create index rooms_advance_idx on core.rooms (advance_at) where advance_at is not null and state <> 'ended';
create index rooms_next_room_id_idx on core.rooms (next_room_id) where next_room_id is not null;
create index rooms_events_due_idx on core.rooms (ended_at) where ended_at is not null and not events_swept;
create index rooms_answers_due_idx on core.rooms (ended_at) where ended_at is not null and not answers_swept;
alter table core.rooms enable row level security;
grant select on core.rooms to authenticated, service_role;

create table core.room_hosts (
    room_id uuid not null references core.rooms,
    user_id uuid not null references core.profiles,
    added_at timestamptz not null default now(),
    primary key (room_id, user_id)
);
comment on table core.room_hosts is
    'The co-hosts of a room. They may do all that its owner may, except inviting and removing hosts and handing the room
over.';
comment on column core.room_hosts.room_id is 'The room.';
comment on column core.room_hosts.user_id is 'The co-host.';
comment on column core.room_hosts.added_at is 'When the invitation was accepted.';
create index room_hosts_user_id_idx on core.room_hosts (user_id);
alter table core.room_hosts enable row level security;
create policy "hosts read what they co-host" on core.room_hosts
    for select to authenticated using (user_id = (select core.caller_id()));
grant select (room_id, user_id) on core.room_hosts to authenticated, service_role;

create policy "hosts read their rooms" on core.rooms
    for select to authenticated
    using (
        host_id = (select core.caller_id())
        or id = any(array(select room_id from core.room_hosts where user_id = (select core.caller_id())))
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
    ended_at,
    case when host_id = core.caller_id() then 'owner' else 'co_host' end as role
from core.rooms;
comment on view public.rooms is 'The rooms that the caller hosts, as their owner or as a co-host.';
comment on column public.rooms.role is 'The caller''s role in the room: owner or co_host.';
grant select on public.rooms to authenticated;

create table core.room_questions (
    room_id uuid not null references core.rooms,
    number integer not null check (number > 0),
    question_id uuid not null,
    version integer not null,
    points integer not null check (points >= 0),
    multiplier numeric(4, 2) not null default 1 check (multiplier between 0 and 10),
    limit_ms integer not null check (limit_ms > 0),
    choice_order text[] not null,
    skipped boolean not null default false,
    hidden_words text[] not null default '{}',
    opened_at timestamptz,
    due_at timestamptz,
    pauses tstzmultirange not null default '{}',
    silences tstzmultirange not null default '{}',
    closed_at timestamptz,
    primary key (room_id, number),
    foreign key (question_id, version) references core.question_versions,
    check ((opened_at is null) = (due_at is null)),
    check (closed_at is null or opened_at is not null)
);
comment on table core.room_questions is
    'The questions of a room, in the versions that they had when it was made, and their clocks.';
comment on column core.room_questions.room_id is 'The room.';
comment on column core.room_questions.number is 'The place of the question in the room, from 1.';
comment on column core.room_questions.question_id is 'The question.';
comment on column core.room_questions.version is 'Its version when the room was made.';
comment on column core.room_questions.points is
    'Live points that a right answer can earn at most, with the multiplier and without the streak bonus.';
comment on column core.room_questions.hidden_words is
    'Words of a word cloud that the hosts hide, as core.compared_text writes them.';
comment on column core.room_questions.multiplier is 'The factor by which the host multiplied the points in this room.';
comment on column core.room_questions.limit_ms is 'Milliseconds to answer.';
comment on column core.room_questions.choice_order is
    'The ids of the choices in the order drawn. Everybody in the room sees this order.';
comment on column core.room_questions.skipped is 'Whether a host took the question out. Nobody scores for it.';
comment on column core.room_questions.opened_at is 'When the question opened. Null: not yet.';
comment on column core.room_questions.due_at is
    'Its deadline, without players'' extra time. Resuming after a pause moves it.';
comment on column core.room_questions.pauses is
    'When its clock was stopped. While it is stopped, the last range has no end. All ranges are kept, because an answer
received before a pause may be written after it, and only earlier pauses are subtracted from its time.';
comment on column core.room_questions.silences is
    'The part of pauses that no host made: no relay reached the database. Answers that a relay received then count.';
comment on column core.room_questions.closed_at is 'When the question closed and was scored.';
create index room_questions_question_idx on core.room_questions (question_id, version);
create index room_questions_due_idx on core.room_questions (due_at) where closed_at is null and due_at is not null;
alter table core.room_questions enable row level security;

create table core.room_looks (
    room_id uuid primary key references core.rooms on delete cascade,
    looked_at timestamptz not null default now(),
    seq bigint not null default 0,
    due_at timestamptz,
    progress jsonb
);
comment on table core.room_looks is
    'The newest look of a heartbeat at each room, so that many heartbeats are not many looks. It is no part of rooms,
whose rows heartbeats must not lock.';
comment on column core.room_looks.room_id is 'The room.';
comment on column core.room_looks.looked_at is 'When it was looked at.';
comment on column core.room_looks.seq is 'The newest event before that look.';
comment on column core.room_looks.due_at is 'When something is due in the room. Null: no clock runs.';
comment on column core.room_looks.progress is
    'The message progress: how many have answered the open question. Null: none is open.';
alter table core.room_looks enable row level security;

create table core.relay_watch (
    only_row boolean primary key default true check (only_row),
    heard_at timestamptz not null default now(),
    timeline text,
    promoted_at timestamptz
);
comment on table core.relay_watch is 'When any relay was last there: one row.';
comment on column core.relay_watch.only_row is 'Keeps it to one row.';
comment on column core.relay_watch.heard_at is 'When a relay last called core.relay_heard.';
comment on column core.relay_watch.timeline is
    'The timeline of Postgres when that was last looked at. A standby that is promoted begins a new one.';
comment on column core.relay_watch.promoted_at is
    'When it was noticed that a standby had been promoted. Null: never since the database was made.';
alter table core.relay_watch enable row level security;
insert into core.relay_watch default values;

insert into core.settings (key, value, description) values
    ('live.default_limit_ms', '20000', 'milliseconds to answer a live question that has no time limit of its own'),
    ('live.points_per_point', '1000', 'live points for one point of a question'),
    ('live.grace_ms', '300', 'milliseconds after its deadline in which answers received in time may still be written'),
    ('live.absence_grace_ms', '3000', 'milliseconds that a live question waits for a player whose connection broke'),
    ('live.heartbeat_ms', '5000', 'milliseconds between two heartbeats of a player or host without a connection'),
    ('live.silence_ms', '12000', 'milliseconds without a heartbeat after which such a player counts as away'),
    ('live.heartbeat_burst', '10',
     'heartbeats that a player without a connection may send at once; later ones are refused if more come than one a
second'),
    ('live.heartbeat_events', '100', 'events that a heartbeat returns at most; the next one returns those after them'),
    ('live.missed_events', '100', 'events that somebody who comes back to a room receives at most: the newest'),
    ('live.restart_grace_ms', '3000',
     'milliseconds that a question stays open after Postgres has started, while relays write the answers they hold'),
    ('live.relay_silence_ms', '3000', 'milliseconds without any relay after which open questions get more time'),
    ('live.relay_grace_ms', '8000', 'milliseconds more for players to come back after no relay was there'),
    ('live.streak_bonus', '100', 'live points for each right answer of a streak after the first'),
    ('live.max_streak_bonus', '500', 'live points that a streak bonus earns at most'),
    ('live.max_answer_age_ms', '60000', 'milliseconds that an answer may have waited in a relay'),
    ('live.leaderboard_size', '10', 'players on the leaderboard that everyone receives'),
    ('live.distribution_size', '10', 'most frequent texts, numbers or orders in the distribution of a closed question'),
    ('live.announce_limit', '200', 'players of a room; in larger rooms only the hosts receive who joins and leaves'),
    ('live.room_max_age_s', '86400', 'seconds after which a live room ends by itself'),
    ('live.max_rooms', '1000', 'live games that may be open at once'),
    ('live.max_rooms_per_host', '20', 'live games of one host that may be open at once'),
    ('live.max_assigned_rooms_per_host', '200', 'assigned games of one host that may be open at once'),
    ('live.max_players_per_room', '2000', 'players of one room, with those who left and without those who were kicked'),
    ('live.preload_ms', '2000', 'milliseconds from the announcement of a question with pictures to its opening'),
    ('live.announce_ms', '0', 'milliseconds from the announcement of every question to its opening; 0: none'),
    ('live.host_away_s', '10800', 'seconds without a host after which a live room ends by itself'),
    ('live.empty_room_s', '300',
     'seconds that host and players have been away after which a game makes way for another on a full server'),
    ('live.first_rooms_percent', '50', 'percent of live.max_rooms that is kept for hosts who have no live game open'),
    ('live.max_teams', '50', 'teams of one room'),
    ('live.events_kept_days', '30',
     'days after its end that the event log of a room is kept; the final leaderboard stays'),
    ('live.answers_kept_days', '1095',
     'days after its end that the answers of a room are kept; later, its report has only the leaderboard'),
    ('live.max_assigned_s', '31622400', 'seconds after it is made within which an assigned game must close');
