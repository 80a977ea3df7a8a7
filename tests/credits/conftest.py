"""Fixtures for tests of credits: a person's balance, reservations, and the ledger."""

import uuid
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from tests.fixtures import Person, Refused, Sql


@dataclass
class Ledger:
    """The ledger of a database. Amounts are credits."""

    sql: Sql
    quiz_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def person(self, spendable: float = 10, name: str = "ada") -> Person:
        """A person who registers with a gift of `spendable` credits."""
        self.setting("credits.signup_gift_hundredths", round(spendable * 100))
        return self.sql.person(name)

    def setting(self, key: str, value: int) -> None:
        self.sql.connection.execute(
            "update core.settings set value = %s::text::jsonb where key = %s", [value, key]
        )

    def balance(self, person: Person) -> tuple[float, float]:
        """The spendable and the reserved credits."""
        balance = self.ask(person, "credit_balance")
        return balance["spendable"], balance["reserved"]

    def reserve(self, person: Person, questions: int | None, request: str | None = "first") -> dict[str, Any]:
        return self._call("reserve_credits", person.id, self.quiz_id, request, questions)

    def settle(self, delivered: int | None, request: str = "first") -> dict[str, Any]:
        return self._call("settle_credits", self.quiz_id, request, delivered)

    def transfer(self, key: str, kind: str, person: Person, amount: float) -> bool:
        return self._call("transfer", key, kind, person.id, round(amount * 100))

    def problems(self) -> list[str]:
        """The faults that core.check_ledger finds."""
        return [row[0] for row in self.sql.connection.execute("select core.check_ledger()")]

    def ask(self, person: Person, function: str, **arguments: Any) -> Any:
        """Call a public function as a person, also within a transaction of the test."""
        try:
            return self.sql.call(person, function, **arguments)
        finally:
            if self.sql.connection.info.transaction_status is TransactionStatus.INTRANS:
                self.sql.connection.execute("reset role")
                self.sql.connection.execute("reset session authorization")

    def _call(self, function: str, *arguments: Any) -> Any:
        places = ", ".join(["%s"] * len(arguments))
        try:
            with self.sql.connection.transaction():
                return self.sql.value(f"select core.{function}({places})", *arguments)
        except psycopg.Error as error:
            raise Refused(error) from error


@pytest.fixture
def ledger(sql: Sql) -> Ledger:
    """The ledger on each Postgres that the wheel carries."""
    return Ledger(sql)


@pytest.fixture
def ledger18(sql18: Sql) -> Ledger:
    return Ledger(sql18)
