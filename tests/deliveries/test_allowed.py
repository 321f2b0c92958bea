"""What cells may say is the year's definitions' alone.

Another association's words are read, and none stands in the code.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from helpers import definitions
from helpers.definitions import Definitions
from helpers.deliveries import participants, surveys, sus, yearly_equivalents
from helpers.deliveries.files.grid import folded
from helpers.deliveries.places import Places
from helpers.deliveries.preventive import Row as PreventiveRow
from helpers.faults import Faults
from helpers.masking import freetext, telling
from helpers.paths import REPOSITORY

SECRET = b"a test's own key"
SHIPPED = REPOSITORY / "data" / "definitions" / "2019.yaml"
HEADER = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak\n"
HAE = "Kommun;År;Period;Ohälsa;Arbetsmarknadsstöd;Ekonomiskt bistånd;Totalt;Befolkning\n"
# What is written in the shipped definitions, and what an association elsewhere writes in its place.
ELSEWHERE = {
    "{id: region-vasterbotten, name: Region Västerbotten}": "{id: region-skane, name: Region Skåne}",
    "labels: [Kvinna, K, Kvinnor]": "labels: [Kvinnlig, F]",
    "labels: [Man, M, Män]": "labels: [Manlig]",
    "labels: [Ja]": "labels: [Beviljad, Ja]",
    "label: Övrigt avbrott": "label: Flyttat",
    "{id: umea, name: Umeå}": "{id: malmo-stad, name: Malmö}",
    "municipality: Umeå": "municipality: Malmö",
    "member: umea": "member: malmo-stad",
    "{id: vasterbotten, name: Västerbotten}": "{id: skane, name: Skåne}",
    "name: Samordningsteamet i Vännäs, short: Vännäs": "name: Vägar Framåt, short: Framåt",
}


@pytest.fixture
def shipped() -> Definitions:
    return definitions.load(SHIPPED)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Definitions:
    """The definitions of an invented association."""
    written = SHIPPED.read_text(encoding="utf-8")
    for here, there in ELSEWHERE.items():
        assert here in written
        written = written.replace(here, there)
    (tmp_path / "2019.yaml").write_text(written, encoding="utf-8")
    return definitions.load(tmp_path / "2019.yaml")


def read_list(folder: Path, year: Definitions, row: str) -> tuple[pd.DataFrame, Faults]:
    path = folder / "vannas.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    return participants.read(path, "participants/vannas.csv", "vannas", year, SECRET, [])


def womans(numbers: list[str]) -> str:
    return next(n for n in numbers if int(n[10]) % 2 == 0)


def test_a_list_in_another_association_s_words_is_read_where_its_definitions_name_them(
    tmp_path: Path, elsewhere: Definitions, test_numbers: list[str]
) -> None:
    cells = "KVINNLIG;Malmö;2019-01-07;region skåne;Beviljad;2019-02-01;2019-06-30;Flyttat"
    frame, faults = read_list(tmp_path, elsewhere, f"{womans(test_numbers)};{cells}")
    assert faults.found == []
    (row,) = frame[["gender", "referred_by", "decision", "outcome"]].values.tolist()
    assert row == ["women", "region-skane", "yes", "dropped-out"]


@pytest.mark.parametrize(
    ("column", "written", "near", "section"),
    [
        ("Aktualiserad av", "Region Skåne", "Övriga kommunen", "referrers"),
        ("Beslut", "Beviljad", "Ja / Nej", "decisions"),
        ("Avslutsorsak", "Studie", "Studier", "outcomes"),
        ("Avslutsorsak", "Flyttat", "Arbete / Studier / Annan behovsanpassad lösning", "outcomes"),
    ],
)
def test_a_word_that_the_year_does_not_name_is_refused_with_the_nearest_and_where_a_new_one_is_added(
    column: str,
    written: str,
    near: str,
    section: str,
    tmp_path: Path,
    shipped: Definitions,
    test_numbers: list[str],
) -> None:
    good = {"Aktualiserad av": "Socialtjänsten", "Beslut": "Ja", "Avslutsorsak": "Arbete"} | {column: written}
    by, decision, reason = good.values()
    row = f"{womans(test_numbers)};Kvinna;Umeå;2019-01-07;{by};{decision};2019-02-01;2019-06-30;{reason}"
    frame, faults = read_list(tmp_path, shipped, row)
    told = [f for f in faults.found if f.code == "unknown_label"]
    level = "omit" if column in participants.OF_THEIR_OWN else "refuse"
    # The whole of it stands in the sender's own copy; elsewhere only what is nearly an allowed word.
    shown = written if near == "Studier" else telling.hidden()
    assert [(f.level, f.column, f.value) for f in told] == [(level, column, shown)]
    assert frame.empty == (level == "refuse")
    assert f"data/definitions/2019.yaml ({section})" in told[0].ours
    assert told[0].action.startswith("Menades ") and (near in told[0].action or section == "referrers")


def test_a_word_of_the_contract_is_not_said_to_be_added_anywhere(
    tmp_path: Path, shipped: Definitions
) -> None:
    path = tmp_path / "helarsekvivalenter.csv"
    path.write_text(HAE + "Umeå;2019;kvartal 1;1;1;1;3;100\n", encoding="utf-8")
    _, faults = yearly_equivalents.read(path, path.name, shipped, [])
    (told,) = faults.found
    assert told.code == "unknown_label" and told.action == "Menades helår / halvår 1?"


def test_the_message_on_a_gender_names_the_year_s_own_words(
    tmp_path: Path, elsewhere: Definitions, shipped: Definitions, test_numbers: list[str]
) -> None:
    row = f"{womans(test_numbers)};?;Umeå;2019-01-07;Socialtjänsten;Ja;2019-02-01;;"
    for year, words in ((shipped, "Kvinna eller Man"), (elsewhere, "Kvinnlig eller Manlig")):
        frame, faults = read_list(tmp_path, year, row)
        (told,) = [f for f in faults.found if f.code != "unknown_municipality"]
        assert told.code == "gender_unknown" and frame["gender"].tolist() == ["unknown"]
        assert f"är varken {words}; " in told.message and told.action == f"Fyll i {words} om det är känt."


def test_a_survey_s_genders_are_the_year_s(tmp_path: Path, elsewhere: Definitions) -> None:
    path = tmp_path / "deltagare.csv"
    question = elsewhere.questions_to("deltagare")[0].wordings[0]
    path.write_text(f"Plattform;Kön;{question}\nFramåt;F;Inte alls\nVägar framåt;Kvinna;Inte alls\n")
    _, people, faults = surveys.read(path, "surveys/deltagare.csv", "deltagare", elsewhere, [])
    assert people[["platform", "gender"]].values.tolist() == [["vannas", "women"], ["vannas", "unknown"]]
    assert [f.row for f in faults.found if f.code == "gender_unknown"] == [3]


def test_a_heading_that_asks_for_the_gender_in_the_year_s_words_is_proposed(
    tmp_path: Path, elsewhere: Definitions
) -> None:
    path = tmp_path / "deltagare.csv"
    path.write_text("Plattform;Är du kvinnlig eller manlig?;Hur kan man må?\nFramåt;F;\n", encoding="utf-8")
    _, _, faults = surveys.read(path, "surveys/deltagare.csv", "deltagare", elsewhere, [])
    (told,) = [f for f in faults.found if f.code == "column_misspelt"]
    assert told.column == "Kön" and told.value == "Är du kvinnlig eller manlig?"


def test_sus_classes_are_the_year_s(tmp_path: Path, shipped: Definitions, test_numbers: list[str]) -> None:
    new = shipped.sus.model_copy(update={"education": [*shipped.sus.education, "Folkhögskola"]})
    headers = sus.Registration.required()
    row = dict.fromkeys(headers, "") | {"Insats": "Vännäs", "Personnummer": womans(test_numbers)}
    row |= {"Kön": "K", "Startdatum": "2019-02-01", "Utbildningsnivå": "Folkhögskola"}
    path = tmp_path / "sus.csv"
    path.write_text(f"{';'.join(headers)}\n{';'.join(row.values())}\n", encoding="utf-8")
    frame, faults = sus.read(path, "sus.csv", shipped.model_copy(update={"sus": new}), SECRET, [])
    assert faults.found == [] and frame["education"].tolist() == ["Folkhögskola"]
    _, faults = sus.read(path, "sus.csv", shipped, SECRET, [])
    assert ["data/definitions/2019.yaml (sus.education)" in f.ours for f in faults.found] == [True]


def areas(folder: Path, year: Definitions, *names: str) -> tuple[pd.DataFrame, Faults]:
    path = folder / "helarsekvivalenter.csv"
    path.write_text(
        HAE + "".join(f"{n};2019;{p};1;1;1;3;100\n" for n in names for p in ("helår", "halvår 1"))
    )
    return yearly_equivalents.read(path, path.name, year, [])


def test_an_area_has_the_id_that_the_definitions_give_it(tmp_path: Path, elsewhere: Definitions) -> None:
    frame, faults = areas(tmp_path, elsewhere, " malmö", "Skåne")
    assert faults.found == [] and frame["area"].tolist() == ["malmo-stad"] * 2 + ["skane"] * 2


def test_an_area_that_the_definitions_do_not_name_is_left_out_and_told_once(
    tmp_path: Path, elsewhere: Definitions
) -> None:
    frame, faults = areas(tmp_path, elsewhere, "Malmö", "Malmo", "Umeå")
    told = [(f.level, f.code, f.row, f.column, f.value) for f in faults.found]
    assert told == [
        ("omit", "unknown_area", 4, "Kommun", "Malmo"),
        ("omit", "unknown_area", 6, "Kommun", telling.hidden()),
    ]
    assert frame["area"].tolist() == ["malmo-stad"] * 2
    assert faults.found[0].action.startswith("Menades Malmö?")
    assert "Skåne" in faults.found[1].action and "data/definitions/2019.yaml" in faults.found[1].ours


def test_the_association_s_own_sum_is_found_by_its_own_names(shipped: Definitions) -> None:
    together = shipped.together.model_copy(update={"id": "finsam", "short": "Finsam"})
    year = shipped.model_copy(update={"together": together, "association": "Samordning Söder"})
    places = Places.of(year)
    assert {places.find(name) for name in ("FINSAM", "finsam", "samordning söder")} == {"finsam"}
    assert places.find("Förbundet") is None and places.find("forbundet") is None


def test_two_words_of_the_association_s_own_places_are_no_person(
    shipped: Definitions, elsewhere: Definitions
) -> None:
    written = "Hon gick till Vägar Framåt och sedan Malmö Framåt."
    assert freetext.found(written, freetext.places(elsewhere)) == []
    assert freetext.found(written, freetext.places(shipped)) == [(1, "name")]
    assert freetext.found("Han träffade Anna Malmö.", freetext.places(elsewhere)) == [(1, "name")]


# --- and in no code -------------------------------------------------------------------------------


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module's code, docstrings apart, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [n.body for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    said = {id(b[0].value) for b in bodies if isinstance(b[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def words_of(year: Definitions) -> dict[str, str]:
    """Everything by which the year's definitions call a place, an organisation or a value.

    Folded -> as written.
    """
    d = year
    named = [d.association, d.together.id, *d.areas_of_statistics.values(), *d.areas_of_statistics]
    named += [n for r in d.referrers for n in (r.id, r.name)]
    named += [n for place in d.places for n in (place, d.name(place), d.label(place))]
    named += [label for one in [*d.genders, *d.decisions] for label in one.labels]
    named += [n for o in d.outcomes for n in (o.id, o.label, o.name)]
    named += [*d.sus.time, *d.sus.education, *d.sus.support, *d.sus.occupation]
    return {folded(n): n for n in named}


@pytest.mark.parametrize("wing", ["deliveries", "checks"])
def test_no_word_of_one_association_stands_in_the_code(wing: str, shipped: Definitions) -> None:
    known = words_of(shipped)
    places = {w for w in freetext.places(shipped) if len(w) > 5} - {"Region"}
    headers = {"Övrigt"} & set(PreventiveRow.headers())  # a column that is called as an outcome is
    found = []
    for path in sorted((REPOSITORY / "src" / "helpers" / wing).rglob("*.py")):
        for line, said in constants(path):
            if (folded(said) in known and said not in headers) or places & set(said.split()):
                found.append((path.name, line, said))
    assert found == []
