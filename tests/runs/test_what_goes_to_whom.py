"""What goes back to one sender says nothing of what another delivered; the association is told all."""

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from helpers import faults
from helpers.chapters.page import Page, kept_name
from helpers.checks import year as checks
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries.delivery import Delivery
from helpers.pages import blocks, senders
from helpers.pages.years import YearOfFacts
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import returns
from helpers.runs.plan import Plan

HEADER = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak\n"
SUS_HEADER = (
    "Insats;Personnummer;Kön;Startdatum;Slutdatum;Tid i offentlig försörjning;"
    "Antal år i offentlig försörjning;Utbildningsnivå;Försörjning före;Omfattning före\n"
)
COMPARED = {  # of what several delivered
    "in_two_lists",
    "gender_differs",
    "not_in_sus",
    "not_in_list",
    "sus_start_differs",
    "sus_end_differs",
    "asked_too_few",
    "never_asked",
}
OWN = {"gender_differs", "closing_missing", "opening_not_closing", "corrected"}  # of one's own lists


def _row(number: str, gender: str, start: str, end: str = "") -> str:
    return f"{number};{gender};Umeå;;;Ja;{start};{end};{'Arbete' if end else ''}\n"


def _registered(number: str, place: str, start: str, end: str = "") -> str:
    return f"{place};{number};Kvinna;{start};{end};Upp till 1 år;0,5;Gymnasium;Försörjningsstöd;100\n"


def planted(root: Path, numbers: list[str]) -> Context:
    """Three lists that overlap in every way that is compared, with SUS, a survey's numbers and last year."""
    shutil.copytree(REPOSITORY / "tests" / "fixture", root)
    shutil.rmtree(root / "data" / "raw")
    women = [n for n in numbers if n[:4] == "1990" and int(n[10]) % 2 == 0]
    a, b, c, d, e, f = women[:6]
    files = {
        "2018/participants/vannas.csv": HEADER
        + _row(d, "Kvinna", "2018-02-01")
        + _row(e, "Kvinna", "2018-02-01", "2018-06-30"),
        "2019/participants/vannas.csv": HEADER
        + _row(a, "Kvinna", "2019-02-01")
        + _row(b, "Kvinna", "2019-02-01", "2019-04-01")
        + _row(c, "Kvinna", "2019-01-07", "2019-03-01")
        + _row(c, "Man", "2019-05-06")
        + _row(e, "Kvinna", "2018-02-01"),
        "2019/participants/hikikomori.csv": HEADER
        + _row(f, "Kvinna", "2019-03-01")
        # the same person as in the first list, with another Kön
        + _row(a, "Man", "2019-02-01"),
        "2019/participants/bjurholm.csv": HEADER
        + _row(a, "Kvinna", "2019-05-01")
        + _row(b, "Kvinna", "2019-05-01", "2019-07-01"),
        "2019/sus.csv": SUS_HEADER
        + _registered(a, "Vännäs", "2019-02-11", "2019-05-31")
        + _registered(d, "Hikikomori", "2019-02-01")
        + _registered(b, "Bjurholm", "2019-05-01", "2019-07-01"),
        "2019/surveys/invited.csv": "Plattform;Grupp;Utskick\nVännäs;deltagare;1\n",
        "2019/corrections.csv": "file;row;column;from;to;reason;who;when\n"
        "participants/bjurholm.csv;2;Start;2019-05-01;2019-05-02;står så i listan för Vännäs;AB;2020-01-07\n",
    }
    for name, content in files.items():
        path = root / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Context.of(Workspace(root), 2019)


def read(context: Context) -> list[faults.Fault]:
    """The year read and compared as its chapter does; its tables stand in the workspace."""
    delivery, store = Delivery(context, context.definitions, b"a test's own key" * 2), context.store()
    rows = delivery.read("participants")["participations"]
    delivery.faults += checks.people(delivery, rows)
    delivery.faults += checks.against_sus(delivery, rows, delivery.read("sus")["sus"])
    delivery.faults += checks.asked(delivery, rows, delivery.read("invited")["invited"])
    delivery.faults += checks.opening(delivery, rows)
    store.write("faults", faults.table(delivery.faults))
    store.write("deliveries", delivery.status_table())
    return delivery.faults


