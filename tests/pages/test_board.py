"""The board's page: each sentence with none, one, two and many, what it may not say, and how long it is."""

import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.chromium import Chromium
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.audit import contradictions, every_rule
from helpers.audit.case import Case
from helpers.audit.comparison import compare
from helpers.audit.record import Record
from helpers.audit.review import Review
from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.context import Context
from helpers.counting import likeness
from helpers.defining import open_points
from helpers.fact_tables import from_table
from helpers.facts import Fact, Facts, share
from helpers.faults import from_table as faults_from_table
from helpers.language.words import plain
from helpers.pages import blocks, board, document, sayable, volume
from helpers.pages.board_gaps import MOST, gaps
from helpers.pages.contradicted import COLUMNS, Contradictions
from helpers.pages.document import Content
from helpers.pages.headline import first_outcome, goals_reached
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import REPOSITORY, Workspace

PLACE = "vannas"
needs_chromium = pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"told_from_discharged": 10})
SHIPPED = Workspace(REPOSITORY)


def count(measure: str, value: int, group: str = "all", year: int = 2019) -> Fact:
    return Fact(year, PLACE, measure, group=group, value=value, state="ok", rule="r")


def part(measure: str, k: int, n: int, group: str = "all") -> Fact:
    return share((2019, PLACE, measure, "", group), k, n, "r")


def year_of(known: list[Fact], year: int = 2019) -> YearOfFacts:
    nothing = pd.DataFrame(columns=["part", "kind", "status", "file", "shipped"])
    defined = DEFINED.model_copy(update={"year": year})
    return YearOfFacts(year, defined, sayable.shown(Facts(known), defined), nothing, [])


def report(*known: Fact, **more: Any) -> Report:
    """A report of these facts."""
    return Report(Context(Workspace(Path("nowhere")), 2019), year_of(list(known)), [], [], **more)


def said(content: Content) -> str:
    """What is read, block by block, with plain blanks."""
    return " ".join(" ".join(_said(content)).split())


def _said(content: Content) -> Iterator[str]:
    if isinstance(content, document.Block):
        for inner in content.inside():
            yield from _said(inner)
    else:
        yield plain(content)


# --- the headline ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ((0, 0, 0, 0), "Inget mål kunde mätas."),
        ((0, 0, 0, 1), "Det enda mål som kunde mätas nåddes inte."),
        ((1, 0, 0, 0), "Det enda mål som kunde mätas nåddes."),
        ((0, 1, 0, 0), "Det enda mål som kunde mätas nåddes, men osäkert."),
        ((0, 0, 1, 0), "Om det enda mål som kunde mätas nåddes går inte att avgöra."),
        ((0, 0, 0, 2), "Inget av två mål nåddes."),
        ((1, 0, 0, 1), "Ett av två mål nåddes."),
        ((1, 0, 0, 2), "Ett av tre mål nåddes."),
        ((3, 0, 0, 0), "Tre av tre mål nåddes."),
        ((13, 0, 0, 1), "13 av 14 mål nåddes."),
        ((1, 3, 4, 2), "Ett av tio mål nåddes säkert, tre nåddes men osäkert och fyra går inte att avgöra."),
        ((0, 1, 0, 2), "Inget av tre mål nåddes säkert och ett nåddes men osäkert."),
        ((1, 13, 12, 2), "1 av 28 mål nåddes säkert, 13 nåddes men osäkert och 12 går inte att avgöra."),
        ((2, 0, 1, 0), "Två av tre mål nåddes säkert och ett går inte att avgöra."),
    ],
)
def test_goals_with_an_outcome_are_counted_and_no_others(ended: tuple[int, ...], told: str) -> None:
    """`ended`: how many were reached, reached but not certainly, undecided and not reached."""
    kinds = ("reached", "reached-uncertain", "undecided", "not-reached")
    tally = {"outcome": sum(ended), **dict(zip(kinds, ended, strict=True))}
    goals = report(count("signals:all", 15), *(count(f"tally:{kind}", n) for kind, n in tally.items()))
    assert said(goals_reached(goals, PLACE)) == told
    assert goals_reached(report(count("total", 3)), PLACE) == ""


