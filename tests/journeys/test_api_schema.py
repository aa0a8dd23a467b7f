"""schemathesis holds the running API against its own OpenAPI document, with the tokens of several roles."""

from itertools import cycle
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.worlds.city import EAST
from tests.worlds.web import Served

pytestmark = pytest.mark.enable_socket

ROLES = ("dispatcher", "administrator", "reporter", "handler")
# Not among them: that all that fits the schema is accepted. Rules refuse what no schema can say.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
DRAWN = hypothesis_settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations(served: Served) -> list[Any]:
    schema = schemathesis.openapi.from_dict(served.get("/api/openapi.json", by=None).told)
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def tellable(case: Any) -> bool:
    """Whether what is wrong arrives: an object in a query has no form there, and comes as a text that is right."""
    return not any(isinstance(told, dict) for told in (case.query or {}).values())


@pytest.mark.parametrize(("examples", "every"), [(2, 7), pytest.param(10, 1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_server_error_and_no_breach_of_the_schema(
    served: Served, mode: GenerationMode, examples: int, every: int
) -> None:
    secrets = cycle([served.secret(role, EAST) for role in ROLES])
    found = operations(served)
    assert len(found) > 60
    for number, operation in list(enumerate(found))[::every]:

        @hypothesis_settings(DRAWN, max_examples=examples)
        @seed(number)
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            headers = {"Authorization": f"Bearer {next(secrets)}"}
            response = case.call(base_url=f"http://127.0.0.1:{served.port}", headers=headers, timeout=20)
            # A body that is too large is refused before anybody looks into it.
            wrong = response.status_code != 413 and tellable(case)
            checks = [check for check in CHECKS if check is not negative_data_rejection or wrong]
            case.validate_response(response, checks=checks)

        holds()
