import json

import pytest

from tests.fixtures import Refused, Sql


def test_signing_up_makes_a_profile_that_only_its_person_can_read(sql: Sql) -> None:
    ada, bob = sql.person("ada"), sql.person("bob")
    assert sql.select(ada, "select id::text, display_name from public.profiles") == [
        {"id": ada.id, "display_name": "ada"}
    ]
    assert [row["display_name"] for row in sql.select(bob, "select display_name from public.profiles")] == [
        "bob"
    ]


def test_an_unknown_function_is_refused_by_name(sql: Sql) -> None:
    with pytest.raises(Refused) as refused:
        sql.call(None, "no_such_function")
    assert (refused.value.status, refused.value.code) == (404, "unknown_function")


def test_an_unknown_role_is_refused(sql: Sql) -> None:
    with pytest.raises(Exception, match="does not know the role"):
        sql.connection.execute("""select core.call_as('{"role": "postgres"}', 'check_request', '{}')""")


def test_clients_have_no_way_into_core(sql: Sql) -> None:
    with pytest.raises(Refused) as refused:
        sql.select(sql.person(), "select core.setting('quiz.max_questions')")
    assert refused.value.sqlstate == "42501"


def test_a_signed_out_session_is_refused_at_once(sql: Sql) -> None:
    ada = sql.person("ada")
    claims = json.dumps(ada.claims | {"session_id": "00000000-0000-0000-0000-000000000001"})
    with pytest.raises(Exception, match="This session has ended"):
        sql.connection.execute("select core.call_as(%s, 'check_request', '{}')", [claims])