@pytest.mark.parametrize(
    ("left", "went", "told"),
    [
        (0, 0, "Ingen avslutade under året."),
        (1, 0, "Den enda som avslutade gick inte till arbete."),
        (1, 1, "Den enda som avslutade gick till arbete."),
        (2, 0, "Ingen av de 2 som avslutade gick till arbete."),
        (2, 1, "1 av de 2 som avslutade gick till arbete."),
        (2, 2, "Båda som avslutade gick till arbete."),
        (9, 3, "3 av de 9 som avslutade gick till arbete."),
        (9, 9, "Alla 9 som avslutade gick till arbete."),
        (10, 0, "Ingen av de 10 som avslutade gick till arbete; målet är 35 %."),
        (10, 1, "10 % av dem som avslutade gick till arbete; målet är 35 %."),
        (318, 88, "28 % av dem som avslutade gick till arbete; målet är 35 %."),
    ],
)
def test_the_first_outcome_stands_beside_its_goal_where_enough_have_left(
    left: int, went: int, told: str
) -> None:
    goal = part("target:1.1", 7, 20)
    known = report(count("discharged", left), count("to-work", went), part("share:to-work", went, left), goal)
    assert said(first_outcome(known, PLACE)) == told


def test_a_goal_is_told_whatever_its_fraction_is_written_with() -> None:
    """A quarter is no share of four people."""
    quarter = part("target:1.2", 1, 4)
    assert sayable.shown(Facts([quarter]), DEFINED).get(PLACE, "target:1.2") == quarter


def test_a_place_without_a_list_has_no_sentence_of_those_who_left() -> None:
    assert first_outcome(report(count("signals:all", 3)), PLACE) == ""
    assert board.people(report(), PLACE) == "" and board.women_and_men(report(), PLACE) == ""


# --- who took part -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "left", "stay", "told"),
    [
        (1, 0, 1, "1 deltog under 2019, ingen avslutade och 1 var kvar vid årets slut."),
        (2, 2, 0, "2 deltog under 2019, 2 avslutade och ingen var kvar vid årets slut."),
        (903, 318, 585, "903 deltog under 2019, 318 avslutade och 585 var kvar vid årets slut."),
        (0, 0, 0, ""),
    ],
)
def test_how_many_took_part(total: int, left: int, stay: int, told: str) -> None:
    known = report(count("total", total), count("discharged", left), count("remaining", stay))
    assert said(board.people(known, PLACE)) == told


@pytest.mark.parametrize(
    ("women", "men", "told"),
    [
        (0, 2, "Av dem som deltog var ingen kvinna och 2 män."),
        (1, 1, "Av dem som deltog var 1 kvinna och 1 man."),
        (2, 0, "Av dem som deltog var 2 kvinnor och ingen man."),
        (408, 495, "Av dem som deltog var 408 kvinnor och 495 män."),
        (1, 0, ""),
    ],
)
def test_women_and_men_who_took_part(women: int, men: int, told: str) -> None:
    known = report(count("total", women + men), count("total", women, "women"), count("total", men, "men"))
    assert said(board.women_and_men(known, PLACE)) == told


def genders(outcome: str, women: tuple[int, int], men: tuple[int, int]) -> list[Fact]:
    return [part(f"share:{outcome}", *women, "women"), part(f"share:{outcome}", *men, "men")]


def test_the_outcome_in_which_women_and_men_differ_most_is_told() -> None:
    work, other = genders("to-work", (3, 10), (6, 12)), genders("dropped-out", (1, 10), (1, 12))
    told = said(board.women_and_men(report(*work, *other), PLACE))
    assert told == "Av kvinnorna gick 30 % till arbete, av männen 50 %."
    apart = genders("dropped-out", (9, 10), (1, 12))
    assert (
        said(board.women_and_men(report(*work, *apart), PLACE))
        == "Övriga avbrott: 90 % av kvinnorna och 8 % av männen."
    )
    same = genders("to-work", (5, 10), (6, 12))
    assert said(board.women_and_men(report(*same), PLACE)) == "Andelarna var desamma för kvinnor och män."


def test_no_share_is_told_of_fewer_than_ten_women_or_men() -> None:
    assert board.women_and_men(report(*genders("to-work", (3, 9), (6, 12))), PLACE) == ""


