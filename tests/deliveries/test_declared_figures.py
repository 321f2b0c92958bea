"""`uppgifter.csv`: what is read, what is refused and at which row, and the facts that come of it."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from helpers import definitions
from helpers.counting import declared, families
from helpers.counting.average_stay import BEFORE
from helpers.defining.references import is_computed
from helpers.definitions import Definitions
from helpers.deliveries import declared_figures
from helpers.deliveries.files.corrections import Correction
from helpers.facts import Facts
from helpers.faults import Faults
from helpers.paths import REPOSITORY
from helpers.wording import fact_text

HEADER = "Mått;Plattform;Kön;Värde;Enhet;Datum;Ca;Källa;Anmärkning"
LABELS = {
    "board:members": "Ledamöter",
    "board:deputies": "Ersättare",
    "board:meetings": "Sammanträden",
    "decisions": "Beslut",
    "school:participants": "Deltagare",
    "grant": "Bidrag",
}
YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml").model_copy(
    update={"declared_measures": LABELS}
)


def read(folder: Path, *rows: str, mend: tuple[Correction, ...] = (), header: str = HEADER):
    path = folder / "uppgifter.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return declared_figures.read(path, path.name, YEAR, list(mend))


def told(faults: Faults) -> list[tuple[str, str, int | None, str]]:
    return [(f.level, f.code, f.row, f.column) for f in faults.found]


def row(measure: str, value: str = "", *, gender: str = "", unit: str = "antal", day: str = "", ca: str = ""):
    return f"{measure};;{gender};{value};{unit};{day};{ca};protokoll:1;"


def test_each_row_is_a_fact_as_it_is_declared(tmp_path: Path) -> None:
    table, faults = read(
        tmp_path,
        "school:participants;Ungdomstorget;;65;antal;;;protokoll:1;en kommentar",
        "school:participants;ungdomstorget;Kvinna;50;antal;;Nej;protokoll:1;",
        "school:participants;ungdomstorget;Man;15;antal;;;protokoll:1;",
        "grant;;;150 000,50;kr;2019-03-01;;protokoll:2;",
        "board:members;;;2,5;procentenheter;;Ja;protokoll:3;",
        "decisions;;;62,5;procent;;;protokoll:3;",
    )
    assert told(faults) == []
    facts = Facts(declared.facts(table, YEAR))
    groups = [facts.get("ungdomstorget", "school:participants", group=g) for g in ("all", "women", "men")]
    assert [f.integer for f in groups] == [65, 50, 15]
    grant = facts.get("forbundet", "grant")
    assert (grant.value, grant.unit, len(grant.rows)) == (Decimal("150000.5"), "SEK", 1)
    assert facts.get("forbundet", "board:members").value == Fraction(5, 2)
    share = facts.get("forbundet", "decisions")
    assert (share.value, share.unit, fact_text(share, 1).plain) == (Fraction(5, 8), "share", "62,5\u00a0%")
    assert all(families.is_declared(f.rule) for f in facts)
    assert list(table["about"].fillna("")) == ["", "no", "", "", "yes", ""]
    assert [f.measure for f in facts if f.is_about] == ["board:members"]
    assert fact_text(facts.get("forbundet", "board:members")).plain.startswith("ca\u00a0+2,5")
    assert not fact_text(grant).plain.startswith("ca")
    assert "en kommentar" not in table.to_csv()


def test_dated_rows_count_into_their_total(tmp_path: Path) -> None:
    rows = [row("board:meeting", day="2019-01-25"), row("board:meeting", "1", day="1/3 2019")]
    more = [row("decision:budget", day="2019-11-28"), row("decision:plan", day="2019-11-28")]
    table, faults = read(tmp_path, *rows, *more)
    assert not faults.refused
    facts = Facts(declared.facts(table, YEAR))
    assert {f.measure: (f.integer, len(f.rows)) for f in facts} == {
        "board:meetings": (2, 2),
        "decisions": (2, 2),
    }
    both, faults = read(tmp_path, *rows, row("board:meetings", "2"))
    assert not faults.refused and [f.integer for f in declared.facts(both, YEAR)] == [2]
    none, faults = read(tmp_path, *rows, row("board:meetings", "8"))
    assert told(faults)[-1] == ("refuse", "declared_total", 4, "Värde") and none.empty


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (row("board:membres", "5"), "declared_unknown", "Mått"),
        (row("total", "5"), "declared_computed", "Mått"),
        (row("economy:result", "5"), "declared_computed", "Mått"),
        (row("share:to-work", "5"), "declared_computed", "Mått"),
        (row("economy:grants:survey", "5"), "declared_computed", "Mått"),
        (row("economy:grant:survey", "5"), "declared_unknown", "Mått"),
        (row("board:members"), "blank_cell", "Värde"),
        (row("board:members", "fem"), "not_a_number", "Värde"),
        (row("board:members", "5.5"), "not_a_number", "Värde"),
        (row("board:members", "5,5"), "not_a_count", "Värde"),
        (row("board:members", "-5"), "not_a_count", "Värde"),
        (row("board:members", "9" * 400), "not_a_count", "Värde"),
        (row("grant", "1" + "0" * 13, unit="kr"), "not_a_count", "Värde"),
        (row("board:members", "5", unit="stycken"), "unknown_label", "Enhet"),
        (row("board:members", "5", unit=""), "unknown_label", "Enhet"),
        (row("board:members", "5", day="i maj"), "not_a_date", "Datum"),
        (row("board:members", "5", ca="cirka"), "unknown_label", "Ca"),
        (row("board:members", "5", gender="Alla"), "unknown_label", "Kön"),
        (row("board:meeting"), "blank_cell", "Datum"),
        (row("board:meeting", day="2018-11-28"), "declared_other_year", "Datum"),
        (row("board:meeting", "3", day="2019-11-28"), "declared_event", "Värde"),
        (row("board:meeting", unit="dagar", day="2019-11-28"), "declared_event", "Enhet"),
        ("board:members;Torget;;5;antal;;;protokoll:1;", "unknown_label", "Plattform"),
        ("board:members;;;5;antal;;;;", "blank_cell", "Källa"),
    ],
)
def test_a_row_that_is_no_declared_figure_is_refused_by_its_cell(
    tmp_path: Path, line: str, code: str, column: str
) -> None:
    table, faults = read(tmp_path, row("grant", "1"), line)
    assert told(faults) == [("refuse", code, 3, column)]
    assert table.empty and list(table.columns) == declared_figures.COLUMNS


def test_an_unknown_measure_is_told_with_the_nearest(tmp_path: Path) -> None:
    _, faults = read(tmp_path, row("board:membres", "5"))
    assert "board:members" in faults.found[0].action and "board:deputies" not in faults.found[0].action


def test_a_figure_that_stands_twice_is_refused(tmp_path: Path) -> None:
    _, faults = read(tmp_path, row("grant", "1"), row("grant", "1"))
    assert told(faults) == [("refuse", "declared_twice", 3, "Mått")]
    same = row("board:meeting", day="2019-03-01")
    assert told(read(tmp_path, same, same)[1]) == [("refuse", "declared_twice", 3, "Mått")]


def test_women_and_men_that_are_not_all_are_flagged(tmp_path: Path) -> None:
    def of(men: str, ca: str = "") -> list:
        parts = [row("school:participants", "50", gender="K"), row("school:participants", men, gender="M")]
        return told(read(tmp_path, row("school:participants", "65", ca=ca), *parts)[1])

    assert of("15") == [] and of("16", "Ja") == []
    assert of("16") == [("flag", "declared_genders", 2, "Värde")]


def test_deputies_that_are_not_as_many_as_members_are_flagged(tmp_path: Path) -> None:
    def of(deputies: str, ca: str = "") -> list:
        rows = (row("board:members", "5"), row("board:deputies", deputies, ca=ca))
        return told(read(tmp_path, *rows)[1])

    assert of("5") == [] and of("8", "Ja") == []
    assert of("8") == of("2") == [("flag", "declared_deputies", 3, "Värde")]


def test_a_correction_mends_a_declared_figure(tmp_path: Path) -> None:
    mended = Correction("uppgifter.csv", 2, "Värde", "fem", "5", "ringde")
    table, faults = read(tmp_path, row("board:members", "fem"), mend=(mended,))
    assert not faults.refused and list(table["value"]) == [5]


def test_gender_and_note_may_be_left_out(tmp_path: Path) -> None:
    header = "Mått;Plattform;Värde;Enhet;Datum;Ca;Källa"
    table, faults = read(tmp_path, "board:members;;5;antal;;;protokoll:1", header=header)
    assert told(faults) == [] and list(table["group"]) == ["all"]


def test_what_other_files_give_is_no_declared_measure() -> None:
    told = ("declared", "interventions")  # whose names are the definitions' own
    others = [m for f in families.FAMILIES if f.name not in told for m in f.measures]
    outcomes = YEAR.outcome_ids
    named = [m.replace("<outcome>", outcomes[0]) for m in others]
    assert [m for m in named if not is_computed(m, outcomes)] == []


@pytest.mark.parametrize("name", ["Board", "board:", "total", "hae:umea", "board meetings"])
def test_the_definitions_declare_no_measure_that_is_computed_or_misspelt(tmp_path: Path, name: str) -> None:
    source = REPOSITORY / "tests" / "fixture" / "data" / "definitions" / "2019.yaml"
    path = tmp_path / "2019.yaml"
    written = source.read_text(encoding="utf-8")
    path.write_text(f'{written}\ndeclared_measures:\n  "{name}": Något\n', encoding="utf-8")
    with pytest.raises(definitions.DefinitionError, match=name):
        definitions.load(path)


def test_every_shipped_measure_has_a_fact(shipped_facts: dict[int, Facts]) -> None:
    def of(year: int) -> tuple[Definitions, list]:
        facts = [f for f in shipped_facts[year] if f.rule in declared.RULES]
        return definitions.load(REPOSITORY / "data" / "definitions" / f"{year}.yaml"), facts

    for year, count in ((2017, 3), (2018, 2), (2019, 32)):
        defined, facts = of(year)
        wanting = {i.measure for _, _, i in defined.indicators() if i.kind == "declared"}  # "Utfall saknas"
        assert {f.measure for f in facts} == set(defined.declared_measures) - wanting
        assert len(facts) == count
        assert {f.measure for f in facts if f.origin != "printed"} <= {BEFORE}  # nobody prints it
    assert shipped_facts[2019].get("forbundet", "board:meetings").integer == 8
    assert shipped_facts[2019].get("ungdomstorget", "staff").is_about