def sent(context: Context, folder: Path) -> dict[str, str]:
    """Everything that goes to each sender, as text: its page, its table and its marked-up lists."""
    reports, returned = folder / "reports", folder / "returned"
    returns.stage(Plan.of(context), reports, returned)
    found = {}
    for who in senders.of(context.definitions):
        kept = reports / kept_name(f"{returns.PAGE}{who}.html")
        page = Page.read(kept.read_bytes()).html().decode()
        main = page[page.index("<main") : page.index("</main>")]
        table = (reports / f"{returns.PAGE}{who}.csv").read_text(encoding="utf-8")
        copies = re.findall(r"data/returned/2019/([^<]+\.xlsx)", main)
        found[who] = "\n".join([main, table, *(_cells(returned / copy) for copy in copies)])
    return found


def _cells(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    return "\n".join([*book.sheetnames, *(f"{c.value} {c.comment.text if c.comment else ''}" for c in cells)])


def others(who: str, d: Definitions) -> list[str]:
    """The names, ids and labels by which a text could tell of another sender."""
    mine = {who, d.name(who), d.label(who)}
    known = {word for p in d.platform_ids for word in (p, d.name(p), d.label(p))}
    return [word for word in known - mine if not any(word in own for own in mine)]


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory, test_numbers: list[str]):
    context = planted(tmp_path_factory.mktemp("w") / "w", test_numbers)
    return context, read(context), sent(context, tmp_path_factory.mktemp("sent"))


def test_every_comparison_found_something_of_the_overlapping_lists(overlapping) -> None:
    _, found, _ = overlapping
    assert {f.code for f in found} >= COMPARED | OWN


def test_no_sender_is_told_what_another_delivered(overlapping) -> None:
    context, _, found = overlapping
    d = context.definitions
    for who in d.platform_ids:
        assert not [word for word in others(who, d) if word in found[who]], who
        assert not re.search(r"\bSUS\b|sus\.csv|invited\.csv|Utskick|annan? lista", found[who]), who


def test_the_association_is_told_all_that_was_compared(overlapping) -> None:
    context, found, told = overlapping
    d = context.definitions
    ours = senders.concerning(d.together.id, d, found)
    assert {f.code for f in ours} >= COMPARED
    for f in ours:
        assert f.message in told[d.together.id]
    assert "Personen finns också i listan för Bjurholm, Hikikomori." in told[d.together.id]


def test_a_sender_is_told_what_rests_on_its_own_lists(overlapping) -> None:
    context, found, told = overlapping
    own = senders.concerning("vannas", context.definitions, found)
    assert {f.code for f in own} >= OWN - {"corrected"}
    (differing, *_) = [f for f in own if f.code == "gender_differs"]
    assert "participants/vannas.csv, rad" in differing.message and differing.message in told["vannas"]
    assert {f.code for f in senders.concerning("bjurholm", context.definitions, found)} == {"corrected"}
    assert "2019-05-02" in told["bjurholm"]  # and not why, which is the association's own words


def test_a_platforms_own_account_says_nothing_of_anothers_list(overlapping) -> None:
    context, found, _ = overlapping
    d = context.definitions
    year = YearOfFacts(2019, d, None, context.store().read("deliveries"), found)
    for place in d.platform_ids:
        report = type("Report", (), {"now": year})()
        assert not {f.audience for f in blocks.concerning(report, place)} - {faults.SENDER}
    assert blocks.concerning(type("Report", (), {"now": year})(), d.together.id) == found


def test_the_shipped_years_tell_ten_rows_to_the_association_alone(
    shipped_tables: dict[int, Path], tmp_path: Path
) -> None:
    for year, folder in shipped_tables.items():
        context = Context.of(Workspace(folder.parents[2]), year)
        found, d = returns.findings(context), context.definitions
        twice = [f for f in found if f.code == "in_two_lists"]
        assert {senders.sender(f, d) for f in twice} <= {d.together.id}
        assert year != 2019 or len(twice) == 10
        told = sent(context, tmp_path / str(year))
        for who in d.platform_ids if d.has_account else ():  # final reports are the association's own
            assert not [word for word in others(who, d) if word in told[who]], (year, who)
            assert "annan lista" not in told[who] and "finns också" not in told[who]
