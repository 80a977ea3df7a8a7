"""How much one account may have, so that a few accounts can't take what is there for everybody."""

import json

import pytest

from tests.fixtures import TOMORROW, Person, Refused, Sql
from tests.rooms.sql.conftest import CITIES, OpenRoom, Room, refusal

ONE = CITIES[:1]


def limit(sql: Sql, **limits: int) -> None:
    """Set limits, as a start with these environment variables does."""
    sql.value(
        "select core.apply_limits(%s)", json.dumps({key.replace("__", "."): n for key, n in limits.items()})
    )


def allow_each_all(sql: Sql) -> None:
    """Keep no places for those who have no game."""
    sql.connection.execute("update core.settings set value = '0' where key = 'live.first_rooms_percent'")


def quiz_of(sql: Sql, person: Person) -> str:
    quiz = sql.call(person, "create_quiz", draft={"title": "Cities"})["id"]
    sql.call(person, "create_questions", quiz_id=quiz, drafts=ONE)
    return quiz


def open_all(sql: Sql, person: Person, **options: object) -> int:
    """How many rooms somebody can open until they are refused."""
    quiz, opened = quiz_of(sql, person), 0
    while True:
        try:
            sql.call(person, "create_room", quiz_id=quiz, options=options)
        except Refused as refused:
            if refused.code != "too_many_rooms":
                raise
            return opened
        opened += 1


def test_two_accounts_can_not_block_live_play(sql: Sql, make_room: OpenRoom) -> None:
    """Two accounts could once open a thousand games that stood for a year."""
    for name in ("eve", "mallory"):
        person = sql.person(name)
        assert open_all(sql, person, mode="assigned", closes_at=TOMORROW) == 200
        assert open_all(sql, person) == 20
    room = make_room(ONE)
    room.join("Ann")
    assert room.start()["state"] == "open"


def test_empty_lobbies_of_many_accounts_make_way_for_whoever_has_none(sql: Sql, make_room: OpenRoom) -> None:
    """Fifty accounts, made within minutes at one address, could open all live games there may be."""
    limit(sql, live__max_rooms=6, live__max_rooms_per_host=3)
    allow_each_all(sql)
    eve, mallory, ada, bob = (sql.person(name) for name in ("eve", "mallory", "ada", "bob"))
    full = [make_room(ONE, host=host) for host in (eve, mallory) for _ in range(3)]
    full[0].join("Ann")
    assert [make_room(ONE, host=host).state["state"] for host in (ada, bob)] == ["lobby", "lobby"]
    for host in (ada, mallory):
        assert refusal(lambda host=host: make_room(ONE, host=host)) == (429, "too_many_rooms")
    states = [room.state["state"] for room in full]
    assert (states[0], states[:3].count("ended"), states[3:].count("ended")) == ("lobby", 1, 1)
    ended = next(room for room in full if room.state["state"] == "ended")
    assert ended.last("room.ended")["podium"] == []


def be_away(room: Room, seconds: int) -> None:
    """Let the hosts and the players of a room have left so many seconds ago."""
    room.sql.connection.execute(
        """
        with host as (
            update core.rooms set host_seen_at = now() - %(ago)s * interval '1 s'
            where code = %(code)s
            returning id
        )
        update core.players as p
        set left_at = now() - %(ago)s * interval '1 s'
        from host where p.room_id = host.id
        """,
        {"code": room.code, "ago": seconds},
    )


def test_a_few_accounts_that_stay_in_their_games_leave_places_to_others(
    sql: Sql, make_room: OpenRoom
) -> None:
    """Fifty accounts could open and play a thousand games, and nobody else could play."""
    limit(sql, live__max_rooms=10, live__max_rooms_per_host=4)
    assert [open_all(sql, sql.person(f"eve {number}")) for number in range(6)] == [4, 1, 1, 1, 1, 1]
    assert make_room(ONE).state["state"] == "lobby"


def test_one_live_game_is_always_allowed(sql: Sql, make_room: OpenRoom) -> None:
    limit(sql, live__max_rooms=2)
    eve = sql.person("eve")
    make_room(ONE, host=eve)
    assert refusal(lambda: make_room(ONE, host=eve)) == (429, "too_many_rooms")
    make_room(ONE)