# --- what is not known -------------------------------------------------------------------------------------


def printed(*rows: tuple[Fact, str]) -> Contradictions:
    frame = [(*f.key, str(f.value), words, True, "regel-association") for f, words in rows]
    return Contradictions.of(pd.DataFrame(frame, columns=COLUMNS))


def test_what_the_account_prints_otherwise_is_told_first_and_leads_to_the_audit() -> None:
    left, work = count("discharged", 318), part("share:to-work", 88, 318)
    known = report(left, work, contradictions=printed((left, "336"), (work, "26 %")))
    (gap,) = gaps(known, PLACE)
    told = "avslutade 336 (här 318) och arbete 26 % (här 28 %)"
    assert said(gap) == f"Årsredovisningen trycker andra tal: {told}. Se granskningen"
    assert [b.to for b in _blocks(gap) if isinstance(b, document.Link)] == [
        "granskning.html#regel-association"
    ]
    assert gaps(report(left, work), PLACE) == []


def _blocks(content: Content) -> Iterator[document.Block]:
    if isinstance(content, document.Block):
        yield content
        for inner in content.inside():
            yield from _blocks(inner)


def test_those_who_are_not_carried_over_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Report, "last_year", lambda self, place, measure: count(measure, 588, year=2018))
    (gap,) = gaps(report(count("carried-over", 515)), PLACE)
    assert (
        said(gap)
        == "588 var kvar vid utgången av 2018, men 2019 började med 515. Skillnaden, 73, är inte förklarad."
    )
    assert gaps(report(count("carried-over", 588)), PLACE) == []


@pytest.mark.parametrize(
    ("answers", "left", "told"),
    [
        (8, 29, ["Enkätsvaren motsvarar 28 % av dem som avslutade; riktvärdet är 60 procent."]),
        (3, 9, []),
        (30, 29, []),
    ],
)
def test_a_response_is_a_rate_of_enough_people_and_never_of_more_than_all(
    answers: int, left: int, told: list
) -> None:
    rate = share((2019, PLACE, "response:discharged", "deltagare", "all"), answers, left, "r")
    assert [said(gap) for gap in gaps(report(rate), PLACE)] == told


# --- what is to be decided ---------------------------------------------------------------------------------


POINTS = """\
- point: Ska målet sänkas till 20 %?
  who: Arbetsutskottet
  when: 2020-05-15
  comment: Underlag följer.
- point: Ny lokal?
  who: Chefen
  when: 2020-06-01
  place: vannas
"""


def test_the_points_of_a_place_are_told_there_and_all_of_them_by_the_association(tmp_path: Path) -> None:
    file = Workspace(tmp_path).decisions(2019)
    file.parent.mkdir(parents=True)
    file.write_text(POINTS, encoding="utf-8")
    known = Report(Context(Workspace(tmp_path), 2019), year_of([]), [], [])
    own = "Ny lokal? Chefen, 2020-06-01."
    assert said(board.decide(known, PLACE)) == own
    assert said(board.decide(known, DEFINED.together.id)) == (
        f"Ska målet sänkas till 20 %? Arbetsutskottet, 2020-05-15. Underlag följer. {own}"
    )
    assert not board.decide(known, "ungdomstorget")
    assert said(board.decide(report(), DEFINED.together.id)) == "Inga punkter är anmälda."


# --- the shipped years -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(shipped_tables: dict[int, Path], shipped_facts: dict[int, Facts]) -> dict[int, Report]:
    """The reports of the shipped years, each with those before it."""
    years = {}
    for year, folder in shipped_tables.items():
        tables = {
            n: pd.read_parquet(folder / f"{n}.parquet")
            for n in ("facts", "deliveries", "faults", "fact_faults")
        }
        faults = [f for n in ("faults", "fact_faults") for f in faults_from_table(tables[n])]
        d = definitions.load(SHIPPED.definitions / f"{year}.yaml")
        years[year] = YearOfFacts(
            year, d, sayable.shown(from_table(tables["facts"]), d), tables["deliveries"], faults
        )
    defined = {y: known.definitions for y, known in years.items()}
    return {
        y: Report(
            Context(SHIPPED, y),
            years[y],
            [years[b] for b in sorted(years, reverse=True) if b < y],
            likeness.load(SHIPPED.breaks),
            otherwise(Case(y, Record(SHIPPED.published, SHIPPED.audit), shipped_facts, defined)),
        )
        for y in years
    }


