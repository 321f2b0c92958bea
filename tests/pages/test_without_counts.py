"""An edition without counts: what a share is, its fact says, never a blank denominator."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import chapters, documents_of

from helpers import definitions
from helpers.assurance import vouchers
from helpers.audit.record import Figure
from helpers.fact_tables import from_table, rows_of
from helpers.fact_tables import table as fact_table
from helpers.facts import Fact, Facts
from helpers.language.words import plain
from helpers.pages import figures
from helpers.pages.html import written
from helpers.pages.said import Shown, printed, said
from helpers.pages.women_men import gender_sentence
from helpers.paths import Workspace
from helpers.wording import NO_BREAK_SPACE, fact_text, result_text


def shown(words: str) -> str:
    return plain(words).replace(NO_BREAK_SPACE, " ")


SHARE = Fact(2019, "x", "share:to-work", value=Decimal("0.221"), unit="share", state="ok")


@pytest.mark.parametrize(
    "value, printed",
    [
        (Decimal("0.221"), "22 %"),
        (Decimal("0.225"), "22 %"),
        (Decimal("0.235"), "24 %"),
        (0, "0 %"),
        (1, "100 %"),
        (Decimal("0.29"), "29 %"),
        (Fraction(1, 3), "33 %"),
    ],
)
def test_a_share_without_counts_is_rounded_as_a_share_and_has_no_brackets(
    value: Decimal | Fraction | int, printed: str
) -> None:
    fact = replace(SHARE, value=value)
    assert (shown(fact_text(fact)), shown(result_text(fact))) == (printed, printed)


def test_a_bound_is_a_bound_because_its_measure_says_so() -> None:
    low, high = (
        replace(SHARE, measure=f"{name}:question:1.4", value=Decimal("0.7962")) for name in ("low", "high")
    )
    assert [shown(text(f)) for f in (low, high) for text in (fact_text, result_text)] == [
        "79 %",
        "79 %",
        "80 %",
        "80 %",
    ]
    counted = replace(high, value=Fraction(29, 128), numerator=29, denominator=128)
    assert (
        shown(fact_text(counted)) == "23 %"
        and shown(result_text(replace(counted, measure="share:to-work"))) == "23 % (29/128)"
    )


def test_a_print_is_compared_with_the_value_where_the_counts_are_left_out() -> None:
    figure = Figure(
        "s", 1, "22 % (11/50)", Decimal(22), 11, 50, "percent", 2019, "x", "share:to-work", "", "all", "", ""
    )
    assert figure.agrees(SHARE) and not figure.agrees(replace(SHARE, value=Decimal("0.24")))
    only_counts = replace(figure, printed="(11/50)", value=None)
    assert only_counts.agrees(SHARE) and not only_counts.agrees(replace(SHARE, value=Decimal("0.24")))
    assert not only_counts.agrees(replace(SHARE, numerator=22, denominator=100))


def test_what_could_be_seen_is_said_without_the_count_that_is_left_out() -> None:
    measure, of = "question:1.4", {"group": "all", "unit": "percentage-points", "value": Decimal("41.3")}
    pair = [replace(SHARE, measure=measure, group=g) for g in ("women", "men")]
    judged = [replace(SHARE, measure=f"difference-claim:{measure}", unit="claim", value=0)]
    judged += [
        replace(SHARE, measure=f"{name}:{measure}", **of) for name in ("difference", "difference-visible")
    ]
    counted = [replace(f, numerator=221, denominator=1000) for f in pair]
    said = [shown(gender_sentence(Facts([*both, *judged]), "x", measure, "")) for both in (pair, counted)]
    least = "kan bara skillnader på minst 41,3 procentenheter påvisas."
    assert said[0].startswith("Kvinnor 22 %, män 22 %. Ingen skillnad är påvisad:")
    assert said[0].endswith(f": med så här många svar {least}")
    assert said[1].startswith("Kvinnor 22 % (221/1 000)") and said[1].endswith(f": med 2 000 svar {least}")


def without_counts(folder: Path) -> Facts:
    """The facts of a year as an edition may print them, kept in their table.

    A share has two decimals and no counts.
    """
    facts = from_table(pd.read_parquet(folder / "facts.parquet"))
    left = Facts(
        replace(f, value=round(f.fraction, 2) if f.ok else None, numerator=None, denominator=None)
        if f.unit == "share"
        else f
        for f in facts
    )
    fact_table(left).to_parquet(folder / "facts.parquet", index=False)
    return left


FIGURE = re.compile(r"(\d+(?:,\d+)?)(?:\u00a0%)?")


def test_pages_of_facts_without_counts_print_no_none_and_no_wrong_figure(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapters(workspace.root, 2018)
    folder = chapters(workspace.root, 2019)
    facts = {2018: without_counts(workspace.processed(2018)), 2019: without_counts(folder)}
    d = definitions.load(workspace.definitions / "2019.yaml")
    made = {
        p: documents_of("3_platform", monkeypatch, year=2019, platform=p) for p in ("ungdomstorget", "vannas")
    }
    made |= {
        name: documents_of(name, monkeypatch, year=2019)
        for name in ("4_association", "5_audit", "6_index", "7_method")
    }
    by_number = {
        number: f
        for year in facts.values()
        for place in d.places
        for number, f in vouchers.Binder(year, {}, pd.DataFrame(), d, None, []).by_number(place).items()
    }
    shares = 0
    heard = {name: said(shown) for name, shown in made.items()}
    html = {name: "".join(map(written, shown)) for name, shown in made.items()}
    for name, page in heard.items():
        assert "None" not in html[name], name
        for _, number, words in page.figures.elements():
            fact = by_number[number]
            if fact.unit == "share" and fact.ok and not fact.is_bound and fact.fraction <= 1:
                shown = FIGURE.fullmatch(words)[1].replace(",", ".")
                assert "(" not in words and Fraction(shown) == 100 * fact.fraction, (number, words)
                shares += 1
        assert name in ("5_audit", "7_method") or not figures.unexplained(
            page.bare, figures.label_words(d)
        ), name
    assert shares > 300
    assert "Andelarna räknas på de aktualiseringar där det är känt" in html["ungdomstorget"]

    tables = {
        y: {
            n: pd.read_parquet(workspace.processed(y) / f"{n}.parquet")
            for n in ("fact_rows", "evidence", "deliveries")
        }
        for y in facts
    }
    binders = {
        y: vouchers.Binder(
            facts[y],
            rows_of(tables[y]["fact_rows"], tables[y]["evidence"]),
            tables[y]["deliveries"],
            d,
            facts.get(y - 1),
            [],
        )
        for y in facts
    }
    wanted = printed({Shown(f"{name}.html", name): page for name, page in heard.items()})
    binder = dict(vouchers.pages(binders, wanted))
    assert binder and not [place for place, bound in binder.items() if "None" in written(bound)]
