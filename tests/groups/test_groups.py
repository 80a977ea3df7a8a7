"""Groups: who joins, leaves and is removed, and what a group is allowed in a quiz."""

from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_deadlines import instant, soon
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Meanwhile, Person, SignUp, Sql

Json = dict[str, Any]
SECONDS = "select extract(epoch from deadline - started_at) from core.attempts where user_id = %s"
NOT_FOUND = (404, "group_not_found")


@pytest.fixture
def host(sql: Sql) -> Person:
    return sql.person("host")


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def group(sql: Sql, host: Person) -> Json:
    made: Json = sql.call(host, "create_group", name=" Class\t7b ")
    return made


@pytest.fixture
def quiz(sql: Sql, host: Person) -> Quiz:
    return make_quiz(sql, host, single(), time_limit_s=600)


def join(sql: Sql, person: Person, group: Json) -> Json:
    joined: Json = sql.call(person, "join_group", join_code=group["join_code"])
    return joined


def allow(quiz: Quiz, group: Json, **allowance: Any) -> Json:
    allowed: Json = quiz.sql.call(
        quiz.owner, "set_allowance", quiz_id=quiz.id, person=None, group_id=group["id"], allowance=allowance
    )
    return allowed


def members(sql: Sql, host: Person, group: Json) -> list[str]:
    listed = sql.call(host, "list_group_members", group_id=group["id"])["items"]
    return [member["display_name"] for member in listed]


def test_people_join_by_the_code_and_leave(sql: Sql, host: Person, ada: Person, group: Json) -> None:
    assert (group["name"], group["role"], group["members"]) == ("Class 7b", "owner", 0)
    code = group["join_code"]
    joined = join(sql, ada, {"join_code": f" {code[:5].lower()}-{code[5:]} "})
    assert (joined["role"], joined["join_code"], joined["members"]) == ("member", None, 1)
    assert join(sql, ada, group)["members"] == 1  # again
    assert members(sql, host, group) == ["ada"]
    assert [g["id"] for g in sql.call(ada, "list_groups")["items"]] == [group["id"]]
    assert sql.call(ada, "get_group", group_id=group["id"]) == joined
    assert refusal(sql.call, sql.person("bob"), "get_group", group_id=group["id"]) == NOT_FOUND
    assert sql.call(ada, "leave_group", group_id=group["id"])["left"]
    assert members(sql, host, group) == []
    assert refusal(sql.call, ada, "leave_group", group_id=group["id"]) == NOT_FOUND


def test_a_code_that_was_replaced_or_closed_lets_nobody_in(
    sql: Sql, host: Person, ada: Person, group: Json
) -> None:
    newer = sql.call(host, "rotate_group_code", group_id=group["id"])
    assert refusal(join, sql, ada, group) == NOT_FOUND
    join(sql, ada, newer)
    closed = sql.call(host, "rotate_group_code", group_id=group["id"], closed=True)
    assert closed["join_code"] is None
    for code in (newer["join_code"], "", None):
        assert refusal(join, sql, sql.person("bob"), {"join_code": code}) == NOT_FOUND
    assert members(sql, host, group) == ["ada"]


def test_a_removed_member_is_none_any_more(sql: Sql, host: Person, ada: Person, group: Json) -> None:
    join(sql, ada, group)
    removal = {"group_id": group["id"], "user_id": ada.id}
    assert sql.call(host, "remove_group_member", **removal)["members"] == 0
    assert refusal(sql.call, host, "remove_group_member", **removal) == (404, "member_not_found")
    assert sql.call(ada, "list_groups")["items"] == []


def test_a_group_is_its_owners_alone(sql: Sql, host: Person, ada: Person, group: Json) -> None:
    join(sql, ada, group)
    for function, more in {
        "rename_group": {"name": "Mine"}, "rotate_group_code": {}, "delete_group": {},
        "list_group_members": {}, "remove_group_member": {"user_id": ada.id},
    }.items():  # fmt: skip
        assert refusal(sql.call, ada, function, group_id=group["id"], **more) == NOT_FOUND
        no_right = refusal(sql.call, None, function, group_id=group["id"], **more)
        assert no_right == (None, None)  # to call it
    assert sql.call(host, "rename_group", group_id=group["id"], name="7c")["name"] == "7c"
    assert refusal(sql.call, host, "rename_group", group_id=group["id"], name=" ") == (422, "bad_group_name")


