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
    ('quiz.max_choices', '20', 'choices of one question'),
    ('quiz.max_prompt_length', '5000', 'characters of a prompt or an explanation'),
    ('quiz.submit_grace_s', '5', 'seconds after its deadline in which a submit still counts whole (network latency)'),
    ('quiz.max_response_bytes', '20000', 'bytes of one stored response'),
    ('page.default_size', '20', 'rows of a list when the caller does not say'),
    ('page.max_size', '100', 'rows of a list at most'),
    ('trivia.max_amount', '50', 'questions of one trivia pull'),
    ('live.default_limit_ms', '20000', 'time to answer a live question that has none of its own'),
    ('live.points_per_point', '1000', 'live points for one point of a question'),
    ('live.grace_ms', '300', 'time after a live question is due in which answers received in time may still land'),
    ('live.full_points_ms', '500', 'answers faster than this lose no points under the kahoot formula'),
    ('live.streak_bonus', '100', 'live points for each question of a streak after the first'),
    ('live.max_streak_bonus', '500', 'the streak bonus is never more'),
    ('live.max_answer_age_ms', '60000', 'an answer may have waited this long in a relay, no longer'),
    ('live.leaderboard_size', '10', 'players on the leaderboard that is broadcast'),
    ('live.room_max_age_s', '86400', 'seconds after which an abandoned room ends itself'),
    ('live.max_rooms_per_host', '20', 'rooms that one host may have open at once');
