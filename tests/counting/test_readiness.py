"""Who was ready for rehabilitation when they left: of all who left, in the lists that say it."""

import pytest
from support.clean_tables import FIXTURE_DEFINITIONS, participations

from helpers import definitions
from helpers.counting import readiness
from helpers.defining.references import broken_references
from helpers.facts import Facts

DEFINED = definitions.load(FIXTURE_DEFINITIONS)
READ = dict.fromkeys(DEFINED.platform_ids, "read")


def left(platform: str, ready: str | None, gender: str = "women", end: str = "2019-05-01") -> dict:
    return {
        "platform": platform,
        "start": "2019-01-01",
        "end": end,
        "outcome": "to-work",
        "ready": ready,
        "gender": gender,
    }


def counted(rows: list[dict], **more) -> Facts:
    return Facts(readiness.facts(participations(rows), DEFINED, READ, **more))


ROWS = [
    left("vannas", "yes"),
    left("vannas", "no", "men"),
    left("vannas", None),  # the list says nothing of her: she left, and is not said to be ready
    left("vannas", "yes", end="2018-12-31"),  # not in the year
    left("vannas", "yes", end="2020-01-01"),  # remains
    left("bjurholm", None),  # a list that does not have the column
]


def test_it_is_of_all_who_left_in_the_lists_that_say_it() -> None:
    facts = counted(ROWS)
    assert facts.get("vannas", readiness.READY).counts == (1, 3)
    assert facts.get("vannas", readiness.READY, "", "women").counts == (1, 2)
    assert facts.get("vannas", readiness.READY, "", "men").counts == (0, 1)
    assert facts.get("kranskommunerna", readiness.READY).counts == (1, 3)  # not bjurholm's
    assert facts.get("forbundet", readiness.READY).counts == (1, 3)
    assert len(facts.get("vannas", readiness.READY).rows) == 1


@pytest.mark.parametrize("place", ["bjurholm", "hikikomori"])
def test_where_no_list_says_it_there_is_no_share(place: str) -> None:
    facts = counted(ROWS)
    assert all(facts.get(place, readiness.READY, "", g).state == "missing" for g in ("all", "women", "men"))
    assert facts.get(place, readiness.READY).rule == readiness.RULE


def test_a_cell_that_cannot_be_read_leaves_out_the_share_of_its_list_and_of_every_whole() -> None:
    facts = counted(ROWS, omitted={"vannas": [readiness.COLUMN], "bjurholm": ["Aktualiserad"]})
    assert {f.state for f in facts} == {"missing"}


def test_a_bundle_has_no_such_column() -> None:
    table = participations(ROWS).drop(columns="ready")
    assert {f.state for f in readiness.facts(table, DEFINED, READ)} == {"missing"}


def test_no_outcome_may_be_called_as_it_is() -> None:
    told = [what for _, what in broken_references({"outcomes": [{"id": "ready"}]})]
    assert any("ready" in line for line in told)
    assert not any("to-work" in line for _, line in broken_references({"outcomes": [{"id": "to-work"}]}))
