"""Accounts over REST, kept by this database."""

import asyncio
from typing import Any

import pytest

from tests.fixtures import PASSWORD, Client, SignUp, Sql

ACCOUNT = {"email": "grace@example.com", "password": PASSWORD, "display_name": "Grace"}


def signed_in(api: Client, session: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['access_token']}"}


async def test_signing_up_signs_in(api: Client) -> None:
    answer = await api.post("/auth/signup", json=ACCOUNT)
    assert answer.status_code == 201
    session = answer.json()
    assert session["token_type"] == "bearer"
    assert session["expires_in"] == 3600
    assert session["user"]["email"] == "grace@example.com"
    assert session["user"]["display_name"] == "Grace"
    me = await api.get("/auth/me", headers=signed_in(api, session))
    assert me.json() == session["user"]


@pytest.mark.parametrize("path", ["/auth/signup", "/register"])
@pytest.mark.parametrize("later", ["/auth/signin", "/login"])
async def test_the_other_addresses_of_the_routes_do_the_same(api: Client, path: str, later: str) -> None:
    signed_up = await api.post(path, json=ACCOUNT)
    signed_in = await api.post(later, json={"email": ACCOUNT["email"], "password": PASSWORD})
    assert (signed_up.status_code, signed_in.status_code) == (201, 200)
    assert signed_up.json()["user"]["id"] == signed_in.json()["user"]["id"]
    assert signed_up.json().keys() == signed_in.json().keys()


async def test_the_button_in_the_documentation_signs_in(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    form = {"grant_type": "password", "username": ada.person.email, "password": PASSWORD, "scope": ""}
    answer = await api.post("/login", data=form)
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "bearer"
    assert (await api.get("/auth/me", headers=signed_in(api, answer.json()))).status_code == 200
    flow = (await api.get("/openapi.json")).json()["components"]["securitySchemes"]["OAuth2PasswordBearer"]
    assert flow["flows"]["password"]["tokenUrl"] == "/login"


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    sign_up: SignUp, api: Client
) -> None:
    ada = await sign_up("ada")
    wrong = await api.post("/auth/signin", json={"email": ada.person.email, "password": "not the password"})
    unknown = await api.post("/auth/signin", json={"email": "nobody@example.com", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_a_sign_up_with_anothers_address_is_answered_like_a_wrong_password(
    sign_up: SignUp, api: Client
) -> None:
    ada = await sign_up("ada")
    taken = await api.post("/auth/signup", json={"email": ada.person.email, "password": "not her password"})
    wrong = await api.post("/auth/signin", json={"email": ada.person.email, "password": "not her password"})
    assert taken.status_code == 401
    assert taken.json() == wrong.json()


async def test_a_sign_up_with_ones_own_password_signs_in_and_changes_nothing(
    sign_up: SignUp, api: Client
) -> None:
    ada = await sign_up("ada")
    again = await api.post(
        "/auth/signup", json={"email": ada.person.email, "password": PASSWORD, "display_name": "Other"}
    )
    assert again.status_code == 201
    assert again.json()["user"]["id"] == ada.person.id
    assert again.json()["user"]["display_name"] == "ada"


async def test_two_concurrent_sign_ups_with_one_address_make_one_account(api: Client, sql18: Sql) -> None:
    answers = await asyncio.gather(*(api.post("/auth/signup", json=ACCOUNT) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["user"]["id"] for answer in answers}) == 1
    assert sql18.value("select count(*) from auth.users where email = 'grace@example.com'") == 1


async def test_one_of_two_concurrent_sign_ups_with_different_passwords_gets_the_address(api: Client) -> None:
    passwords = ["first password", "second password", "third password"]
    answers = await asyncio.gather(
        *(api.post("/auth/signup", json={**ACCOUNT, "password": password}) for password in passwords)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401]


@pytest.mark.parametrize("spelling", ["GRACE@EXAMPLE.COM", " grace@example.com ", "Grace@Example.Com"])
async def test_an_address_is_the_same_in_upper_and_lower_case(api: Client, spelling: str) -> None:
    signed_up = (await api.post("/auth/signup", json=ACCOUNT)).json()
    answer = await api.post("/auth/signin", json={"email": spelling, "password": PASSWORD})
    assert answer.json()["user"]["id"] == signed_up["user"]["id"]
    again = await api.post("/auth/signup", json={**ACCOUNT, "email": spelling})
    assert again.json()["user"]["id"] == signed_up["user"]["id"]


async def test_a_password_is_the_same_however_its_letters_were_composed(api: Client) -> None:
    composed, decomposed = "caf\u00e9 cr\u00e8me", "cafe\u0301 cre\u0300me"
    await api.post("/auth/signup", json={**ACCOUNT, "password": composed})
    answer = await api.post("/auth/signin", json={"email": ACCOUNT["email"], "password": decomposed})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Zoë Ångström", "Zoë Ångström"),
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("李小龍", "李小龍"),
        ("👩\u200d💻 नेहा", "👩\u200d💻 नेहा"),
        ("\u202eevil\u202c", "evil"),
        ("Zoe\u0308", "Zoë"),
    ],
)
async def test_a_display_name_is_kept_as_it_is_shown(api: Client, given: str, kept: str) -> None:
    answer = await api.post("/auth/signup", json={**ACCOUNT, "display_name": given})
    assert answer.json()["user"]["display_name"] == kept


