"""The office's own texts: how they are read, what stands in braces, what stops a text, what is told of it."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.checks.own_words import texts
from helpers.checks.own_words.known import Known
from helpers.checks.own_words.placeholders import Unmet, meant, reference
from helpers.context import Context
from helpers.facts import INVENTED, Fact, Facts, share
from helpers.language.prose import OwnText
from helpers.language.words import plain
from helpers.paths import Workspace
from helpers.reading import limits
from helpers.wording import fact_text

DEFINITIONS = Path(__file__).resolve().parents[2] / "data" / "definitions"
PLACE, OTHER, TOGETHER = "vannas", "vindeln", "forbundet"


def count(year: int, place: str, measure: str, value: int, group: str = "all", asked: str = "") -> Fact:
    return Fact(year, place, measure, asked, group, value, unit="count", state="ok")


NOW = [
    count(2019, PLACE, "total", 72),
    count(2019, PLACE, "total", 31, "women"),
    count(2019, PLACE, "total", 41, "men"),
    count(2019, PLACE, "discharged", 29),
    share((2019, PLACE, "share:to-work", "", "all"), 5, 29, "r"),
    count(2019, PLACE, "answered", 8, asked="deltagare"),
    count(2019, PLACE, "answered", 10, asked="personal"),
    Fact(2019, PLACE, "question:1.4", "deltagare", unit="share", state="too-few"),
    share((2019, PLACE, "share:to-work", "", "women"), 1, 9, "r"),
    Fact(2019, PLACE, "new", value=29, unit="count", state="ok", origin=INVENTED),
    count(2019, OTHER, "total", 60),
    count(2019, TOGETHER, "total", 903),
]
BEFORE = [count(2018, PLACE, "total", 63), count(2018, TOGETHER, "total", 862)]


@dataclass
class Report:
    """A year beside the one before it, as a page has them."""

    context: Context
    now: SimpleNamespace
    years: list[SimpleNamespace]

    def last_year(self, place: str, measure: str, respondents: str = "", group: str = "all") -> Fact | None:
        fact = self.years[0].facts.get(place, measure, respondents, group)
        return fact if fact.ok else None


@pytest.fixture
def report(tmp_path: Path) -> Report:
    shutil.copytree(DEFINITIONS, tmp_path / "data" / "definitions")
    context = Context.of(Workspace(tmp_path), 2019)
    years = [
        SimpleNamespace(year=y, definitions=context.at(y).definitions, facts=Facts(f))
        for y, f in ((2018, BEFORE), (2019, NOW))
    ]
    return Report(context, years[1], years)


def write(report: Report, words: str | bytes, name: str = f"{PLACE}.md") -> Path:
    path = report.context.workspace.texts(2019) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


def shown(text: OwnText | None) -> list[str]:
    assert text is not None and not text.is_stopped
    told = [
        plain(fact_text(p)) if isinstance(p, Fact) else p for b in text.blocks for p in (b.kind, *b.parts)
    ]
    return " ".join(told).replace("\u00a0", " ").split(" | ")


def told(report: Report, words: str | bytes) -> list[str]:
    write(report, words)
    return [f.line() for f in texts.tried(report, PLACE)[1]]


# --- what stands in braces --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("total", (2019, PLACE, "total", "", "all")),
        (" total ", (2019, PLACE, "total", "", "all")),
        ("total, women", (2019, PLACE, "total", "", "women")),
        ("2018/total", (2018, PLACE, "total", "", "all")),
        ("forbundet/total", (2019, TOGETHER, "total", "", "all")),
        ("2018/forbundet/total", (2018, TOGETHER, "total", "", "all")),
        ("share:to-work", (2019, PLACE, "share:to-work", "", "all")),
        ("answered, personal", (2019, PLACE, "answered", "personal", "all")),
    ],
)
def test_what_stands_in_braces_is_a_fact(report: Report, said: str, key: tuple[object, ...]) -> None:
    known = Known.of(report, PLACE)
    fact = meant(said, known)
    assert isinstance(fact, Fact) and fact.key == key
    assert meant(reference(fact, known), known) == fact


@pytest.mark.parametrize(
    ("said", "code", "near"),
    [
        ("totl", "own_no_fact", "total"),
        ("2011/total", "own_no_year", "2018, 2019"),
        ("bjurholm/total", "own_no_fact", "total"),
        ("answered", "own_several", "answered, deltagare, answered, personal"),
        ("question:1.4", "own_no_value", "too-few"),
        ("", "own_no_fact", "total"),
        ("new", "own_invented", ""),
        ("share:to-work, women", "own_too_few", ""),
    ],
)
def test_what_means_no_fact_says_what_is_nearest(report: Report, said: str, code: str, near: str) -> None:
    assert meant(said, Known.of(report, PLACE)) == Unmet(code, near)


def test_a_text_is_shown_with_its_facts_filled_in(report: Report) -> None:
    write(
        report,
        "# Året\n\nUnder året deltog {total} personer, mot {2018/total}\nåret före.\n\n"
        "- I hela förbundet: {forbundet/total}.\n1. {share:to-work} gick till arbete.\n",
    )
    text, faults = texts.tried(report, PLACE)
    assert faults == [] and shown(text) == [
        "heading Året paragraph Under året deltog  72  personer, mot  63  året före. "
        "point I hela förbundet:  903 . point 17 %  gick till arbete."
    ]


def test_a_figure_typed_by_hand_is_told_with_what_to_write_and_the_text_is_shown(report: Report) -> None:
    lines = told(report, "Rubrik\n\nUnder året deltog 72 personer.\n")
    assert lines == [
        "OBS: data/texts/2019/vannas.md, rad 3: ”72” är skrivet för hand och följer inte med om siffran "
        "ändras: ”Under året deltog 72 personer.” Skriv {total} i stället."
    ]
    assert not texts.tried(report, PLACE)[0].is_stopped


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Under året deltog 75 personer.", "Närmast är {total}, som är 72."),
        ("Antalet deltagare har minskat.", "{total} är 72 och {2018/total} är 63."),
        ("Under året deltog {totl} personer.", "Menades {total}?"),
        ("Under året deltog {total personer.", "Skriv uppgiftens namn mellan klammerparenteser"),
        ("På fråga 1.4 var {question:1.4} positiva.", "{question:1.4} har inget värde"),
        ("På fråga 9.4 svarade alla.", "Mål eller fråga 9.4 finns inte"),
        ("Under året började 29.", "Stryk siffran"),
        ("Av kvinnorna gick 11 % till arbete.", "stämmer inte med någon uppgift"),
        ("Insatsen kostade 3 miljoner kronor.", "Stryk siffran"),
    ],
)
def test_what_no_fact_bears_out_stops_that_text_and_no_other(
    report: Report, sentence: str, said: str
) -> None:
    write(report, f"Bra.\n\n{sentence}\n")
    write(report, "Allt gick bra.\n", f"{OTHER}.md")
    text, faults = texts.tried(report, PLACE)
    assert text is not None and text.is_stopped and text.blocks == ()
    (line,) = [f.line().replace("\u00a0", " ") for f in faults if f.is_error]
    assert line.startswith("FEL: data/texts/2019/vannas.md, rad 3: ") and said in line and sentence in line
    assert shown(texts.tried(report, OTHER)[0]) == ["paragraph Allt gick bra."]


def test_the_line_is_that_of_the_sentence(report: Report) -> None:
    lines = told(report, "Första raden är bra,\noch den andra. Men 75 deltog,\nsäger vi.\n")
    assert len(lines) == 1 and "rad 2: ”75”" in lines[0]


def test_a_trend_between_filled_in_facts_is_tried(report: Report) -> None:
    assert told(report, "Antalet ökade från {2018/total} till {total}.") == []
    assert any(
        "motsägs" in line for line in told(report, "Antalet minskade, från {2018/total} till {total}.")
    )


# --- how a text is read -----------------------------------------------------------------------------------


def test_where_there_is_no_text_nothing_is_told(report: Report) -> None:
    assert texts.tried(report, PLACE) == (None, []) and texts.findings(report) == []


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert('x')</script> & <b>fet</b>",
        "[länk](https://exempel.se/x) och ![bild](javascript:x)",
        "**Fet** och `kod` och &lt;",
    ],
)
def test_markup_is_words(report: Report, words: str) -> None:
    write(report, words)
    assert shown(texts.tried(report, PLACE)[0]) == [f"paragraph {words}"]


def test_unseen_characters_and_those_that_rule_a_terminal_are_left_out(report: Report) -> None:
    write(report, "Det\u200b gick\u202e bra\x1b[m.\u2066")
    assert shown(texts.tried(report, PLACE)[0]) == ["paragraph Det gick bra[m."]


def test_what_could_point_out_somebody_is_masked_and_told(report: Report) -> None:
    number = "19121212" + "-" + "1212"
    lines = told(report, f"Ring 070-123 45 67 eller skriv till a@exempel.se, säger Anna Svensson ({number}).")
    text = " ".join(shown(texts.tried(report, PLACE)[0]))
    assert number not in text and "070" not in text and "@" not in text
    assert "[telefonnummer]" in text and "[personnummer]" in text and number not in " ".join(lines)
    assert {"telefonnummer", "e-postadress", "personnummer", "personnamn"} <= {
        w.strip(";.") for line in lines for w in line.split()
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02", "ingen textfil"),
        (b"a" * (limits.MAX_OWN_TEXT_BYTES + 1), "rymmer mer"),
        ("ordet " * 300, "längre än 1000 tecken"),
    ],
)
def test_what_cannot_be_read_or_tried_stops_the_text(report: Report, content: bytes | str, said: str) -> None:
    lines = told(report, content)
    assert len(lines) == 1 and lines[0].startswith("FEL: data/texts/2019/vannas.md") and said in lines[0]
    assert texts.tried(report, PLACE)[0].is_stopped


def test_a_folder_a_pipe_or_a_dead_link_is_told_and_not_waited_for(report: Report) -> None:
    import os

    folder = report.context.workspace.texts(2019)
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{PLACE}.md")
    (folder / f"{OTHER}.md").symlink_to(folder / "ingenstans")
    (folder / "robertsfors.md").mkdir()
    for place in (PLACE, OTHER, "robertsfors"):
        text, faults = texts.tried(report, place)
        assert text is not None and text.is_stopped and [f.level for f in faults] == ["refuse"]


def test_a_text_of_no_page_is_told_with_the_nearest(report: Report) -> None:
    write(report, "Bra.", "vanas.md")
    (fault,) = texts.findings(report)
    assert "data/texts/2019/vanas.md: Filen hör inte till någon sida" in fault.line()
    assert "vannas.md" in fault.line()


@pytest.mark.parametrize(
    "unit", ["1 ", "9,", "{", "{total} ", "28 % ", "§ 1 ", "mellan 1 och ", "Var. ", "1.1, "]
)
def test_a_long_text_is_tried_in_seconds(report: Report, unit: str) -> None:
    write(report, (unit * (limits.MAX_OWN_TEXT_BYTES // len(unit.encode())))[: limits.MAX_OWN_TEXT_BYTES])
    began = time.process_time()
    texts.tried(report, PLACE)
    assert time.process_time() - began < 10
