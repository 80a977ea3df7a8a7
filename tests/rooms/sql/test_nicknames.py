"""Nicknames and avatars: look-alikes, rude words, suggestions."""

from tests.rooms.sql.conftest import OpenRoom, Room, refusal


def test_look_alikes_of_many_alphabets_are_one_nickname(room: Room) -> None:
    room.join("Bill Norwood")
    for twin in (
        "BiII Norwood",
        "Bi|l N0rwood",
        "Вill Nоrwооd",  # noqa: RUF001
        "Bill Norvvood",
    ):
        assert refusal(lambda twin=twin: room.join(twin)) == (409, "nickname_taken"), twin
    assert room.join("Bill Northwood").nickname


def test_rude_nicknames_are_refused_if_the_host_chose_the_filter(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    for rude in ("Fuck you", "F.u.c.k", "fuuuuck", "FUCK3R", "b1tch", "Sh1t", "a$$"):
        assert refusal(lambda rude=rude: room.join(rude)) == (422, "blocked_nickname"), rude
    for fine in ("Cassandra", "Scunthorpe", "Dick Tracy"[5:], "Sussex", "Hancock", "Ann"):
        assert room.join(fine).nickname == fine
    assert make_room().join("Sh1t").nickname == "Sh1t"


RUDE = (
    "Sh1t lover", "Hurensohn", "Arschl0ch", "la pute", "enculé", "Gilipollas", "hijo de puta", "Vaffanculo",
    "che cazzo", "caralho", "kurwa", "k.u.r.w.a", "do pizda", "Kut Wijf", "vittu", "Bazmeg", "Orospu",
    "siktir git", "cyka blyat", "madarchod", "Knulla",
)  # fmt: skip
NAMES = (
    "Anita", "Mona", "Regina", "Amina", "Semen", "Quim", "Shota", "Xana", "Randi", "Fanny", "Haydar",
    "Johny", "Lauda", "Lolita", "Pornchai", "Porntip", "Jizzakh", "Pornic", "Scunthorpe", "Penistone",
    "Clitheroe", "Essex", "Lund", "Troyes", "Salopette", "Pesce", "Lumaca", "Conrad", "Con", "Mega Bite",
    "Pina Colada", "Chut", "Musevi", "Yahudi", "Bira", "Grass Snake", "Bass", "Cumberland", "Analyst",
    "Titan", "Peacock", "Cocktail", "Shitake", "Hancock", "Matsushita", "Dickens", "Nigel", "Niger",
    "Fukuoka", "Phuket", "Arsenal", "Assad", "Sussex", "Computa Ink",
)  # fmt: skip


def test_rude_nicknames_of_many_languages_are_refused(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    for rude in RUDE:
        assert refusal(lambda rude=rude: room.join(rude)) == (422, "blocked_nickname"), rude


def test_nicknames_that_only_look_rude_are_accepted(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    assert [room.join(name).nickname for name in NAMES] == list(NAMES)


def test_blocked_words_are_stored_in_the_form_that_nicknames_are_compared_in(room: Room) -> None:
    assert (
        room.sql.value("select array_agg(word) from core.blocked_words where word <> core.word_key(word)")
        is None
    )


def test_an_operator_adds_to_the_blocked_words(make_room: OpenRoom) -> None:
    room = make_room(profanity_filter=True)
    room.sql.connection.execute("insert into core.blocked_words (word) values ('principal')")
    assert refusal(lambda: room.join("The Principal")) == (422, "blocked_nickname")


def test_a_suggested_nickname_can_be_taken(room: Room) -> None:
    suggested = room.sql.call(None, "suggest_nickname", room_code=room.code)
    player = room.join(suggested["nickname"], avatar=suggested["avatar"])
    assert player.nickname == suggested["nickname"]
    assert player.welcome["avatar"] == suggested["avatar"]
    assert len(suggested["nickname"].split()) == 2


def test_an_avatar_is_a_seed_and_nothing_else(room: Room) -> None:
    assert refusal(lambda: room.join("Ann", avatar="<script>")) == (422, "bad_avatar")
    assert room.join("Ann", avatar="Fox-7").welcome["avatar"] == "Fox-7"
    assert room.join("Bob").welcome["avatar"]  # derived from the nickname
