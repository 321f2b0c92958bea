"""Vouchers: what counts as explained on a page, and that every rule has its clause."""

import pytest

from helpers.assurance import vouchers
from helpers.context import Context
from helpers.counting import families
from helpers.facts import Fact, Facts
from helpers.pages import figures
from helpers.pages.elements import element
from helpers.paths import REPOSITORY, Workspace
from helpers.wording import declared, fact_text, plain, voucher_number

FACT = Fact(2019, "vannas", "total", value=63, unit="count", state="ok", rule="participants.total")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Under 2019 deltog många.</p>",
        "<table><tr><th>1.1 Till arbete</th></tr></table>",
        f"<p>{declared('60')} procent</p>",
        f"<p>{fact_text(FACT)} deltog</p>",
        "<img alt='12 kvinnor'><p>Inga siffror</p>",
    ],
)
def test_facts_years_labels_and_declared_figures_are_explained(html: str) -> None:
    from helpers.pages.elements import linked

    assert figures.unexplained(linked(html)) == []


@pytest.mark.parametrize(
    "html",
    ["<p>12 deltog</p>", "<td>7</td>", "<p>deltog 3 %</p>", "<p><b>20190</b></p>", "<img alt=''><p>4</p>"],
)
def test_any_other_figure_is_not(html: str) -> None:
    assert len(figures.unexplained(html)) == 1


def test_a_page_leads_from_a_fact_to_its_voucher_and_an_attribute_stays_plain() -> None:
    shown = element("p", fact_text(FACT), title=fact_text(FACT))._repr_html_()
    assert (
        shown == '<p title="63"><a class="v" href="verifikationer/vannas.html#total-2019-vannas">63</a></p>'
    )
    assert figures.printed([shown]) == {"vannas": {"total-2019-vannas"}}
    assert plain(fact_text(FACT)) == "63"


def test_a_link_to_a_voucher_that_no_fact_has_is_refused() -> None:
    with pytest.raises(figures.Unexplained, match="vannas: total-2019-vannas"):
        list(vouchers.pages({}, {"vannas": {"total-2019-vannas"}}))


def test_every_fact_has_a_rule_of_its_year_and_a_voucher_number_of_its_own(
    shipped_facts: dict[int, Facts],
) -> None:
    workspace = Workspace(REPOSITORY)
    for year, facts in shipped_facts.items():
        assert {f.rule for f in facts} <= set(families.rules(Context(workspace, year).definitions))
        assert len({voucher_number(f) for f in facts}) == len(facts)
