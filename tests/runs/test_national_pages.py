"""The national pages print the nation's facts, name nobody without reason, rank nobody and stay short."""

import re
from fractions import Fraction
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import exchanges
from support.exchanges import Sent

from helpers.counting.national import SURVEYS
from helpers.facts import DELIVERED, Fact, share
from helpers.pages import chart_national
from helpers.pages.nation import Nation, by_letter
from helpers.runs import national_facts, national_pages
from helpers.wording import of_text

YEARS = (2019, 2020, 2021)
ASSOCIATIONS = 24
MOST_BYTES = 1_000_000
COUNTS = re.compile(r"\([\d\u00a0]+/[\d\u00a0]+\)")


def make(root: Path, years: tuple[int, ...] = YEARS) -> dict[str, str]:
    """The pages by name, gathered and made."""
    national_facts.gather(root, years, lambda _: None)
    return {p.name: p.read_text(encoding="utf-8") for p in national_pages.make(root, years)}


def words(page: str) -> str:
    """What a reader sees of a page."""
    shown = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("riket")
    exchanges.nation(root, ASSOCIATIONS, YEARS, planted="forbund-06")
    return root


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    return make(root)


@pytest.fixture(scope="module")
def nation(root: Path, pages: dict[str, str]) -> Nation:
    return national_pages.read(root, YEARS)


def test_the_same_facts_give_the_same_bytes(root: Path, pages: dict[str, str]) -> None:
    assert make(root) == pages
    assert set(pages) == {"index.html", "utfall.html", "enkater.html", "tackning.html"}


def test_every_page_says_first_that_all_is_invented_and_that_nobody_is_ranked(pages: dict[str, str]) -> None:
    for page in pages.values():
        said = words(page)
        assert said.index("Alla förbund på sidan är påhittade") < said.index("Ingen rangordning")
        assert not re.search(r"\b(bäst|sämst|topp|plats \d)", said.lower())


def test_every_percentage_on_a_page_is_a_fact(root: Path, pages: dict[str, str]) -> None:
    facts = [f for known in national_facts.facts(root).values() for f in known]
    counts = {f"({of_text(*f.counts)})" for f in facts if f.ok and f.has_counts}
    for page in pages.values():
        printed = re.findall(COUNTS, page)
        assert set(printed) <= counts
    assert len(re.findall(COUNTS, pages["utfall.html"])) > 100


def test_the_planted_association_alone_is_named_as_outside(pages: dict[str, str]) -> None:
    said = re.search(r'id="del-utanfor">(.*?)</section>', pages["utfall.html"], re.S)
    named = set(re.findall(r"Samordningsförbundet \S+ \d\d", words(said[1])))
    assert named == {"Samordningsförbundet Ä-byn 06"}
    assert "mer än slumpen rimligen förklarar" in said[1]
    surveys = re.search(r'id="del-utanfor">(.*?)</section>', pages["enkater.html"], re.S)
    assert "För 2021 nämns inget förbund." in words(surveys[1])


def test_who_is_outside_is_drawn_with_the_name_and_the_chart_is_told_in_words(
    nation: Nation, pages: dict[str, str]
) -> None:
    alts = [unescape(a) for a in re.findall(r'<svg[^>]*aria-label="([^"]+)"', pages["utfall.html"])]
    assert len(alts) == 4 * len(YEARS)
    for measure in nation.measures("outcomes"):
        whole, count = nation.about(2021, measure), nation.about(2021, measure, "coverage:ok")
        (alt,) = (a for a in alts if a.startswith(f"{measure.title} 2021:"))
        assert f"({of_text(*whole.counts)})" in alt and f"{count.value} förbund" in alt
    assert re.search(r"<text[^>]*>Ä-byn 06</text>", pages["utfall.html"])
    assert not re.search(r"<text[^>]*>Ä-byn 06</text>", pages["enkater.html"])


def test_associations_stand_by_letter_in_every_table(nation: Nation, pages: dict[str, str]) -> None:
    assert list(nation.names.values()) == sorted(nation.names.values(), key=by_letter)
    tables = 0
    for page in pages.values():
        for table in re.findall(r"<table.*?</table>", page, re.S):
            if ">Förbund</th>" not in table.partition("<tbody>")[0].partition("</th>")[0] + "</th>":
                continue
            rows = re.findall(r'<th scope="row">([^<]*)', table)
            assert rows and rows == sorted(rows, key=by_letter)
            tables += 1
    assert tables > 10


def test_a_question_in_other_words_stands_apart(pages: dict[str, str]) -> None:
    asked = exchanges.QUESTIONS[1][2]
    for name in ("enkater.html", "tackning.html"):
        said = words(pages[name])
        assert f"{asked} (deltagare)" in said and f"{asked} Verkligen? (deltagare)" in said
    row = re.search(re.escape(f"{asked} (deltagare)") + r"</th>(.*?)</tr>", pages["tackning.html"])
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", row[1])
    assert len(cells) == 6 and int(cells[3]) >= 2  # "Annan fråga"


