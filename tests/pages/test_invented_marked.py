"""Figures on what is invented are marked where they stand; a page that has one says once what the mark is."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers.assurance import vouchers
from helpers.chapters.page import Page
from helpers.chapters.render import Cover
from helpers.definitions import load
from helpers.facts import Fact, Facts, share
from helpers.language.words import INVENTED, filled, plain
from helpers.pages import html, stored
from helpers.pages.document import table
from helpers.pages.said import said
from helpers.paths import REPOSITORY, Workspace
from helpers.wording import fact_text, result_text, text, voucher_number

COUNTED = Fact(2018, "vannas", "new", value=105, state="ok", rule="participants.new")
CHOSEN = replace(COUNTED, origin="invented")
COVER = Cover("Förbundet", 2018, "Vännäs")


def page(*facts: Fact) -> str:
    rows = [[f"rad {i}", fact_text(f)] for i, f in enumerate(facts)]
    return Page.of(table("Nya", ["Mått", "Antal"], rows), COVER).html().decode()


@pytest.mark.parametrize("words", [fact_text, result_text])
def test_an_invented_figure_is_marked_in_words_and_on_the_page(words) -> None:
    assert words(CHOSEN).plain == "105†" and words(COUNTED).plain == "105"
    assert words(CHOSEN).figures[0].words == "105"  # what moved is told of the figure alone
    assert html.written(words(CHOSEN)).count(INVENTED) == 1
    assert f'aria-label="{text("invented.mark")}"' in html.written(words(CHOSEN))


def test_a_share_with_its_counts_is_marked_once() -> None:
    chosen = replace(share(COUNTED.key, 26, 100, "participants.share"), origin="invented")
    assert result_text(chosen).plain == "26\xa0%\xa0(26/100)†"


def test_one_is_one_whatever_it_rests_on() -> None:
    one = fact_text(replace(CHOSEN, value=1))
    assert plain(filled("{n} {n|kvinna|kvinnor}", n=one)) == "1† kvinna"


@pytest.mark.parametrize("origin", ["delivered", "printed", "derived", ""])
def test_what_is_not_invented_is_not_marked(origin: str) -> None:
    assert fact_text(replace(COUNTED, origin=origin)) == fact_text(COUNTED)


def test_a_state_is_no_figure() -> None:
    absent = replace(CHOSEN, value=None, state="missing")
    assert INVENTED not in fact_text(absent).plain and not said([fact_text(absent)]).has_invented


def test_a_page_says_once_what_the_mark_is_and_none_without_it() -> None:
    note = text("invented.note")
    assert note.startswith(INVENTED)
    assert page(CHOSEN, CHOSEN, COUNTED).count(note) == 1
    assert note not in page(COUNTED) and INVENTED not in page(COUNTED)


def test_a_kept_page_and_a_stored_document_keep_the_mark() -> None:
    shown = table("Nya", ["Mått", "Antal"], [["nya", fact_text(CHOSEN)]])
    assert stored.read(stored.stored(shown)) == shown
    made = Page.of(shown, COVER)
    assert Page.read(made.kept()).html() == made.html() and text("invented.note") in made.html().decode()


@pytest.mark.parametrize(
    ("origin", "told"),
    [("invented", "påhittade uppgifter"), ("printed", "tryckta uppgifter"), ("delivered", ""), ("", "")],
)
def test_a_voucher_says_what_a_reconstructed_figure_rests_on(origin: str, told: str) -> None:
    fact = replace(COUNTED, origin=origin)
    defined = load(Workspace(REPOSITORY).definitions / "2018.yaml")
    none = pd.DataFrame({"file": [], "sha256": []})
    binder = vouchers.Binder(Facts([fact]), {}, none, defined, None, [])
    shown = html.written(vouchers.page({2018: binder}, "vannas", {voucher_number(fact): []}))
    assert (f"<dt>{text('voucher.origin')}</dt>" in shown) is bool(told) and told in shown
    assert ("105†" in shown) is (origin == "invented")


def test_pages_of_a_year_that_was_delivered_have_no_mark(clean) -> None:
    pages = {n: c.decode() for n, c in clean.set.items() if n.endswith(".html")}
    assert len(pages) > 10 and not [n for n, page in pages.items() if INVENTED in page]
