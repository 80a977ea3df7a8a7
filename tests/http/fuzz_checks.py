"""A check of schemathesis, which imports it: a problem has one of the codes that its operation lists."""

import schemathesis

from app.http.openapi_errors import CODES, PROBLEM


@schemathesis.check
def documented_code(context: object, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """Compare the code of a problem with those of this status in the OpenAPI document."""
    if response.status_code == 405:
        return  # the method is of no operation
    if PROBLEM not in response.headers.get("content-type", [""])[0]:
        return
    documented = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    code = response.json()["code"]
    assert code in documented.get(CODES, ()), f"{response.status_code} {code} is not documented"