def test_a_question_in_the_same_words_with_other_positive_answers_has_a_name_of_its_own(
    tmp_path: Path,
) -> None:
    id_, asked, words_ = exchanges.QUESTIONS[0]
    for i in range(6):
        Sent(f"f{i}", 2021, f"Förbundet {i}").question(id_, asked, words_, (30 + i, 50)).received(tmp_path)
        other = Sent(f"g{i}", 2021, f"Förbundet {i + 6}").question(id_, asked, words_, (20 + i, 50))
        other.means = {(*mean[:2], "0123456789ab", mean[3], "Ofta | Alltid") for mean in other.means}
        other.received(tmp_path)
    found = make(tmp_path, (2021,))
    mine = national_pages.read(tmp_path, (2021,)).measures(SURVEYS)
    assert {m.title for m in mine} == {
        f"{words_} ({asked}; positiva svar: {answers})"
        for answers in ("Till stor del, Till mycket stor del och Helt och hållet", "Ofta och Alltid")
    }
    for measure in mine:
        assert measure.title in words(found["enkater.html"]) and measure.title in words(
            found["tackning.html"]
        )


def test_of_too_few_to_compare_that_is_said_and_no_count_of_none(tmp_path: Path) -> None:
    for name in ("norr", "soder"):
        Sent(name, 2021).outcomes({"to-work": 30, "to-studies": 20}).received(tmp_path)
    said = words(make(tmp_path, (2021,))["utfall.html"])
    assert "det behövs minst 5" in said and "jämförelser" not in said and "nämns inget" not in said


def test_a_limit_is_drawn_where_the_scale_has_it_and_nowhere_else() -> None:
    plot = chart_national.Plot(lambda n: float(n), lambda share: 1000 - 1000 * share, [0, 20, 40], [0, 100])
    drawn: list[tuple[list[float], list[float]]] = []
    sheet = SimpleNamespace(line=lambda xs, ys, *_: drawn.append((xs, ys)))
    keys = [(2021, str(n), "share:x@1", "", "all") for n in (10, 20, 80)]
    ends = [
        (share(key, 5, of, ""), Fact(*key, Fraction(limit), unit="share", state="ok"))
        for key, of, limit in zip(keys, (10, 20, 80), ("1/2", "2/5", "3/10"), strict=True)
    ]
    chart_national._limit(sheet, plot, ends, 1.0)
    assert drawn == [([20.0, 80.0], [600.0, 700.0])]


def test_the_years_beside_each_other_say_of_how_many(nation: Nation, pages: dict[str, str]) -> None:
    work = nation.measures("outcomes")[0]
    count = nation.about(2021, work, "same-associations").value
    assert work.title == "Till arbete" and f"Till arbete. Samma: {count} förbund" in words(
        pages["utfall.html"]
    )
    same = nation.about(2020, work, "same")
    assert same.ok and same.denominator < nation.about(2020, work).denominator


def test_a_mixed_nation_marks_whose_figures_are_invented(tmp_path: Path) -> None:
    exchanges.nation(tmp_path, 6, (2021,))
    Sent("verkliga", 2021, "Samordningsförbundet Verkliga", DELIVERED).outcomes(
        {"to-work": 30, "to-studies": 20}
    ).received(tmp_path)
    said = words(make(tmp_path, (2021,))["utfall.html"])
    assert "bygger på påhittade personer och är märkta med †" in said
    assert "Samordningsförbundet Verkliga 60 % (30/50)" in said
    assert re.search(r"Samordningsförbundet Ä-byn 02† \d+ %", said)
    assert "Alla förbund på sidan är påhittade" not in said


def test_delivered_figures_are_called_invented_nowhere(tmp_path: Path) -> None:
    for i in range(6):
        Sent(f"f{i}", 2021, f"Förbundet {i}", DELIVERED).outcomes(
            {"to-work": 30 + i, "to-studies": 20}
        ).received(tmp_path)
    for page in make(tmp_path, (2021,)).values():
        assert "påhittad" not in words(page) and "†" not in page


def test_a_folder_that_cannot_be_read_is_told_on_the_page(tmp_path: Path) -> None:
    exchanges.nation(tmp_path, 6, (2021,))
    bad = tmp_path / "national" / "received" / "forbund-02" / "2021"
    (bad / "facts.csv").unlink()
    pages = make(tmp_path, (2021,))
    assert "Uppgifter som inte gick att läsa" in words(pages["index.html"])
    assert "✘" in pages["tackning.html"]


def test_with_nobody_the_pages_say_so(tmp_path: Path) -> None:
    for page in make(tmp_path, (2021,)).values():
        assert not re.search(r"<h2>[^<]*</h2>\s*</section>", page)
    assert "Inget utfall finns att visa" in words(make(tmp_path, (2021,))["utfall.html"])


@pytest.mark.long
def test_pages_load_nothing_and_stay_within_a_megabyte(tmp_path: Path) -> None:
    """Eighty associations, ten years and twenty-four questions."""
    questions = [
        (f"{i}.1", ("deltagare", "personal")[i % 2], f"Fråga i {'abcdefghijklmnopqrstuvwxyz'[i]}?")
        for i in range(24)
    ]
    years = tuple(range(2015, 2025))
    exchanges.nation(tmp_path, 80, years, questions=questions)
    for name, page in make(tmp_path, years).items():
        assert len(page.encode()) < MOST_BYTES, name
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