async def test_the_default_display_name_says_nothing_of_the_address(api: Client) -> None:
    answer = await api.post("/auth/signup", json={"email": "grace@example.com", "password": PASSWORD})
    assert answer.json()["user"]["display_name"].startswith("Somebody ")


async def test_a_display_name_can_be_changed(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    changed = await ada.patch("/auth/me", json={"display_name": "Countess"})
    assert changed.status_code == 200
    assert (await ada.get("/auth/me")).json()["display_name"] == "Countess"


async def test_a_display_name_without_visible_characters_is_refused(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    for nothing in (" ", "\u200b\u200b", "\u202e", "\u3164", "\u200d"):
        answer = await ada.patch("/auth/me", json={"display_name": nothing})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_display_name"), ascii(nothing)
    assert (await ada.get("/auth/me")).json()["display_name"] == "ada"


async def test_signing_out_ends_the_session_at_once_with_all_its_tokens(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    assert (await ada.post("/auth/signout")).status_code == 204
    refused = await ada.get("/auth/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    refreshed = await api.post("/auth/refresh", json={"refresh_token": ada.refresh_token})
    assert refreshed.status_code == 401
    assert (await ada.post("/auth/signout")).status_code == 204, "signing out twice is no error"


@pytest.mark.parametrize(
    ("scope", "this_stays", "other_stays"),
    [("local", False, True), ("others", True, False), ("global", False, False)],
)
async def test_signing_out_has_the_scopes_local_others_and_global(
    sign_up: SignUp, api: Client, scope: str, this_stays: bool, other_stays: bool
) -> None:
    ada, bob = await sign_up("ada"), await sign_up("bob")
    elsewhere = (await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})).json()
    assert (await ada.post("/auth/signout", params={"scope": scope})).status_code == 204
    here = await ada.get("/auth/me")
    there = await api.get("/auth/me", headers=signed_in(api, elsewhere))
    assert (here.status_code == 200, there.status_code == 200) == (this_stays, other_stays)
    assert (await bob.get("/auth/me")).status_code == 200


async def test_verify_token_accepts_a_valid_token_and_refuses_others(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    by_header = await ada.post("/auth/verify-token")
    by_body = await api.post("/auth/verify-token", json={"token": ada.access_token})
    assert by_header.status_code == by_body.status_code == 200
    assert by_header.json() == by_body.json()
    assert by_header.json()["user_id"] == ada.person.id
    assert (await api.post("/auth/verify-token", json={"token": "nonsense"})).status_code == 401
    assert (await api.post("/auth/verify-token")).status_code == 401
    await ada.post("/auth/signout")
    assert (await api.post("/auth/verify-token", json={"token": ada.access_token})).status_code == 401


async def test_a_new_password_ends_every_other_session(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    elsewhere = (await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})).json()
    change = {"current_password": PASSWORD, "new_password": "a new password"}
    assert (await ada.post("/auth/change-password", json=change)).status_code == 204
    assert (await ada.get("/auth/me")).status_code == 200
    assert (await ada.post("/auth/refresh", json={"refresh_token": ada.refresh_token})).status_code == 200
    assert (await api.get("/auth/me", headers=signed_in(api, elsewhere))).status_code == 401
    taken = {"refresh_token": elsewhere["refresh_token"]}
    assert (await api.post("/auth/refresh", json=taken)).status_code == 401
    old = await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})
    new = await api.post("/login", json={"email": ada.person.email, "password": "a new password"})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_a_password_is_not_changed_without_the_current_one(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    change = {"current_password": "not the password", "new_password": "a new password"}
    answer = await ada.post("/auth/change-password", json=change)
    assert (answer.status_code, answer.json()["code"]) == (403, "invalid_credentials")
    assert (
        await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})
    ).status_code == 200