def test_groups_are_bounded(sql: Sql, host: Person, ada: Person, group: Json) -> None:
    sql.connection.execute("update core.settings set value = '1' where key like 'group.max%'")
    assert refusal(sql.call, host, "create_group", name="x") == (409, "too_many_groups")
    join(sql, ada, group)
    assert refusal(join, sql, sql.person("bob"), group) == (409, "group_full")
    other = sql.call(sql.person("other"), "create_group", name="x")
    assert refusal(join, sql, ada, other) == (409, "too_many_groups")


def test_wrong_codes_are_counted_through_postgrest(sql: Sql, ada: Person) -> None:
    sql.connection.execute("update core.settings set value = '1' where key = 'rate.room_codes'")
    with sql.connection.transaction():
        sql.connection.execute("set local request.method = 'POST'")
        assert join(sql, ada, {"join_code": "wrong"})["details"] == "group_not_found"
        with pytest.raises(Exception, match="too many requests"):
            join(sql, ada, {"join_code": "wrong"})


def test_an_allowance_of_a_group_is_for_its_members(quiz: Quiz, group: Json, ada: Person) -> None:
    join(quiz.sql, ada, group)
    allowed = allow(quiz, group, time_factor=2)
    assert (allowed["group_id"], allowed["group_name"]) == (group["id"], "Class 7b")
    bob = quiz.sql.person("bob")
    quiz.start(ada), quiz.start(bob)
    assert [quiz.sql.value(SECONDS, person.id) for person in (ada, bob)] == [1200, 600]
    rows = quiz.sql.select(ada, "select group_id::text from public.allowances")
    assert [row["group_id"] for row in rows] == [group["id"]]
    assert quiz.sql.select(bob, "select * from public.allowances") == []


def test_joining_leaving_and_deleting_move_a_running_deadline(
    quiz: Quiz, group: Json, ada: Person, host: Person
) -> None:
    sql = quiz.sql
    allow(quiz, group, time_factor=2)
    quiz.start(ada)
    join(sql, ada, group)
    assert sql.value(SECONDS, ada.id) == 1200
    sql.call(ada, "leave_group", group_id=group["id"])
    assert sql.value(SECONDS, ada.id) == 600
    join(sql, ada, group)
    sql.call(host, "remove_group_member", group_id=group["id"], user_id=ada.id)
    assert sql.value(SECONDS, ada.id) == 600
    join(sql, ada, group)
    sql.call(host, "delete_group", group_id=group["id"])
    assert sql.value(SECONDS, ada.id) == 600
    assert sql.call(host, "list_allowances", quiz_id=quiz.id)["items"] == []


def test_ones_own_allowance_comes_before_those_of_groups(quiz: Quiz, group: Json, ada: Person) -> None:
    join(quiz.sql, ada, group)
    allow(quiz, group, time_factor=2)
    own = {"quiz_id": quiz.id, "person": ada.id, "allowance": {"time_factor": 1.5}}
    quiz.sql.call(quiz.owner, "set_allowance", **own)
    quiz.start(ada)
    assert quiz.sql.value(SECONDS, ada.id) == 900


def test_of_several_groups_the_most_generous_value_of_each_field_counts(
    quiz: Quiz, group: Json, ada: Person, host: Person
) -> None:
    sql = quiz.sql
    other = sql.call(host, "create_group", name="Chess")
    join(sql, ada, group), join(sql, ada, other)
    late = soon(minutes=120)
    quiz.change(closes_at=soon(minutes=60))
    allow(quiz, group, time_factor=3, closes_at=soon(minutes=30))
    allow(quiz, other, extra_time_s=60, extra_attempts=2)
    own = sql.value(
        "select to_jsonb(core.allowance_of(q, %s)) from core.quizzes as q where q.id = %s", ada.id, quiz.id
    )
    assert (own["time_factor"], own["extra_time_s"], own["extra_attempts"]) == (3, 60, 2)
    assert instant(own["closes_at"]) == instant(quiz.sql.call(host, "get_quiz", quiz_id=quiz.id)["closes_at"])
    allow(quiz, other, closes_at=late)
    own = sql.value(
        "select to_jsonb(core.allowance_of(q, %s)) from core.quizzes as q where q.id = %s", ada.id, quiz.id
    )
    assert instant(own["closes_at"]) == instant(late)


def test_a_group_without_a_date_has_that_of_the_quiz_also_in_a_preview(
    quiz: Quiz, group: Json, ada: Person
) -> None:
    quiz.change(time_limit_s=None, closes_at=soon(minutes=60))
    join(quiz.sql, ada, group)
    allow(quiz, group, extra_attempts=1)
    quiz.start(ada)
    change = {"quiz_id": quiz.id, "changes": {"closes_at": soon(minutes=90)}}
    previewed = quiz.sql.call(quiz.owner, "preview_quiz_change", **change)
    assert (previewed["moved"], previewed["ending"]) == (1, 0)
    assert instant(previewed["attempts"][0]["new_deadline"]) == instant(change["changes"]["closes_at"])


