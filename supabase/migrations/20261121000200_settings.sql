-- Durations, limits and prices that the database decides by, in one place.
create table core.settings (
    key text primary key check (key ~ '^[a-z_]+\.[a-z_]+$'),
    value jsonb not null,
    description text not null
);
comment on table core.settings is
    'Durations, limits and prices that SQL decides by. Change one with: update core.settings set value = … where key = …';
alter table core.settings enable row level security;

insert into core.settings (key, value, description) values
    ('quiz.max_questions', '500', 'questions in one quiz'),
    ('quiz.max_choices', '50', 'choices, or accepted answers, of one question'),
    ('quiz.max_prompt_length', '5000', 'characters of a prompt or an explanation'),
    ('quiz.submit_grace_s', '5', 'seconds after its deadline in which a submit still counts whole (network latency)'),
    ('quiz.max_response_bytes', '20000', 'bytes of one stored response'),
    ('page.default_size', '20', 'rows of a list when the caller does not say'),
    ('page.max_size', '100', 'rows of a list at most'),
    ('trivia.max_amount', '50', 'questions of one trivia pull'),
    ('live.default_limit_ms', '20000', 'time to answer a live question that has none of its own'),
    ('live.points_per_point', '1000', 'live points for one point of a question'),
    ('live.grace_ms', '300', 'time after a live question is due in which answers received in time may still land'),
    ('live.absence_grace_ms', '3000', 'how long a live question waits for somebody whose connection broke'),
    ('live.restart_grace_ms', '3000', 'the same after a start of Postgres, while relays come back with what they hold'),
    ('live.streak_bonus', '100', 'live points for each question of a streak after the first'),
    ('live.max_streak_bonus', '500', 'the streak bonus is never more'),
    ('live.max_answer_age_ms', '60000', 'an answer may have waited this long in a relay, no longer'),
    ('live.leaderboard_size', '10', 'players on the leaderboard that is broadcast'),
    ('live.distribution_size', '10', 'most frequent texts, numbers or orders that a closed question''s distribution tells'),
    ('live.announce_limit', '200', 'in rooms of more players, who comes and goes is told to the host only'),
    ('live.room_max_age_s', '86400', 'seconds after which an abandoned room ends itself'),
    ('live.max_rooms', '1000', 'rooms that may be open at once'),
    ('live.max_rooms_per_host', '500', 'rooms that one host may have open at once'),
    ('live.max_players_per_room', '2000', 'players of one room, those who left included, those kicked not');
