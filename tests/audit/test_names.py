"""The printed record's own words: read strictly, used, and never in the catalogue."""

import re
from pathlib import Path

import pytest

from helpers import definitions, naming
from helpers.audit import registers
from helpers.audit.record import Record
from helpers.counting.families import FAMILIES
from helpers.definitions import Definitions
from helpers.fact_csv import read_csv
from helpers.facts import Fact
from helpers.naming import NOTHING_PRINTED, PrintedNames, asked_text, fact_name, measure_text
from helpers.paths import REPOSITORY, Workspace
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import catalogue

SHIPPED = Workspace(REPOSITORY)
RECORD = Record(SHIPPED.published, SHIPPED.audit)
NAMES = registers.read_names(SHIPPED.audit)
DEFINED = {y: definitions.load(SHIPPED.definitions / f"{y}.yaml") for y in (2015, 2017, 2018, 2019)}


def _defined(year: int, source: str) -> Definitions | None:
    """The definitions that name a printed figure: its year's, else its account's year's."""
    return DEFINED.get(year) or DEFINED.get(RECORD.sources[source].account)


def _faulty(folder: Path, content: str) -> str:
    (folder / "names.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        registers.read_names(folder)
    return str(refused.value)


def test_every_printed_measure_place_and_respondent_has_words() -> None:
    for f in RECORD.figures:
        d = _defined(f.year, f.source)
        assert measure_text(f.measure, d, NAMES) != f.measure, f.measure
        assert not re.search(r"[a-z]:[a-z]", measure_text(f.measure, d, NAMES)), f.measure
        assert f.platform in NAMES.places or (d and f.platform in d.places), f.platform
        assert not f.respondents or f.respondents in NAMES.respondents or (d and d.group(f.respondents))


def test_every_word_of_the_register_names_something_printed_that_nothing_else_names() -> None:
    printed = {f.measure for f in RECORD.figures}
    for f in RECORD.figures:
        if (d := _defined(f.year, f.source)) is not None:
            printed -= {*d.outcome_ids, *(f"share:{o}" for o in d.outcome_ids)}
    assert set(NAMES.measures) <= printed
    unnamed = [(f, _defined(f.year, f.source)) for f in RECORD.figures]
    assert set(NAMES.places) == {f.platform for f, d in unnamed if not d or f.platform not in d.places}
    groups = {
        f.respondents for f, d in unnamed if not d or f.respondents not in {r.id for r in d.respondents}
    }
    assert set(NAMES.respondents) == groups - {""}


def _only_printed(words: dict[str, str]) -> list[str]:
    """Measures of the record that the catalogue names whole, and no rule of the shipped years computes."""
    tables = [SHIPPED.reports(year) / "facts.csv" for year in DEFINED]
    computed = {f.measure for table in tables if table.exists() for f in read_csv(table)}
    computed |= {measure for family in FAMILIES for measure in family.measures}
    printed = {f.measure for f in RECORD.figures} - computed
    return [m for m in sorted(printed) if "{" not in words.get(f"named.{m}", "{")]


def test_the_catalogue_names_no_measure_that_only_the_print_has() -> None:
    assert _only_printed(catalogue()) == []
    alone = "question-range:staff:min"  # of a group that no year's definitions ask
    assert _only_printed(catalogue() | {f"named.{alone}": "lägsta andel"}) == [alone]


def test_a_word_that_the_print_alone_has_comes_from_the_register() -> None:
    printed = [m for m in NAMES.measures if measure_text(m, DEFINED[2015]) == m]
    assert printed and all(measure_text(m, DEFINED[2015], NAMES) == NAMES.measures[m] for m in printed)
    assert measure_text("budget:deficit", DEFINED[2015]) == "underskott i budgeten"
    assert measure_text("budget:deficit", DEFINED[2019]) == "budget:deficit"
    assert asked_text("socialsekreterare", DEFINED[2019], NAMES) == "socialsekreterare"
    assert registers.read_names(Path("/nowhere")) == NOTHING_PRINTED


def test_faults_of_the_register_are_told_by_file_and_line(tmp_path: Path) -> None:
    assert _faulty(tmp_path, "places:\n  enter: ENTER\nmeasure:\n  a: b\n").startswith("names.yaml:")
    assert _faulty(tmp_path, "places:\n  a: Ett\n  344: Två\n").startswith("names.yaml:")
    assert _faulty(tmp_path, 'measures:\n  "a:b": ""\n').startswith("names.yaml:2: measures")
    assert _faulty(tmp_path, "places:\n  a: Ett\n  a: Två\n").startswith("names.yaml:3: ")
    assert _faulty(tmp_path, "places: [\n").startswith("names.yaml:")


def test_outcomes_referrers_and_areas_are_named_by_the_years_definitions() -> None:
    d = DEFINED[2019]
    renamed = d.model_copy(
        update={
            "outcomes": [d.outcomes[0].model_copy(update={"id": "hired", "name": "Till anställning"})],
            "referrers": [d.referrers[0].model_copy(update={"id": "kommunen", "name": "Kommunen"})],
            "municipalities": [d.municipalities[0].model_copy(update={"id": "orsa", "name": "Orsa"})],
        }
    )
    assert measure_text("hired", renamed) == "till anställning"
    assert measure_text("share:hired", renamed) == "till anställning (andel)"
    assert measure_text("share:referred-by:kommunen", renamed) == "aktualiserade av Kommunen (andel)"
    assert "Orsa" in measure_text("hae:orsa:2018-h1:share", renamed)
    assert measure_text("share:hired", None) == "share:hired"
    assert measure_text("low:share:to-work", d) == "intervallets nedre gräns, till arbete (andel)"
    printed = PrintedNames({"share:hired": "anställda"}, {"orsa": "Orsa kommun"})
    assert measure_text("share:hired", None, printed) == "anställda"
    assert "Orsa kommun" in measure_text("hae:orsa:2018:total", None, printed)


def test_a_fact_is_named_with_who_was_asked_and_group() -> None:
    d = DEFINED[2019]
    assert fact_name(Fact(2019, "vannas", "discharged", group="women"), d) == (
        "totalt antal avslutade under året, kvinnor"
    )
    asked = Fact(2019, "vannas", "question:1.4", "deltagare")
    assert fact_name(asked, d) == "fråga 1.4, positiva svar, deltagare"
    assert naming.inner("Till arbete") == "till arbete"