async def test_a_password_is_not_changed_by_a_session_that_has_ended(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    await ada.post("/auth/signout")
    change = {"current_password": PASSWORD, "new_password": "a new password"}
    assert (await ada.post("/auth/change-password", json=change)).status_code == 401


async def test_one_of_two_concurrent_password_changes_succeeds(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    new = ["first new password", "second new password"]
    answers = await asyncio.gather(
        *(
            ada.post("/auth/change-password", json={"current_password": PASSWORD, "new_password": password})
            for password in new
        )
    )
    assert sorted(answer.status_code for answer in answers) == [204, 403]
    works = [await api.post("/login", json={"email": ada.person.email, "password": p}) for p in new]
    assert [w.status_code == 200 for w in works] == [a.status_code == 204 for a in answers]


async def test_a_deleted_account_is_signed_out_everywhere_and_its_address_is_free(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    ada = await sign_up("ada")
    elsewhere = (await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})).json()
    assert (await ada.delete("/auth/me")).status_code == 204
    assert (await ada.get("/auth/me")).status_code == 401
    assert (await api.get("/auth/me", headers=signed_in(api, elsewhere))).status_code == 401
    assert (await api.post("/auth/refresh", json={"refresh_token": ada.refresh_token})).status_code == 401
    gone = await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})
    assert gone.status_code == 401
    again = await api.post(
        "/auth/signup", json={"email": ada.person.email, "password": "another long password"}
    )
    assert again.status_code == 201
    assert again.json()["user"]["id"] != ada.person.id
    kept = "select display_name, deleted_at is not null from core.profiles where id = %s"
    assert sql18.connection.execute(kept, [ada.person.id]).fetchone() == ("Deleted account", True)
    traces = "select count(*) from auth.users as u where u.id = %s and u::text like '%%' || %s || '%%'"
    assert sql18.value(traces, ada.person.id, ada.person.email) == 0


async def test_the_quizzes_of_a_deleted_account_stay(sign_up: SignUp, sql18: Sql) -> None:
    ada = await sign_up("ada")
    sql18.connection.execute(
        "insert into core.quizzes (owner_id, title) values (%s, 'Rivers')", [ada.person.id]
    )
    assert (await ada.delete("/auth/me")).status_code == 204
    owned = "select count(*) from core.quizzes where owner_id = %s and deleted_at is null"
    assert sql18.value(owned, ada.person.id) == 1


async def test_only_the_right_password_shows_that_an_account_is_blocked(
    sign_up: SignUp, api: Client, sql18: Sql
) -> None:
    ada = await sign_up("ada")
    sql18.connection.execute("update auth.users set banned_until = 'infinity' where id = %s", [ada.person.id])
    right = await api.post("/login", json={"email": ada.person.email, "password": PASSWORD})
    wrong = await api.post("/login", json={"email": ada.person.email, "password": "not the password"})
    assert (right.status_code, right.json()["code"]) == (403, "account_banned")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "invalid_credentials")
    refreshed = await api.post("/auth/refresh", json={"refresh_token": ada.refresh_token})
    assert refreshed.json()["code"] == "account_banned"


async def test_deleting_an_account_needs_the_password_or_a_sign_in_just_now(
    sign_up: SignUp, sql18: Sql
) -> None:
    """Whoever finds a device on which somebody is signed in can't delete the account."""
    ada = await sign_up("ada")
    sql18.connection.execute("update auth.sessions set created_at = now() - interval '6 minutes'")
    for body in (None, {"password": "not the one"}):
        refused = await ada.request("DELETE", "/auth/me", json=body)
        assert refused.status_code == 403, refused.text
        assert refused.json()["code"] == ("invalid_credentials" if body else "sign_in_again")
    assert (await ada.get("/auth/me")).status_code == 200
    assert (await ada.request("DELETE", "/auth/me", json={"password": PASSWORD})).status_code == 204
    assert (await ada.get("/auth/me")).status_code == 401


async def test_an_account_can_be_deleted_right_after_a_sign_in(sign_up: SignUp, sql18: Sql) -> None:
    ada = await sign_up("ada")
    sql18.connection.execute("update auth.sessions set created_at = now() - interval '4 minutes'")
    assert (await ada.delete("/auth/me")).status_code == 204


@pytest.mark.parametrize(
    "weak", ["password1", "qwertzuiop", "adalovelace", "aaaaaaaaaaaa", "a" * 1000, "20261129"]
)
async def test_a_common_or_weak_password_is_refused(api: Client, sign_up: SignUp, weak: str) -> None:
    account = {"email": "ada.lovelace@example.com", "password": weak, "display_name": "Ada Lovelace"}
    refused = await api.post("/auth/signup", json=account)
    assert (refused.status_code, refused.json()["code"]) == (422, "weak_password")
    change = {"current_password": PASSWORD, "new_password": weak}
    refused = await (await sign_up()).post("/auth/change-password", json=change)
    assert (refused.status_code, refused.json()["code"]) == (422, "weak_password")
