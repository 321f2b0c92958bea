"""`agreements/<id>.yaml`: what is read, what is refused and at which line, and the facts that come of it."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from helpers import definitions
from helpers.counting import agreed, families
from helpers.defining import parties
from helpers.defining.agreement_references import agreement_faults
from helpers.deliveries import agreements
from helpers.facts import Facts
from helpers.faults import Faults
from helpers.language.words import plain
from helpers.paths import REPOSITORY
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import fact_text

LABELS = {
    f"agreement:{what}": what
    for what in (
        *("posts:municipality", "posts:association-financed", "association-share", "notice"),
        *("teams:total", "teams:young", "teams:old", "visits"),
    )
} | {"target:places": "platser", "target:ready": "redo"}
YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml").model_copy(
    update={"agreement_measures": LABELS}
)
TEXT = """id: navet
name: Överenskommelse om insatsen
parties: [samordningsforbundet, umea]
from: 2019-01-01
until: 2020-12-31
notice_months: {value: 3, source: "protokoll:7"}
platform: hikikomori
targets:
  - {id: places, value: 20, measure: "occupancy:max", source: "protokoll:1"}
  - {id: ready, value: 70, unit: percent, measure: "share:ready", source: "protokoll:2"}
financing: {posts_municipality: 2.0, posts_association: 0.4, association_share: 20}
commitments:
  - {party: umea, what: visits, per: month, number: 1, source: "protokoll:3"}
  - {party: umea, what: "teams:total", number: 3}
  - {party: umea, what: "teams:young", number: 1}
  - {party: umea, what: "teams:old", number: 2}
state: signed
texts:
  purpose: Parterna samverkar.
