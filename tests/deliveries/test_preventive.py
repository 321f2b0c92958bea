"""`forebyggande.csv`: what is read, what is refused and at which row, and the facts that come of it."""

from pathlib import Path

import pytest

from helpers import definitions
from helpers.counting import families, preventive_efforts
from helpers.defining.preventive_definitions import Preventive
from helpers.definitions import Definitions
from helpers.deliveries import preventive
from helpers.deliveries.files.corrections import Correction
from helpers.facts import Facts
from helpers.naming import measure_text
from helpers.paths import REPOSITORY
from helpers.reading.strict_yaml import DefinitionError

HEADER = "Id;Insats;Kommuner;År;Genomförd;Utvärderad;Bedömning;Omgångar;Grupper;Deltagare;Övrigt;Källa"
DEFINED = Preventive.model_validate(
    {
        "place": "forbundet",
        "efforts": {"alfa": "Alfa", "beta": "Beta", "gamma": "Gamma", "delta": "Delta"},
        "figures": [
            {"id": "cases", "label": "Prövade ärenden"},
            {"id": "limit", "label": "Dagar som gräns", "unit": "days"},
            {"id": "trained", "label": "Utbildade", "effort": "delta"},
        ],
    }
)
SHIPPED = {y: definitions.load(REPOSITORY / "data" / "definitions" / f"{y}.yaml") for y in (2017, 2018, 2019)}
YEAR = SHIPPED[2019].model_copy(update={"preventive": DEFINED})


def read(folder: Path, *rows: str, mend: tuple[Correction, ...] = (), year: Definitions = YEAR):
    path = folder / "forebyggande.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (efforts, figures), faults = preventive.read(path, path.name, year, list(mend))
    return efforts, figures, faults


def told(faults) -> list[tuple[str, str, int | None, str]]:
    return [(f.level, f.code, f.row, f.column) for f in faults.found]


def row(
    effort: str = "alfa",
    *,
    where: str = "Vännäs",
    year: str = "2019",
    done: str = "Ja",
    evaluated: str = "Ja",
    judged: str = "Lyckad",
    rounds: str = "",
    people: str = "",
    other: str = "",
    source: str = "protokoll:1",
) -> str:
    return ";".join([effort, "Namn", where, year, done, evaluated, judged, rounds, "", people, other, source])


PLANNED = row("gamma", where="", year="", done="Nej", evaluated="", judged="")


def test_efforts_are_counted_by_their_rows_and_their_figures_are_declared(tmp_path: Path) -> None:
    efforts, figures, faults = read(
        tmp_path,
        row("alfa", rounds="2", people="1 013", other="Dagar som gräns 365, prövade ÄRENDEN 7, Utbildade 16"),
        row("beta", where="Umeå, vännäs", year="2018", judged="Ej lyckad", people="38"),
        PLANNED,
    )
    assert told(faults) == []
    assert list(efforts["municipalities"]) == ["Vännäs", "Umeå, Vännäs", ""]
    facts = Facts(preventive_efforts.facts(efforts, figures, YEAR))
    assert {f.measure: f.integer for f in facts} == {
        "interventions:planned": 3,
        "interventions:carried-out": 2,
        "interventions:evaluated": 2,
        "interventions:successful": 1,
        "interventions:unsuccessful": 1,
        "intervention:alfa:rounds": 2,
        "intervention:alfa:participants": 1013,
        "intervention:alfa:limit": 365,
        "intervention:alfa:cases": 7,
        "intervention:delta:trained": 16,
    }
    declared = {f.measure for f in facts if families.is_declared(f.rule)}
    assert declared == {f.measure for f in facts if f.measure.startswith("intervention:")}
    assert facts.get("forbundet", "intervention:alfa:limit").unit == "days"
    assert len(facts.get("forbundet", "interventions:carried-out").rows) == 2
    assert "Namn" not in efforts.to_csv()


