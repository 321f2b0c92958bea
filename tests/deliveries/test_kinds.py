"""The registry of deliveries.

Every kind is whole, and a new one flows from its file to the bundle by its entry alone.
"""

import json
import re
from pathlib import Path
from typing import Annotated

import pandas as pd
import pytest

from helpers import faults, wording
from helpers.assurance import coarsened
from helpers.context import Context
from helpers.deliveries import kinds
from helpers.deliveries.card import Card, Handed, Read
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.files import cells, schema
from helpers.deliveries.files.cells import Count, Date, PersonNumber, Text, no_blank_word
from helpers.deliveries.files.schema import under
from helpers.deliveries.files.table import delivered, reference
from helpers.deliveries.kinds import DAY, KINDS, Clean, Kind
from helpers.deliveries.places import Places
from helpers.fact_tables import FACT_TABLES
from helpers.identity import person_key, pseudonym
from helpers.pages.blocks import missing_parts
from helpers.paths import REPOSITORY, Workspace

SECRET = b"a test's own key"
DICTIONARY = (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")


def in_the_dictionary() -> dict[str, list[str]]:
    """Table -> its columns, as the data dictionary lists them."""
    section = DICTIONARY.split("## Cleaned tables")[1].split("\n## ")[0]
    found = {}
    for names, columns in re.findall(r"(?m)^\| (`[^|]+) \| (.+) \|$", section):
        for name in re.findall(r"`([^`]+)`", names):
            found[name] = re.findall(r"`([^`]+)`", re.sub(r"\([^)]*\)", "", columns))
    return found


def test_every_kind_has_a_name_a_place_and_a_reader_of_its_own() -> None:
    for values in ([k.id for k in KINDS], [k.path for k in KINDS], list(kinds.tables())):
        assert len(set(values)) == len(values)
    assert sum(len(k.tables) for k in KINDS) == len(kinds.tables())
    for kind in KINDS:
        assert (kind.read is not None) == bool(kind.tables), kind.id
        assert bool(kind.parts) == kind.path.endswith("{part}"), kind.id


def test_every_kind_has_its_words_and_there_are_no_others() -> None:
    keys = wording.catalogue()
    assert {k for k in keys if k.startswith("kind.")} == {f"kind.{k.id}" for k in KINDS}
    for told in ("missing", "missing_file"):
        named = {f"{told}.{k.id}" for k in KINDS if k.tables}
        assert {k for k in keys if k.startswith(f"{told}.")} == named


@pytest.mark.parametrize("clean", kinds.tables().values(), ids=str)
def test_what_a_table_declares_is_of_its_own_columns(clean: Clean) -> None:
    assert set(clean.bundled) <= set(clean.saved) and set(clean.types) <= set(clean.columns)
    assert set(clean.unsaved) <= set(clean.columns) and "row" in clean.bundled
    assert in_the_dictionary()[clean.name] == clean.saved


def test_the_dictionary_lists_no_table_that_nothing_makes() -> None:
    made_later = {
        "ledgers_before",
        "stays_before",
        "nafs_before",
        "answers_before",
        "adopted_before",
        "registered",
        "screened",
        "deliveries",
        "faults",
        "fact_faults",
        *FACT_TABLES,
    }
    assert set(in_the_dictionary()) == set(kinds.tables()) | made_later


@pytest.mark.parametrize("kind", [k for k in KINDS if k.tables], ids=lambda k: k.id)
@pytest.mark.parametrize("delivered_year", [2019, 2010])
def test_every_reader_gives_what_its_kind_declares_with_and_without_a_file(
    kind: Kind, delivered_year: int, workspace: Workspace
) -> None:
    definitions = Context(workspace, 2019).definitions
    delivery = Delivery(Context(workspace, delivered_year), definitions, SECRET)
    read = delivery.read(kind.id)
    assert [*read] == [t.name for t in kind.tables]
    for clean in kind.tables:
        table = read[clean.name]
        assert list(table.columns) == clean.columns
        assert bool(len(table)) == (delivered_year == 2019), "the fixture delivers every kind"
        for column in clean.columns:
            expected, type_ = clean.types.get(column, "string"), table[column].dtype
            same = type_.kind == "M" if expected == DAY else str(type_) == expected
            assert same, (clean.name, column, type_)


def test_reading_a_kind_that_is_none_or_that_only_mends_says_so(workspace: Workspace) -> None:
    context = Context(workspace, 2019)
    delivery = Delivery(context, context.definitions, SECRET)
    for wrong in ("corrections", "nothing"):
        with pytest.raises(KeyError, match=wrong):
            delivery.read(wrong)


# --- a kind that is not the project's -------------------------------------------------------------


class Wait(schema.Row):
    """A row of an invented register: how long somebody waited for a place."""

    place: Annotated[Text, no_blank_word()] = under("Plattform", unread="")
    person: PersonNumber = under("Personnummer", unread=cells.UNREAD)
    asked: Date = under("Anmäld")
    days: Count = under("Dagar")


def read_waits(card: Card, handed: Handed) -> Read:
    """The waits of a year: `days` waited, by place and person."""
    found = faults.Faults("waiting", card.name)
    places, rows = Places.of(handed.definitions), []
    allowed = cells.Allowed(handed.definitions.year)
    for line in delivered(Wait, card.path, found, handed.corrections, allowed):
        line.tell(found)
        row, values = reference(card.name, line.table, line.number), line.values
        person = pseudonym(person_key(values.person, row), handed.secret)
        rows.append((row, places.find(values.place), person, values.asked, values.days))
    frame = pd.DataFrame(rows, columns=WAITS.columns)
    frame["asked"] = pd.to_datetime(frame["asked"])
    return [frame.astype({"row": "string", "platform": "string", "person": "string"})], found


WAITS = Clean(
    "waits",
    ["row", "platform", "person", "asked", "days"],
    ["row", "platform", "person", "asked", "days"],
    types={"asked": DAY, "days": "int64"},
)
WAITING = Kind("waiting", "waiting.csv", read_waits, (WAITS,), part="waiting")


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry with the invented kind, and its words."""
    monkeypatch.setattr(kinds, "KINDS", (*KINDS, WAITING))
    monkeypatch.setitem(wording.catalogue(), "kind.waiting", "Väntetider")
    monkeypatch.setitem(wording.catalogue(), "missing.waiting", "Väntetider (waiting.csv)")


def clean_chapter(year: int, output: Path) -> None:
    """Every cell of the clean chapter, in this process; its tables in a folder."""
    book = json.loads((REPOSITORY / "notebooks" / "1_clean.ipynb").read_text(encoding="utf-8"))
    code = [c for c in book["cells"] if c["cell_type"] == "code"]
    names: dict[str, object] = {}
    for cell in code:
        exec("".join(cell["source"]), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"year": year, "output": str(output)}


def deliver(workspace: Workspace, numbers: list[str], third: str = "12") -> None:
    rows = [
        f"Vännäs;{numbers[0]};2019-03-04;{third}",
        f"Hikikomori;{numbers[1]};2019-05-06;7",
        f"Vännäs;{numbers[0]};2019-09-10;3",
    ]
    content = "\n".join(["Plattform;Personnummer;Anmäld;Dagar", *rows]) + "\n"
    (workspace.raw(2019) / "waiting.csv").write_text(content, encoding="utf-8")


def test_a_new_kind_goes_from_its_file_to_the_clean_table_and_the_bundle(
    registered: None, workspace: Workspace, test_numbers: list[str], tmp_path: Path
) -> None:
    deliver(workspace, test_numbers)
    clean_chapter(2019, tmp_path / "clean")
    waits = pd.read_parquet(tmp_path / "clean" / "waits.parquet")
    assert list(waits.columns) == WAITS.saved and list(waits["days"]) == [12, 7, 3]
    assert list(waits["platform"]) == ["vannas", "hikikomori", "vannas"]
    status = pd.read_parquet(tmp_path / "clean" / "deliveries.parquet")
    mine = status[status["kind"] == "waiting"]
    assert mine[["part", "status", "file", "rows"]].values.tolist() == [["waiting", "read", "waiting.csv", 3]]
    told = pd.read_parquet(tmp_path / "clean" / "faults.parquet")
    assert "waiting.csv" not in set(told["file"])
    defined = Context(workspace, 2019).definitions
    assert coarsened.coarsened("waits", waits, defined).empty  # no class is large enough
    seen = coarsened.coarsened("waits", waits.loc[[0] * 5 + [1, 2]], defined)
    assert coarsened.columns()["waits"] == list(seen.columns)
    assert seen["person"].tolist() == ["P1", "P2", "P3", "P4", "P5"]  # as every pseudonym, a number
    assert {f"{day:%m-%d}" for day in seen["asked"]} == {"01-01"}  # as every day, its year


def test_a_new_kind_is_corrected_refused_and_missed_as_the_others(
    registered: None, workspace: Workspace, test_numbers: list[str], tmp_path: Path
) -> None:
    deliver(workspace, test_numbers, "tolv")
    context = Context(workspace, 2019)

    def read() -> tuple[Delivery, pd.DataFrame]:
        delivery = Delivery(context, context.definitions, SECRET)
        return delivery, delivery.read("waiting")["waits"]

    delivery, _ = read()
    assert [(f.level, f.code, f.row) for f in delivery.faults] == [("refuse", "not_a_count", 2)]
    assert delivery.statuses["waiting", "waiting"] == "refused"
    mend = "file;row;column;from;to;reason;who;when\nwaiting.csv;2;Dagar;tolv;12;ringde;AB;2020-01-15\n"
    (workspace.raw(2019) / "corrections.csv").write_text(mend, encoding="utf-8")
    delivery, waits = read()
    assert [f.code for f in delivery.faults] == ["corrected"] and waits["days"].tolist() == [12, 7, 3]
    (workspace.raw(2019) / "corrections.csv").unlink()
    (workspace.raw(2019) / "waiting.csv").unlink()
    delivery, waits = read()
    assert waits.empty and list(waits.columns) == WAITS.columns
    absent = missing_parts(delivery.status_table(), context.definitions)
    assert absent == ["Väntetider (waiting.csv)"]


def test_a_file_of_a_kind_that_is_not_registered_is_told_and_not_read(
    workspace: Workspace, test_numbers: list[str]
) -> None:
    deliver(workspace, test_numbers)
    context = Context(workspace, 2019)
    delivery = Delivery(context, context.definitions, SECRET)
    assert [(f.code, f.file) for f in delivery.faults] == [("misplaced_file", "waiting.csv")]
    assert "waits" not in kinds.tables()
