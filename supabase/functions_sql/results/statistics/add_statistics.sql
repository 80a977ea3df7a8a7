create or replace function core.add_statistics(changes core.statistics_changes[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    added core.statistics_sums := core.sums_of(changes);
begin
    insert into core.quiz_sums as k
    select s.* from unnest(added.quizzes) as s
    order by s.quiz_id, s.live, s.counted_as
    on conflict (quiz_id, live, counted_as) do update
    set
        n = k.n + excluded.n, grade_1 = k.grade_1 + excluded.grade_1, grade_2 = k.grade_2 + excluded.grade_2,
        grade_3 = k.grade_3 + excluded.grade_3, grade_4 = k.grade_4 + excluded.grade_4,
        total_1 = k.total_1 + excluded.total_1, total_2 = k.total_2 + excluded.total_2,
        max_1 = k.max_1 + excluded.max_1, passed = k.passed + excluded.passed, decided = k.decided + excluded.decided;
    insert into core.quiz_counts as k
    select s.* from unnest(added.quiz_counts) as s
    order by s.quiz_id, s.live, s.counted_as, s.axis, s.bucket
    on conflict (quiz_id, live, counted_as, axis, bucket) do update set n = k.n + excluded.n;
    insert into core.question_sums as k
    select s.* from unnest(added.questions) as s
    order by s.quiz_id, s.live, s.counted_as, s.question_id, s.version
    on conflict (quiz_id, live, counted_as, question_id, version) do update
    set
        asked = k.asked + excluded.asked, answered = k.answered + excluded.answered,
        to_mark = k.to_mark + excluded.to_mark, n = k.n + excluded.n, mark_1 = k.mark_1 + excluded.mark_1,
        mark_2 = k.mark_2 + excluded.mark_2, rest_1 = k.rest_1 + excluded.rest_1, rest_2 = k.rest_2 + excluded.rest_2,
        mark_rest = k.mark_rest + excluded.mark_rest, max_1 = k.max_1 + excluded.max_1;
    insert into core.question_counts as k
    select s.* from unnest(added.question_counts) as s
    order by s.quiz_id, s.live, s.counted_as, s.question_id, s.version, s.axis, s.bucket
    on conflict (quiz_id, live, counted_as, question_id, version, axis, bucket) do update
    set n = k.n + excluded.n, points = k.points + excluded.points;
    insert into core.response_sums as k
    select s.* from unnest(added.responses) as s
    order by s.quiz_id, s.live, s.counted_as, s.question_id, s.version, s.response_hash
    on conflict (quiz_id, live, counted_as, question_id, version, response_hash) do update set n = k.n + excluded.n;
    -- so that no text stays that was erased with its account
    delete from core.response_sums as k
    where k.quiz_id in (select c.quiz_id from unnest(changes) as c) and k.n = 0;

    insert into core.counted_sources as k (source_id, quiz_id, live, firsts, bests, lasts, alls)
    select c.source_id, c.quiz_id, c.live, c.firsts, c.bests, c.lasts, c.alls
    from unnest(changes) as c
    order by c.source_id
    on conflict (source_id) do update
    set
        firsts = k.firsts + excluded.firsts, bests = k.bests + excluded.bests,
        lasts = k.lasts + excluded.lasts, alls = k.alls + excluded.alls;
    delete from core.counted_sources as k
    using unnest(changes) as c
    where k.source_id = c.source_id and (k.firsts, k.bests, k.lasts, k.alls) = (0, 0, 0, 0);
end;
$$;

comment on function core.add_statistics is
'Adds changes to the sums of statistics, by what the attempts are now. The caller holds the row of core.boards of the
quiz, for no key update, and lists no attempt twice.';
