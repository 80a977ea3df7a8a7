"""`quizzler doctor` says whether calls through PostgREST come with the addresses of their clients."""

import pytest

from app.cli.database_checks import gateway
from app.cli.findings import Verdict
from tests.fixtures import Sql, database_url


@pytest.mark.parametrize(
    ("forwarded", "says"),
    [
        (None, "without the address of their client"),
        ("1.2.3.4", None),
        ("1.2.3.4, 10.0.0.4", "from 10.0.0.4, which is a private network"),
        ("1.2.3.4, unknown", "without the address of their client"),
    ],
)
def test_the_doctor_knows_the_gateway_by_the_networks_of_calls(
    sql18: Sql, forwarded: str | None, says: str | None
) -> None:
    headers = "null" if forwarded is None else f'"{forwarded}"'
    with sql18.connection.transaction():
        sql18.value("select set_config('request.headers', %s, true)", f'{{"x-forwarded-for": {headers}}}')
        sql18.value("select set_config('request.method', 'POST', true)")
        sql18.value("select set_config('request.path', '/rpc/join_room', true)")
        sql18.value("select core.count_call('joins', core.calling_network())")
    assert sql18.value("select count(*) from core.calls") == 1
    found = list(gateway(database_url(sql18.connection, "postgres")))
    assert [finding.verdict for finding in found] == ([Verdict.WORTH_KNOWING] if says else [])
    assert all(str(says) in finding.what for finding in found)