"""


def read(folder: Path, *changes: tuple[str, str], name: str = "navet"):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    (table, figures), faults = agreements.read(path, f"agreements/{path.name}", YEAR)
    return table, figures, faults


def told(faults: Faults) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.code, f.row) for f in faults.found]


def test_each_figure_is_a_fact_as_the_agreement_says_it(tmp_path: Path) -> None:
    table, figures, faults = read(tmp_path)
    assert told(faults) == []
    facts = Facts(agreed.facts(table, figures, YEAR))
    assert {(f.measure, f.value, f.unit) for f in facts} == {
        ("agreement:notice", 3, "months"),
        ("agreement:posts:municipality", 2, "posts"),
        ("agreement:posts:association-financed", Fraction(2, 5), "posts"),
        ("agreement:association-share", Fraction(1, 5), "share"),
        ("agreement:visits", 1, "times-per-month"),
        ("agreement:teams:total", 3, "count"),
        ("agreement:teams:young", 1, "count"),
        ("agreement:teams:old", 2, "count"),
        ("target:places", 20, "count"),
        ("target:ready", Fraction(7, 10), "share"),
    }
    assert all(families.is_declared(f.rule) and f.platform == "hikikomori" for f in facts)
    posts = facts.get("hikikomori", "agreement:posts:association-financed")
    assert plain(fact_text(posts)) == "0,4"
    assert figures.set_index("measure").loc["agreement:visits", "row"] == "agreements/navet.yaml#!13"
    assert list(table["state"]) == ["signed"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("name: Över", "nmae: Över", "agreement_schema", 2),
        ("from: 2019-01-01", "from: snart", "agreement_schema", 4),
        ("state: signed", "state: undertecknad", "agreement_schema", 17),
        ("posts_association", "posts_asociation", "agreement_schema", 11),
        ("value: 20", "value: tjugo", "agreement_schema", 9),
        ("value: 20", "value: -1", "agreement_schema", 9),
        ("per: month", "per: moon", "agreement_schema", 13),
        ("name: Över", "id: navet\nname: Över", "agreement_schema", 2),
        ("name: Över", "name:\tÖver", "agreement_schema", 2),
        ("texts:\n", "texts: &a\n  b: *a\n", "agreement_schema", 19),
        ("parties: [samordningsforbundet, umea]", "parties: [umea]", "agreement_schema", 3),
        ("id: navet", "id: annat", "agreement_file", 1),
        ("platform: hikikomori", "platform: hikikomor", "agreement_place", 7),
        ("what: visits", "what: visit", "agreement_unknown", 13),
        ('what: "teams:old"', 'what: "teams:young"', "agreement_twice", 16),
        ("until: 2020-12-31", "until: 2018-12-31", "agreement_days", 5),
    ],
)
def test_row_61_an_agreement_with_a_fault_is_refused_by_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    table, figures, faults = read(tmp_path, (old, new))
    refused = [t for t in told(faults) if t[0] == "refuse"]
    assert refused == [("refuse", code, line)], [f.line() for f in faults.found]
    assert table.empty and figures.empty and list(figures.columns) == agreements.FIGURE_COLUMNS


def test_an_unknown_key_and_measure_are_told_with_the_nearest(tmp_path: Path) -> None:
    assert "platform" in read(tmp_path, ("platform:", "plattform:"))[2].found[0].message
    assert "visits" in read(tmp_path, ("what: visits", "what: visit"))[2].found[0].action


def test_a_personnummer_refuses_the_agreement_and_is_not_told(tmp_path: Path) -> None:
    number = (REPOSITORY / "tests" / "test-personnummer.txt").read_text(encoding="utf-8").split()[0]
    table, _, faults = read(tmp_path, ("Parterna samverkar.", f"Ansvarig {number[:8]}-{number[8:]}."))
    assert ("refuse", "agreement_personnummer", 19) in told(faults) and table.empty
    assert number[8:] not in "".join(f.line() for f in faults.found)


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ([("association_share: 20", "association_share: 25")], "agreement_share", 11),
        ([('what: "teams:total", number: 3', 'what: "teams:total", number: 4')], "agreement_total", 14),
        ([("from: 2019-01-01", "from: 2017-01-01"), ("2020-12-31", "2018-12-31")], "agreement_ended", 5),
        ([("state: signed", "state: proposed")], "agreement_proposed", 17),
        ([("Parterna samverkar.", "Här måste vi ta beslut.")], "agreement_unsettled", 19),
        ([("Parterna samverkar.", "Gäller det bara staden?")], "agreement_unsettled", 19),
    ],
)
def test_what_does_not_agree_or_is_no_agreement_yet_is_flagged(
    tmp_path: Path, changes: list[tuple[str, str]], code: str, line: int
) -> None:
    table, _, faults = read(tmp_path, *changes)
    assert told(faults) == [("flag", code, line)] and len(table) == 1


def test_a_proposal_that_begins_after_the_year_measures_nothing_of_it(tmp_path: Path) -> None:
    changes = [("from: 2019-01-01", "from: 2020-01-01"), ("state: signed", "state: proposed")]
    assert told(read(tmp_path, *changes)[2]) == []


def test_of_two_agreements_about_a_place_the_later_one_is_counted(tmp_path: Path) -> None:
    old = read(tmp_path, ("from: 2019-01-01", "from: 2016-01-01"), ("id: navet", "id: forra"), name="forra")
    new = read(tmp_path, ("value: 20", "value: 25"))
    tables, figures = (pd.concat([new[n], old[n]]) for n in (0, 1))
    facts = Facts(agreed.facts(tables, figures, YEAR))
    assert facts.get("hikikomori", "target:places").integer == 25
    assert agreed.passed_over(tables) == ["forra"]


@pytest.mark.parametrize("name", ["target:1.1", "posts", "agreement", "agreement:Posts"])
def test_the_definitions_name_no_figure_of_an_agreement_that_is_none(tmp_path: Path, name: str) -> None:
    source = (REPOSITORY / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8")
    (tmp_path / "2019.yaml").write_text(
        source.replace('  "agreement:copies"', f'  "{name}": Något\n  "agreement:copies"'), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match=name):
        definitions.load(tmp_path / "2019.yaml")


def test_the_shipped_agreements_give_the_printed_figures(shipped_facts: dict[int, Facts]) -> None:
    facts = [f for f in shipped_facts[2019] if f.rule in (agreed.FIGURE, agreed.TARGET)]
    assert {f.platform for f in facts} == {"hikikomori", "nafs"} and len(facts) == 13
    assert {f.origin for f in facts if f.rule == agreed.FIGURE} == {"printed"}
    assert shipped_facts[2019].get("nafs", "agreement:length").integer == 2


def test_a_target_of_an_account_is_none_of_an_agreement() -> None:
    named = {"agreement_measures": {"target:places": "Platser"}}
    assert [*agreement_faults(named, [], [])] == []
    assert [place for place, _ in agreement_faults(named, [], [((), "places")])] == [
        ("agreement_measures", "target:places")
    ]


def test_a_party_without_a_name_is_flagged_once_at_its_line(tmp_path: Path) -> None:
    parties = ("[samordningsforbundet, umea]", "[samordningsforbundet, umea, regionen]")
    _, _, faults = read(tmp_path, parties, ("{party: umea, what: visits", "{party: regionen, what: visits"))
    assert told(faults) == [("flag", "agreement_party", 3)]
    assert "region-vasterbotten" in faults.found[0].action
    _, _, faults = read(tmp_path, ("{party: umea, what: visits", "{party: ume, what: visits"))
    assert told(faults) == [("flag", "agreement_party", 13)] and "umea" in faults.found[0].action


def test_each_party_is_called_by_its_own_name() -> None:
    named = parties.names(YEAR)
    assert named["umea"] == "Umeå kommun" and named["region-vasterbotten"] == "Region Västerbotten"
    assert named["forbundet"] == named["samordningsforbundet"] == YEAR.association
    renamed = YEAR.model_copy(update={"agreement_parties": {"umea": "Umeå"}})
    assert parties.names(renamed)["umea"] == "Umeå"
