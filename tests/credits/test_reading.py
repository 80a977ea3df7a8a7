"""People see their own credits, and no others."""

import pytest

from tests.credits.conftest import Ledger
from tests.fixtures import Refused


def test_a_price_comes_with_the_missing_credits(ledger: Ledger) -> None:
    ada = ledger.person(0.75)
    assert ledger.sql.call(ada, "calculate_credits", questions=10) == {
        "questions": 10,
        "cost": 1,
        "spendable": 0.75,
        "can_pay": False,
        "missing": 0.25,
    }
    assert ledger.sql.call(ada, "calculate_credits", questions=7) == {
        "questions": 7,
        "cost": 0.7,
        "spendable": 0.75,
        "can_pay": True,
        "missing": 0,
    }


@pytest.mark.parametrize("function", ["credit_balance", "credit_history", "list_payments"])
def test_a_caller_without_a_session_has_no_credits(ledger: Ledger, function: str) -> None:
    with pytest.raises(Refused) as refused:
        ledger.sql.call(None, function)
    assert refused.value.sqlstate == "42501"


def test_each_line_of_the_history_has_a_text(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.quiz_id = ledger.sql.value(
        "insert into core.quizzes (owner_id, title) values (%s, 'Rivers') returning id::text", ada.id
    )
    ledger.reserve(ada, 10)
    ledger.settle(9)
    items = ledger.sql.call(ada, "credit_history")["items"]
    assert [item["text"] for item in items] == [
        "Given back for 1 question of “Rivers”",
        "Paid for 9 questions of “Rivers”",
        "Set aside for 10 questions of “Rivers”",
        "A gift",
    ]
    assert [(item["spendable_change"], item["reserved_change"]) for item in items] == [
        (0.1, -0.1),
        (0, -0.9),
        (-1, 1),
        (10, 0),
    ]
    assert [(item.get("spendable_after"), item.get("reserved_after")) for item in items] == [
        (9.1, 0),
        (None, 0.1),
        (9, 1),
        (10, None),
    ]
    assert {item.get("quiz_id") for item in items} == {ledger.quiz_id, None}


def test_the_history_is_paged_without_gaps_or_repeats(ledger: Ledger) -> None:
    ada = ledger.person(10)
    for n in range(7):
        ledger.reserve(ada, 1, f"request {n}")
    lines, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = ledger.sql.call(ada, "credit_history", page_size=3, cursor=cursor)
        lines += [item["id"] for item in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert pages == 3
    assert lines == sorted(set(lines), reverse=True)
    assert len(lines) == 8


@pytest.mark.parametrize("cursor", ["nonsense", "WyJ4Il0"])
def test_a_made_up_cursor_is_refused(ledger: Ledger, cursor: str) -> None:
    with pytest.raises(Refused) as refused:
        ledger.sql.call(ledger.person(10), "credit_history", cursor=cursor)
    assert refused.value.code == "bad_cursor"


@pytest.mark.parametrize("view", ["credit_accounts", "credit_transfers", "credit_entries", "payments"])
def test_people_read_their_own_lines_only(ledger: Ledger, view: str) -> None:
    ada, bob = ledger.person(10, "ada"), ledger.person(10, "bob")
    ledger.sql.call(ada, "begin_payment", credits=5)
    ledger.reserve(ada, 10)
    counts = {
        name: len(ledger.sql.select(person, f"select * from public.{view}"))
        for name, person in (("ada", ada), ("bob", bob))
    }
    assert (
        counts
        == {
            "credit_accounts": {"ada": 2, "bob": 2},
            "credit_transfers": {"ada": 2, "bob": 1},
            "credit_entries": {"ada": 3, "bob": 1},
            "payments": {"ada": 1, "bob": 0},
        }[view]
    )
    with pytest.raises(Refused) as refused:
        ledger.sql.select(None, f"select * from public.{view}")
    assert refused.value.sqlstate == "42501"


def test_the_dashboard_shows_credits_by_day_and_kind_but_no_person(ledger: Ledger) -> None:
    ada = ledger.person(10)
    ledger.reserve(ada, 10)
    ledger.settle(6)
    ledger.sql.value("select core.fold_facts(100)")
    with ledger.sql.connection.transaction():
        ledger.sql.connection.execute("set local role dashboard_reader")
        rows = ledger.sql.connection.execute(
            "select kind, credits from dashboards.credits order by credits desc"
        ).fetchall()
    assert [(kind, float(credits)) for kind, credits in rows] == [
        ("gift", 10),
        ("reserve", 1),
        ("capture", 0.6),
        ("release", 0.4),
    ]