def test_an_empty_lobby_makes_way_once_its_host_has_been_away(sql: Sql, make_room: OpenRoom) -> None:
    """A thousand accounts could open one live game each."""
    limit(sql, live__max_rooms=2)
    left, kept = make_room(ONE), make_room(ONE)
    assert refusal(lambda: make_room(ONE)) == (503, "no_room_left")
    be_away(left, 301)
    make_room(ONE)
    assert (left.state["state"], kept.state["state"]) == ("ended", "lobby")


@pytest.mark.parametrize("state", ["lobby", "open"])
def test_a_game_that_everybody_has_left_makes_way(sql: Sql, make_room: OpenRoom, state: str) -> None:
    """A player who had come once and left kept a game alive for three hours."""
    limit(sql, live__max_rooms=2)
    left, kept = make_room(ONE), make_room(ONE)
    for room in (left, kept):
        room.join("Ann")
        if state == "open":
            room.start()
    be_away(left, 299)
    assert refusal(lambda: make_room(ONE)) == (503, "no_room_left")
    be_away(left, 301)
    make_room(ONE)
    assert (left.state["state"], kept.state["state"]) == ("ended", state)


def test_a_game_with_players_or_the_only_one_of_its_host_makes_no_way(sql: Sql, make_room: OpenRoom) -> None:
    limit(sql, live__max_rooms=3)
    allow_each_all(sql)
    eve = sql.person("eve")
    for number in range(2):
        make_room(ONE, host=eve).join(f"Ann {number}")
    make_room(ONE)
    assert refusal(lambda: make_room(ONE)) == (503, "no_room_left")


def test_an_assigned_game_takes_no_place_of_a_live_one(sql: Sql, make_room: OpenRoom) -> None:
    limit(sql, live__max_rooms=1)
    make_room(ONE, mode="assigned", closes_at=TOMORROW)
    make_room(ONE)
    make_room(ONE, mode="assigned", closes_at=TOMORROW)
    assert refusal(lambda: make_room(ONE)) == (503, "no_room_left")


def test_playing_again_is_counted_too(room: Room) -> None:
    limit(room.sql, live__max_rooms_per_host=1)
    room.end()
    room.sql.call(room.host, "create_room", quiz_id=room.quiz_id)
    assert refusal(lambda: room.do("play_again")) == (429, "too_many_rooms")


@pytest.mark.parametrize("function", ["create_quiz", "duplicate_quiz", "import_questions"])
def test_somebody_has_at_most_so_many_quizzes(sql: Sql, function: str) -> None:
    ada = sql.person("ada")
    quiz = quiz_of(sql, ada)
    sql.call(ada, "delete_quiz", quiz_id=sql.call(ada, "create_quiz", draft={"title": "Deleted"})["id"])
    arguments = {
        "create_quiz": {"draft": {"title": "Two"}},
        "duplicate_quiz": {"quiz_id": quiz},
        "import_questions": {"drafts": ONE, "title": "Two"},
    }[function]
    limit(sql, quiz__max_per_person=2)
    assert refusal(lambda: sql.call(ada, function, **arguments)) == (409, "too_many_quizzes")
    limit(sql, quiz__max_per_person=3)
    sql.call(ada, function, **arguments)
    assert sql.call(sql.person("bob"), "create_quiz", draft={"title": "Two"})["id"]


@pytest.mark.parametrize(
    "function", ["create_question", "create_questions", "duplicate_quiz", "import_questions"]
)
def test_somebody_has_at_most_so_many_questions_in_all_quizzes(sql: Sql, function: str) -> None:
    ada = sql.person("ada")
    quiz = quiz_of(sql, ada)
    arguments = {
        "create_question": {"quiz_id": quiz, "draft": ONE[0]},
        "create_questions": {"quiz_id": quiz, "drafts": ONE},
        "duplicate_quiz": {"quiz_id": quiz},
        "import_questions": {"drafts": ONE, "title": "Two"},
    }[function]
    limit(sql, quiz__max_questions_per_person=1)
    assert refusal(lambda: sql.call(ada, function, **arguments)) == (409, "too_many_questions_in_all")
    limit(sql, quiz__max_questions_per_person=2)
    sql.call(ada, function, **arguments)