def otherwise(made: Case) -> Contradictions:
    """What an account prints otherwise than the facts."""
    compared = list(compare(made.record, made.all_figures, made.facts))
    found = every_rule.audit(made)
    review = Review(Context(SHIPPED, made.year), made, compared, found, {}, [])
    return Contradictions.of(contradictions.table(review))


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_read_aloud_it_takes_two_minutes(shipped: dict[int, Report], year: int) -> None:
    known = shipped[year]
    page = board.page(known)
    words = re.findall(r"\S*\w\S*", said(page))
    assert 40 < len(words) <= 300, len(words)


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_no_place_is_told_more_than_four_things_or_ones_in_the_plural(
    shipped: dict[int, Report], year: int
) -> None:
    known = shipped[year]
    d = known.now.definitions
    for place in (d.together.id, *d.platform_ids, *d.whole_ids):
        assert len(gaps(known, place)) <= MOST
        told = said(board.board(known, place))
        assert not re.search(r"(?<![\d,])1 (personer|kvinnor|män|mål|av de 1\b)", told), told


# --- on paper ----------------------------------------------------------------------------------------------


def sheet(known: Report, folder: Path) -> Path:
    """The page as it is published."""
    content = document.join([blocks.provenance(known), board.page(known)])
    path = folder / board.PAGE
    path.write_bytes(
        Page.of(content, Cover(known.now.definitions.association, known.now.year, "Sammanfattning")).html()
    )
    return path


def sheets(path: Path) -> int:
    """How many sheets of A4 a page is printed on."""
    with Chromium() as browser:
        browser.open(path)
        made = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    return len(re.findall(rb"/Type /Page\b", b64decode(made["data"])))


@needs_chromium
@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_the_page_is_printed_on_one_a4(shipped: dict[int, Report], year: int, tmp_path: Path) -> None:
    assert sheets(sheet(shipped[year], tmp_path)) == 1


@needs_chromium
def test_as_many_points_as_may_be_written_are_on_it_too(shipped: dict[int, Report], tmp_path: Path) -> None:
    file = Workspace(tmp_path).decisions(2019)
    file.parent.mkdir(parents=True)
    words = {
        name: ("ord " * 60)[:most].strip() for name, most in (("point", 160), ("who", 60), ("comment", 120))
    }
    point = "".join(f"  {name}: {said}\n" for name, said in words.items()) + "  when: 2020-05-15\n"
    file.write_text(("-" + point[1:]) * open_points.MOST, encoding="utf-8")
    full = replace(shipped[2019], context=Context(Workspace(tmp_path), 2019))
    path = sheet(full, tmp_path)
    assert sheets(path) == 1
    path.write_bytes(path.read_bytes().replace(b"</main>", b"<p>x</p>" * 200 + b"</main>"))
    assert sheets(path) > 1


# --- what is printed otherwise, at the figure --------------------------------------------------------------


def test_a_table_says_at_the_figure_what_is_printed_and_leads_to_the_audit() -> None:
    left, total = count("discharged", 318), count("total", 903)
    known = report(left, total, contradictions=printed((left, "336"), (left, "353")))
    table = volume.participant_table(known, PLACE, "Deltagare")
    assert "318 tryckt: 336 och 353" in said(table) and "903 tryckt" not in said(table)
    assert said(table).endswith("står det under siffran och leder till granskningen.")
    leads = {b.to for b in _blocks(table) if isinstance(b, document.Link)}
    assert leads == {"granskning.html#regel-association"}
    sound = volume.participant_table(report(left, total), PLACE, "Deltagare")
    assert "tryckt" not in said(sound) and not [b for b in _blocks(sound) if isinstance(b, document.Link)]


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_no_banner_says_that_a_page_agrees_with_the_print(shipped: dict[int, Report], year: int) -> None:
    banner = said(blocks.provenance(shipped[year]))
    assert "rekonstruerade" in banner and "stämmer" not in banner
