"""Another year: eight platforms of 2020 in every form the contract allows, definitions from make new-year."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from support.workspaces import count_year

from helpers import definitions
from helpers.deliveries.participants import HEADERS
from helpers.paths import REPOSITORY, Workspace
from helpers.reading import strict_yaml
from helpers.reconstruction.lists import csv_bytes, xlsx_bytes

Y = 2020
LABELS = {"A": "Arbete", "S": "Studier", "O": "Annan behovsanpassad lösning", "X": "Övrigt avbrott", "": ""}
# (person, Kön, Aktualiserad, av, Beslut, Start, Slut, Avslutsorsak); people are numbered, the same number is
# the same person.
LISTS: dict[str, list[tuple]] = {
    "ungdomstorget": [
        (0, "K", "2019-01-10", "AF", "Ja", "2019-02-01", "2020-02-29", "A"),  # leap day
        (0, "K", "2020-05-01", "AF", "Ja", "2020-06-01", "", ""),  # came back
        (2, "K", "2019-12-30", "FK", "Ja", "2020-01-01", "2020-12-31", "S"),
        (1, "M", "2018-01-01", "SO", "Ja", "2018-02-01", "2019-12-31", "A"),  # left before the year
        (3, "M", "2020-02-29", "SO", "Ja", "2020-03-01", "2021-01-01", "A"),  # leaves after it
        (5, "M", "2020-10-01", "RV", "Nej", "", "", ""),
        (7, "M", "2020-12-31", "ÖK", "", "", "", ""),
    ],
    "vuxentorget": [
        (4, "K", "2020-02-01", "AF", "Ja", "2020-02-29", "2020-03-01", "O"),
        (9, "M", "2019-06-01", "AF", "Ja", "2019-07-01", "", ""),
    ],
    "vannas": [
        (0, "K", "2020-01-15", "SO", "Ja", "2020-02-01", "", ""),
        (11, "M", "2020-03-01", "AF", "Ja", "2020-03-02", "2020-09-09", "X"),
    ],
    "vindeln": [(6, "K", "2020-03-01", "AF", "Ja", "2020-03-02", "2020-09-09", "S")],
    "robertsfors": [(13, "M", "2020-03-01", "AF", "Ja", "2020-03-02", "2020-09-09", "A")],
    "bjurholm": [(8, "K", "2020-03-01", "AF", "Ja", "2020-03-02", "", "")],
    "hikikomori": [(10, "K", "2020-03-01", "AF", "Ja", "2020-03-02", "", "")],
    "vaga-vaxa": [(12, "K", "2020-03-01", "AF", "Ja", "2020-03-02", "2020-03-31", "O")],
}
ORGANISATIONS = {
    "AF": "Arbetsförmedlingen",
    "FK": "Försäkringskassan",
    "RV": "Region Västerbotten",
    "SO": "Socialtjänsten",
    "ÖK": "Övriga kommunen",
}


def _date(text: str, form: str) -> object:
    if not text:
        return ""
    day = dt.date.fromisoformat(text)
    return {
        "excel": day,
        "iso": text,
        "compact": f"{day:%Y%m%d}",
        "spoken": f"{day.day}/{day.month} {day.year}",
    }[form]


def _rows(
    platform: str, people: dict[int, str], date: str, kon: dict[str, str], number: object, headers: list[str]
) -> list[list[object]]:
    table: list[list[object]] = [headers]
    for person, gender, referred, by, decision, start, end, outcome in LISTS[platform]:
        cells = dict(
            zip(
                [h.upper() for h in HEADERS],
                [
                    number(people[person]),
                    kon[gender],
                    "Umeå",
                    _date(referred, date),
                    ORGANISATIONS[by],
                    decision,
                    _date(start, date),
                    _date(end, date),
                    LABELS[outcome],
                ],
                strict=True,
            )
        )
        table.append([cells.get(h.upper(), "extra") for h in headers])
    return table


@pytest.fixture(scope="module")
def year_2020(tmp_path_factory: pytest.TempPathFactory, test_numbers: list[str]) -> Workspace:
    root = tmp_path_factory.mktemp("år 2020")
    (root / "data" / "definitions").mkdir(parents=True)
    source = REPOSITORY / "data" / "definitions" / "2019.yaml"
    (root / "data" / "definitions" / "2019.yaml").write_bytes(source.read_bytes())
    workspace = Workspace(root)
    definitions.new_year(workspace.definitions, Y)
    adults = [n for n in test_numbers if n[:4] in ("1990", "1991") and int(n[6:8]) <= 31]
    women, men = [n for n in adults if int(n[10]) % 2 == 0], [n for n in adults if int(n[10]) % 2]
    people = {i: (women if i % 2 == 0 else men)[i] for i in range(20)}
    folder = workspace.raw(Y) / "participants"
    folder.mkdir(parents=True)
    plain, kinds = list(HEADERS), {"K": "Kvinna", "M": "Man"}
    long_form, short_form = (lambda n: f"{n[:8]}-{n[8:]}"), (lambda n: f"{n[2:8]}-{n[8:]}")
    turned = [*HEADERS[::-1], "Handläggare"]
    sheets = {
        "Så här gör du": [["Fyll i en rad per deltagare"]],
        "Lista": [
            ["Ungdomstorget"],
            ["Utdrag 2021-01-10"],
            [],
            *_rows("ungdomstorget", people, "excel", kinds, long_form, plain),
        ],
        "Värden": [["Avslutsorsak"], *([v] for v in LABELS.values())],
    }
    (folder / "ungdomstorget.xlsx").write_bytes(xlsx_bytes(sheets))
    (folder / "vuxentorget.xlsx").write_bytes(
        xlsx_bytes(
            {"Blad1": _rows("vuxentorget", people, "spoken", {"K": " kvinna ", "M": "MAN"}, int, turned)}
        )
    )
    (folder / "vannas.csv").write_bytes(
        csv_bytes(_rows("vannas", people, "compact", {"K": "K", "M": "m"}, short_form, plain), "cp1252")
    )
    (folder / "vindeln.csv").write_bytes(
        csv_bytes(_rows("vindeln", people, "iso", kinds, long_form, turned), "utf-8")
    )
    (folder / "robertsfors.csv").write_bytes(
        csv_bytes(_rows("robertsfors", people, "spoken", kinds, lambda n: n, plain), "utf-8-sig")
    )
    (folder / "bjurholm.xlsx").write_bytes(
        xlsx_bytes({"A": _rows("bjurholm", people, "iso", kinds, long_form, [h.upper() for h in plain])})
    )
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(
        [["Hikikomori"], *_rows("hikikomori", people, "iso", kinds, long_form, plain)]
    )
    (folder / "hikikomori.csv").write_text(out.getvalue(), encoding="utf-8")
    (folder / "vaga-vaxa.xlsx").write_bytes(
        xlsx_bytes(
            {"Dolt": [["x"]], "Lista": _rows("vaga-vaxa", people, "compact", kinds, short_form, plain)}
        )
    )
    (workspace.raw(Y) / "surveys").mkdir()
    headers = [
        "Svarsdatum",
        "Plattform",
        "Kön",
        "Har du fått vara med och bestämma vilket stöd som du har fått?",
    ]
    answers = [
        ["2020-11-01", "VÄNNÄS", "Kvinna", "till stor del "],
        *([["2020-11-01", "vannas", "Man", "Inte alls"]] * 3),
    ]
    answers += [["2020-11-01", "Samordningsteamet i Vindeln", "Man", "Helt och hållet"]] * 5
    (workspace.raw(Y) / "surveys" / "deltagare.csv").write_bytes(csv_bytes([headers, *answers]))
    return workspace


def test_new_year_needs_no_edit_and_gives_right_facts(year_2020: Workspace) -> None:
    facts = count_year(year_2020, Y)

    def row(place: str) -> list[object]:
        return [
            facts.get(place, m).value
            for m in (
                "total",
                "new",
                "discharged",
                "to-work",
                "to-studies",
                "to-other-solution",
                "dropped-out",
                "remaining",
            )
        ]

    assert row("ungdomstorget") == [4, 3, 2, 1, 1, 0, 0, 2]
    assert row("vuxentorget") == [2, 1, 1, 0, 0, 1, 0, 1]
    assert row("vannas") == [2, 2, 1, 0, 0, 0, 1, 1]
    assert row("kranskommunerna") == [5, 5, 3, 1, 1, 0, 1, 2]
    assert row("torgen") == [6, 4, 3, 1, 1, 1, 0, 3]
    assert row("forbundet") == [11, 9, 6, 2, 2, 1, 1, 5]
    assert row("hikikomori") == [1, 1, 0, 0, 0, 0, 0, 1]
    assert facts.get("ungdomstorget", "unique").value == 3
    assert facts.get("forbundet", "unique").value == 9
    assert facts.get("forbundet", "double-registered").value == 1
    assert [facts.get("ungdomstorget", m).value for m in ("referred", "accepted")] == [4, 2]
    assert facts.get("nordmaling", "total").state == "missing"
    assert facts.get("vannas", "question:1.5", "deltagare").state == "too-few"
    assert facts.get("vindeln", "question:1.5", "deltagare").value == 1.0
    assert facts.get("ungdomstorget", "share:to-work", "", "women").value == 0.5


def test_new_year_never_overwrites(year_2020: Workspace) -> None:
    path = year_2020.definitions / f"{Y}.yaml"
    before = path.read_bytes()
    with pytest.raises(strict_yaml.DefinitionError, match="finns redan"):
        definitions.new_year(year_2020.definitions, Y)
    assert path.read_bytes() == before
    assert sorted(p.name for p in Path(year_2020.definitions).iterdir()) == ["2019.yaml", "2020.yaml"]