@pytest.mark.parametrize("setting", ["quiz__max_per_person", "quiz__max_questions_per_person"])
@pytest.mark.parametrize("skip_problems", [False, True])
def test_no_room_for_an_import_is_told_before_its_drafts_are_checked(
    sql: Sql, setting: str, skip_problems: bool
) -> None:
    ada = sql.person("ada")
    quiz_of(sql, ada)
    code = "too_many_quizzes" if setting == "quiz__max_per_person" else "too_many_questions_in_all"
    wrong = {"kind": "single_choice", "prompt": ""}
    limit(sql, **{setting: 1})
    for function, arguments in {
        "import_questions": {"drafts": [wrong], "title": "Two", "skip_problems": skip_problems},
        "may_import": {"number": 1},
    }.items():
        assert refusal(lambda: sql.call(ada, function, **arguments)) == (409, code)  # noqa: B023


def test_an_import_needs_room_for_all_its_quizzes(sql: Sql) -> None:
    ada = sql.person("ada")
    sql.connection.execute("update core.settings set value = '1' where key = 'quiz.max_questions'")
    limit(sql, quiz__max_per_person=2)
    assert refusal(lambda: sql.call(ada, "may_import", number=3)) == (409, "too_many_quizzes")
    sql.call(ada, "may_import", number=2)


def test_an_import_into_a_quiz_counts_among_the_questions_of_its_owner(sql: Sql) -> None:
    ada, eve = sql.person("ada"), sql.person("eve")
    quiz = quiz_of(sql, ada)
    limit(sql, quiz__max_questions_per_person=2)
    assert refusal(lambda: sql.call(ada, "may_import", number=2, into_quiz=quiz)) == (
        409,
        "too_many_questions_in_all",
    )
    sql.call(ada, "may_import", number=1, into_quiz=quiz)
    assert refusal(lambda: sql.call(eve, "may_import", number=1, into_quiz=quiz))[1] == "quiz_not_found"


def test_somebody_has_at_most_so_many_bytes_of_files(sql: Sql) -> None:
    ada = sql.person("ada")
    limit(sql, upload__max_mib_per_person=2)

    def store(mib: float) -> object:
        return sql.value(
            "select core.create_file_upload(%s, gen_random_uuid(), 'a.pdf', 'data_folder', %s, null, null)",
            ada.id, int(mib * 1024 * 1024),
        )  # fmt: skip

    store(1.5)
    with pytest.raises(Exception, match="2 MiB in all"):
        store(0.6)
    sql.call(ada, "may_upload")
    store(0.5)
    assert refusal(lambda: sql.call(ada, "may_upload")) == (409, "uploads_too_large")


def test_whoever_runs_the_server_can_end_all_games_of_an_account(sql: Sql, make_room: OpenRoom) -> None:
    eve = sql.person("eve")
    rooms = [make_room(ONE, host=eve), make_room(ONE, host=eve, mode="assigned", closes_at=TOMORROW)]
    other = make_room(ONE)
    with sql.connection.transaction():
        sql.connection.execute("set local role service_role")
        ended = sql.value("select public.end_rooms_of(%s)", eve.email.upper())["room_codes"]
    assert sorted(ended) == sorted(room.code for room in rooms)
    assert [room.state["state"] for room in (*rooms, other)] == ["ended", "ended", "lobby"]
    for person in (eve, other.host, None):
        assert refusal(lambda: sql.select(person, "select public.end_rooms_of(%s)", eve.id)) == (None, None)  # noqa: B023


def test_deleting_an_account_ends_its_games(sql: Sql, make_room: OpenRoom) -> None:
    eve = sql.person("eve")
    live, assigned = make_room(ONE, host=eve), make_room(ONE, host=eve, mode="assigned", closes_at=TOMORROW)
    live.join("Ann")
    live.start()
    sql.call(eve, "delete_account")
    assert (live.state["state"], assigned.state["state"]) == ("ended", "ended")
    assert live.last("room.ended")["podium"] == []