def test_of_two_who_join_at_once_one_gets_the_last_place(
    sql: Sql, group: Json, ada: Person, meanwhile: Meanwhile
) -> None:
    bob = sql.person("bob")
    sql.connection.execute("update core.settings set value = '1' where key = 'group.max_members'")
    joined, refused = meanwhile(
        lambda sql: join(sql, ada, group),
        lambda sql: refusal(join, sql, bob, group),
    )
    assert (joined["members"], refused) == (1, (409, "group_full"))


def test_who_joins_two_groups_at_once_is_in_no_more_than_are_allowed(
    sql: Sql, host: Person, group: Json, ada: Person, meanwhile: Meanwhile
) -> None:
    other = sql.call(host, "create_group", name="Class 7c")
    sql.connection.execute("update core.settings set value = '1' where key = 'group.max_memberships'")
    joined, refused = meanwhile(
        lambda sql: join(sql, ada, group),
        lambda sql: refusal(join, sql, ada, other),
    )
    assert (joined["name"], refused) == ("Class 7b", (409, "too_many_groups"))


def test_an_allowance_is_for_a_person_or_a_group_of_ones_own(quiz: Quiz, group: Json, ada: Person) -> None:
    both = {"quiz_id": quiz.id, "person": ada.id, "group_id": group["id"], "allowance": {}}
    assert refusal(quiz.sql.call, quiz.owner, "set_allowance", **both) == (422, "person_or_group")
    neither = both | {"person": None, "group_id": None}
    assert refusal(quiz.sql.call, quiz.owner, "set_allowance", **neither) == (422, "person_or_group")
    foreign = quiz.sql.call(ada, "create_group", name="x")
    assert refusal(allow, quiz, foreign) == NOT_FOUND
    for allowance in ({"group_id": "7b"}, {"group_id": foreign["id"]}):
        named = neither | {"allowance": allowance}
        assert refusal(quiz.sql.call, quiz.owner, "set_allowance", **named) == NOT_FOUND


def test_results_and_exports_are_narrowed_to_a_group(quiz: Quiz, group: Json, ada: Person) -> None:
    join(quiz.sql, ada, group)
    quiz.take(ada, right=1)
    quiz.take(quiz.sql.person("bob"), right=1)
    narrowed = {"quiz_id": quiz.id, "group_id": group["id"]}
    people = quiz.sql.call(quiz.owner, "quiz_results", **narrowed)["items"]
    assert [person["display_name"] for person in people] == ["ada"]
    assert len(quiz.sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]) == 2
    rows = quiz.sql.select(
        quiz.owner, "select * from public.export_results(%s, group_id => %s)", quiz.id, group["id"]
    )
    told = [row["export_results"] for row in rows]
    assert [row["display_name"] for row in told if row["record"] == "attempt"] == ["ada"]
    foreign = quiz.sql.call(ada, "create_group", name="x")
    asked = {"quiz_id": quiz.id, "group_id": foreign["id"]}
    assert refusal(quiz.sql.call, quiz.owner, "quiz_results", **asked) == NOT_FOUND


def test_a_deleted_account_leaves_no_groups_behind(
    quiz: Quiz, group: Json, ada: Person, host: Person
) -> None:
    sql = quiz.sql
    join(sql, ada, group)
    allow(quiz, group, time_factor=2)
    for person, record in ((ada, "group_joined"), (host, "group")):
        told = sql.select(person, "select * from public.export_account()")
        assert record in [row["export_account"]["record"] for row in told]
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert members(sql, host, group) == []
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [host.id])
    assert sql.value("select count(*) from core.groups") == 0


def test_joining_and_deleting_a_group_at_once_do_not_wait_for_each_other_for_ever(
    quiz: Quiz, group: Json, ada: Person, meanwhile: Meanwhile
) -> None:
    allow(quiz, group, time_factor=2)
    quiz.start(ada)
    gone, joined = meanwhile(
        lambda sql: sql.call(quiz.owner, "delete_group", group_id=group["id"]),
        lambda sql: join(sql, ada, group),
    )
    assert gone["id"] == group["id"]
    assert (joined.status, joined.code) == NOT_FOUND
    assert quiz.sql.value("select count(*) from core.group_members") == 0


