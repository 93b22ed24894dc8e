"""What the tests of actions share: one county a module, and a fresh visit at the school's gate for each test."""

from collections.abc import Iterator

import pytest

from inspector_app.actions.answering import Sitting
from tests.actions.county import County, at_work, copied


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with copied(tmp_path_factory.mktemp("county")) as one:
        yield one


@pytest.fixture
def visit(county: County) -> str:
    return county.new_visit()


@pytest.fixture
def sitting(county: County, visit: str) -> Sitting:
    return at_work(county.leader, visit)