def test_a_figure_of_an_earlier_year_is_in_the_table_and_no_fact(tmp_path: Path) -> None:
    efforts, figures, _ = read(tmp_path, row("beta", year="2018", people="38"))
    assert list(figures["value"]) == [38]
    facts = preventive_efforts.facts(efforts, figures, YEAR)
    assert {f.measure.partition(":")[0] for f in facts} == {"interventions"}
    earlier = YEAR.model_copy(update={"year": 2018})
    assert "intervention:beta:participants" in {
        f.measure for f in preventive_efforts.facts(efforts, figures, earlier)
    }


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (row("alpha"), "preventive_effort", "Id"),
        (row("beta"), "preventive_twice", "Id"),
        (row(year=""), "preventive_no_year", "År"),
        (row(year="2020"), "preventive_later_year", "År"),
        (row(year="i år"), "not_a_number", "År"),
        (row(year="2018,5"), "not_a_count", "År"),
        (row(done=""), "unknown_label", "Genomförd"),
        (row(done="Delvis"), "unknown_label", "Genomförd"),
        (row(evaluated="Nästan"), "unknown_label", "Utvärderad"),
        (row(judged="Lyckades"), "unknown_label", "Bedömning"),
        (row(done="Nej", evaluated=""), "preventive_not_done", "Bedömning"),
        (row(done="Nej", judged=""), "preventive_not_done", "Utvärderad"),
        (
            row(done="Nej", evaluated="", judged="", people="3"),
            "preventive_figures_not_done",
            "Genomförd",
        ),
        (row(people="3,5"), "not_a_count", "Deltagare"),
        (row(people="-3"), "not_a_count", "Deltagare"),
        (row(people="många"), "not_a_number", "Deltagare"),
        (row(other="Ärenden som prövats 7"), "preventive_figure", "Övrigt"),
        (row(other="Prövade ärenden"), "preventive_figure", "Övrigt"),
        (row(other="Prövade ärenden sju"), "preventive_figure", "Övrigt"),
        (row(other="Prövade ärenden 7, Prövade ärenden 8"), "preventive_figure_twice", "Övrigt"),
        (row(other="Utbildade 8"), "preventive_figure_twice", "Övrigt"),
        (row(source=""), "blank_cell", "Källa"),
    ],
)
def test_a_row_that_is_no_effort_is_refused_by_its_cell(
    tmp_path: Path, line: str, code: str, column: str
) -> None:
    efforts, figures, faults = read(tmp_path, row("beta", other="Utbildade 3"), line)
    assert told(faults) == [("refuse", code, 3, column)]
    assert efforts.empty and figures.empty and list(efforts.columns) == preventive.COLUMNS


def test_an_unknown_effort_and_figure_are_told_with_the_nearest(tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, row("alpha"), row("beta", other="Prövade ärende 7"))
    assert [("alfa" in f.action, "Prövade ärenden" in f.action) for f in faults.found] == [
        (True, False),
        (False, True),
    ]


def test_what_is_judged_but_not_evaluated_is_counted_and_flagged(tmp_path: Path) -> None:
    efforts, figures, faults = read(tmp_path, row(evaluated="Nej"))
    assert told(faults) == [("flag", "preventive_not_evaluated", 2, "Bedömning")]
    facts = Facts(preventive_efforts.facts(efforts, figures, YEAR))
    assert [facts.get("forbundet", f"interventions:{m}").integer for m in ("evaluated", "successful")] == [
        0,
        1,
    ]


def test_an_unknown_municipality_is_flagged_and_left_out(tmp_path: Path) -> None:
    efforts, _, faults = read(tmp_path, row(where="Vännäs, Kalle Karlsson"))
    assert told(faults) == [("flag", "preventive_municipality", 2, "Kommuner")]
    assert list(efforts["municipalities"]) == ["Vännäs"]
    assert "Karlsson" not in faults.found[0].line()


def test_a_correction_mends_a_row(tmp_path: Path) -> None:
    mended = Correction("forebyggande.csv", 2, "Deltagare", "tre", "3", "ringde")
    _, figures, faults = read(tmp_path, row(people="tre"), mend=(mended,))
    assert not faults.refused and list(figures["value"]) == [3]


def test_a_year_without_definitions_of_efforts_refuses_the_file(tmp_path: Path) -> None:
    bare = YEAR.model_copy(update={"preventive": None})
    efforts, figures, faults = read(tmp_path, row(), year=bare)
    assert told(faults) == [("refuse", "preventive_undefined", None, "")]
    assert preventive_efforts.facts(efforts, figures, bare) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  place: overenskommelsen\n",
            "  place: overenskommelse\n",
            r"preventive, place: .*overenskommelsen",
        ),
        ("effort: ada}", "effort: ade}", r"preventive, figures nr 3, effort: insatsen ”ade” .*ada"),
        ("label: Särskilda boenden", "label: prövade ärenden", r"preventive, figures nr 5, label"),
    ],
)
def test_the_definitions_refuse_what_is_not_defined_or_twice(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    source = (REPOSITORY / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8")
    written = source.replace(old, new)
    assert written != source
    (tmp_path / "2019.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(DefinitionError, match=told):
        definitions.load(tmp_path / "2019.yaml")


def test_a_figure_is_named_by_the_definitions() -> None:
    named = measure_text("intervention:ada:trained-staff", SHIPPED[2019])
    assert named == "insatsen Utbildning i ADA-metoden: utbildade medarbetare"
    assert measure_text("intervention:torsbymodellen:rounds", SHIPPED[2019]).endswith(": omgångar")
    assert measure_text("intervention:okand:rounds", SHIPPED[2019]) == "intervention:okand:rounds"


def test_the_shipped_years_give_the_printed_figures(shipped_facts: dict[int, Facts]) -> None:
    def of(year: int) -> dict[str, int]:
        mine = [f for f in shipped_facts[year] if f.measure.startswith("intervention")]
        assert {f.platform for f in mine} == {"overenskommelsen"}
        return {f.measure.partition(":")[2]: f.integer for f in mine if f.origin == "printed"}

    assert {n: of(2019)[n] for n in ("planned", "carried-out", "successful", "unsuccessful")} == {
        "planned": 14,
        "carried-out": 9,
        "successful": 6,
        "unsuccessful": 3,
    }
    assert [len(of(year)) for year in (2017, 2018, 2019)] == [1, 3, 14]