@pytest.mark.parametrize("change", ["rename_group", "rotate_group_code", "set_allowance", "delete_group"])
def test_a_group_that_is_being_deleted_is_not_found(
    quiz: Quiz, group: Json, meanwhile: Meanwhile, change: str
) -> None:
    more = {
        "rename_group": {"name": "8b"},
        "set_allowance": {"quiz_id": quiz.id, "person": None, "allowance": {"time_factor": 2}},
    }
    gone, changed = meanwhile(
        lambda sql: sql.call(quiz.owner, "delete_group", group_id=group["id"]),
        lambda sql: sql.call(quiz.owner, change, group_id=group["id"], **more.get(change, {})),
    )
    assert gone["id"] == group["id"]
    assert (changed.status, changed.code) == NOT_FOUND


async def test_the_rest_api_has_groups(sql18: Sql, sign_up: SignUp) -> None:
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    quiz = make_quiz(sql18, host.person, single(), time_limit_s=600)
    made = await host.post("/groups", json={"name": "Class 7b"})
    assert made.status_code == 201
    group, path = made.json(), f"/groups/{made.json()['id']}"
    wrong = await ada.post("/groups/join", json={"join_code": "wrong"})
    assert (wrong.status_code, wrong.json()["code"]) == NOT_FOUND
    joined = await ada.post("/groups/join", json={"join_code": group["join_code"]})
    assert joined.json()["role"] == "member"
    allowed = await host.put(
        f"/quizzes/{quiz.id}/allowances", json={"group_id": group["id"], "time_factor": 2}
    )
    assert allowed.json()["group_name"] == "Class 7b"
    started = (await ada.post(f"/quizzes/{quiz.id}/start")).json()
    assert started["remaining_ms"] > 600_000
    results = await host.get(f"/results/{quiz.id}/results", params={"group_id": group["id"]})
    assert [person["display_name"] for person in results.json()["items"]] == ["ada"]
    exported = await host.get(f"/results/{quiz.id}/export", params={"group_id": group["id"]})
    assert exported.text.count("\n") == 2
    assert (await host.get(f"{path}/members")).json()["items"][0]["display_name"] == "ada"
    assert (await host.patch(path, json={"name": "7c"})).json()["name"] == "7c"
    assert (await host.post(f"{path}/code", json={})).json()["join_code"] != group["join_code"]
    assert (await ada.get("/groups")).json()["items"][0]["join_code"] is None
    assert (await ada.post(f"{path}/leave")).json() == {"id": group["id"], "left": True}
    code = (await host.post(f"{path}/code", json={})).json()["join_code"]
    assert (await ada.post("/groups/join", json={"join_code": code})).json()["members"] == 1
    assert (await host.delete(f"{path}/members/{ada.person.id}")).json()["members"] == 0
    assert (await host.post(f"{path}/code", json={"closed": True})).json()["join_code"] is None
    assert (await host.delete(path)).json()["id"] == group["id"]


def test_a_group_has_a_leaderboard_for_its_owner_and_its_members(
    sql: Sql, host: Person, ada: Person, group: Json
) -> None:
    quizzes = [make_quiz(sql, host, single("1"), single("2"), visibility="link") for _ in range(2)]
    others = make_quiz(sql, sql.person("another host"), single("1"))
    bob, outsider = sql.person("bob"), sql.person("outsider")
    for person in (ada, bob):
        join(sql, person, group)
    for quiz in quizzes:
        quiz.take(ada, right=1)
        quiz.take(outsider, right=2)
    quizzes[0].take(bob, right=2)
    others.take(bob, right=1)

    def board(person: Person, **of: Any) -> list[tuple[Any, ...]]:
        told = sql.call(person, "group_leaderboard", group_id=group["id"], **of)
        return [(place["rank"], place["display_name"], place["points"]) for place in told["items"]]

    assert sorted(board(ada)) == [(1, "ada", 100), (1, "bob", 100)]
    assert board(host, quiz_id=quizzes[0].id) == [(1, "bob", 100), (2, "ada", 50)]
    me = sql.call(bob, "group_leaderboard", group_id=group["id"], quiz_id=quizzes[0].id)["me"]
    assert (me["rank"], me["quizzes"], me["percentile"]) == (1, 1, 75)
    assert refusal(sql.call, outsider, "group_leaderboard", group_id=group["id"]) == NOT_FOUND
    assert board(bob, quiz_id=quizzes[1].id) == []
    quizzes[0].change(visibility="private")
    assert (board(ada), sorted(board(host))) == ([(1, "ada", 50)], [(1, "ada", 100), (1, "bob", 100)])
    quizzes[0].change(visibility="link")
    quizzes[1].change(score_shown="never")
    assert board(ada) == [(1, "bob", 100), (2, "ada", 50)]
    sql.call(bob, "leave_group", group_id=group["id"])
    assert board(ada) == [(1, "ada", 50)]
