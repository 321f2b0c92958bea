"""What the law asks, tried: each kind of requirement met, lacking, not to be tried, and departed from."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest

from helpers.audit.registers import read_claims
from helpers.counting.law_checks import DEPARTS, LACKING, MET, UNTRIED, Evidence, Tried, tried
from helpers.defining import laws
from helpers.defining.laws import Kind
from helpers.facts import Fact, Facts
from helpers.paths import REPOSITORY, Workspace

PLACE = "forbundet"
ASKED = {asked.id: asked for asked in laws.laws().requirements}
MEMBERS = {"staten": "0.50", "regionen": "0.25", "kommunen": "0.25"}
TOTALS = {"assets:total": "8000.00", "debt:total": "6000.00", "equity:closing": "2000.00"}


def kronor(measure: str, amount: str, year: int = 2019) -> Fact:
    return Fact(year, PLACE, f"economy:{measure}", value=Decimal(amount), unit="SEK", state="ok", rule="r")


def shares(**amounts: str) -> list[Fact]:
    """Each member's part of each total, but for those in `amounts` (`staten_debt`)."""
    found = [kronor(of, total) for of, total in TOTALS.items()]
    for member, part in MEMBERS.items():
        for of, total in TOTALS.items():
            name = of.split(":")[0]
            amount = amounts.get(f"{member}_{name}", str(Decimal(part) * Decimal(total)))
            found += [kronor(f"member-share:{member}:{name}", amount)] if amount else []
    return found


def whole() -> Evidence:
    """A year of which all is known that the law asks."""
    measures = {m for asked in ASKED.values() for m in asked.facts.values() if asked.kind != "sum-by-fee"}
    known = [kronor(m.removeprefix("economy:").replace("*", "samo"), "1.00") for m in measures]
    known = [f for f in known if f.measure not in {f"economy:{of}" for of in TOTALS}]
    earlier = {year: Facts([kronor("result", "1.00", year)]) for year in range(2015, 2019)}
    return Evidence(
        2019,
        PLACE,
        {2019: Facts([*known, *shares()]), **earlier},
        texts={block for asked in ASKED.values() for block in asked.blocks},
        days={"decided": dt.date(2020, 3, 31), "budget": dt.date(2019, 11, 30)},
        files={"revisionsberattelse": "2019-1-revisionsberattelse.pdf"},
    )


def one(id_: str, known: Evidence) -> Tried:
    return next(t for t in tried(known) if t.requirement.id == id_)


def without(measure: str, known: Evidence, *more: Fact) -> Evidence:
    """The same without a fact of the year, and with more of them."""
    kept = [f for f in known.facts[2019] if f.measure != measure]
    return replace(known, facts={**known.facts, 2019: Facts([*kept, *more])})


def test_a_year_of_which_all_is_known_meets_all_that_can_be_tried() -> None:
    states = {t.requirement.id: t.state for t in tried(whole())}
    assert states == {id_: UNTRIED if ASKED[id_].kind == "not-tried" else MET for id_ in ASKED}


def test_of_a_year_of_which_nothing_is_known_nothing_is_met() -> None:
    found = tried(Evidence(2019, PLACE, {}))
    assert {t.state for t in found} == {LACKING, UNTRIED}
    assert all(t.lacks or t.why or t.requirement.kind == "not-tried" for t in found)


def test_every_kind_is_used_and_names_what_it_needs() -> None:
    assert {asked.kind for asked in ASKED.values()} == set(get_args(Kind))
    needs = {"date-before": "day", "block-present": "blocks", "file-present": "file", "not-tried": "why"}
    needs |= dict.fromkeys(("fact-present", "budget-in-balance", "sum-by-fee"), "facts")
    assert all(getattr(asked, needs[asked.kind]) for asked in ASKED.values())
    assert {asked.law for asked in ASKED.values()} == set(laws.laws().laws)


@pytest.mark.parametrize("id_", [i for i, asked in ASKED.items() if asked.kind == "fact-present"])
def test_a_fact_that_is_not_there_is_named(id_: str) -> None:
    for name, measure in ASKED[id_].facts.items():
        found = one(id_, without(measure.replace("*", "samo"), whole()))
        said = name if ASKED[id_].years == 1 else f"{name} 2019"
        assert (found.state, found.lacks) == (LACKING, (said,))
        assert len(found.facts) == len(ASKED[id_].facts) * ASKED[id_].years - 1


@pytest.mark.parametrize("id_", [i for i, asked in ASKED.items() if asked.kind == "block-present"])
def test_a_text_that_is_not_written_is_named(id_: str) -> None:
    loss = without("economy:result", whole(), kronor("result", "-1.00"))
    found = one(id_, replace(loss, texts=set(loss.texts) - set(ASKED[id_].blocks)))
    assert (found.state, found.lacks) == (LACKING, tuple(ASKED[id_].blocks))
    assert one(id_, loss).texts == tuple(ASKED[id_].blocks)


def test_how_a_deficit_is_met_is_asked_only_where_there_is_one() -> None:
    unwritten = replace(whole(), texts=())
    assert (one("deficit", unwritten).state, one("deficit", unwritten).why) == (MET, "no-deficit")
    assert one("deficit", without("economy:result", unwritten)).why == "no-result"


@pytest.mark.parametrize(
    ("id_", "day", "state"),
    [
        ("in-time", "2020-03-31", MET),
        ("in-time", "2020-04-01", DEPARTS),
        ("budget-in-time", "2019-11-30", MET),
        ("budget-in-time", "2019-12-01", DEPARTS),
    ],
)
def test_a_day_is_the_last_one_at_the_latest(id_: str, day: str, state: str) -> None:
    found = one(id_, replace(whole(), days={ASKED[id_].day: dt.date.fromisoformat(day)}))
    assert (found.state, str(found.day)) == (state, day)
    assert one(id_, replace(whole(), days={})).why == "no-day"


@pytest.mark.parametrize(("result", "has_text", "state"), [("0.01", False, MET), ("0.00", False, DEPARTS)])
def test_a_budget_has_income_above_its_costs(result: str, has_text: bool, state: str) -> None:
    known = without("economy:budget:result", whole(), kronor("budget:result", result))
    assert one("budget-in-balance", replace(known, texts=())).state == state
    assert one("budget-in-balance", known).state == MET  # the text gives the reason
    assert one("budget-in-balance", without("economy:budget:result", known)).state == UNTRIED


@pytest.mark.parametrize(
    ("amounts", "state", "names"),
    [
        ({}, MET, ()),
        ({"staten_assets": "4000.01"}, MET, ()),  # what rounding to öre can do
        ({"staten_assets": "4000.02"}, DEPARTS, ("Tillgångar",)),
        ({"staten_debt": "3500.00", "regionen_debt": "1000.00"}, DEPARTS, ("Skulder",)),
        ({"staten_equity": "", "kommunen_equity": "1500.00"}, DEPARTS, ("Eget kapital",)),
        (dict.fromkeys((f"{m}_debt" for m in MEMBERS), ""), LACKING, ("Skulder",)),
    ],
)
def test_members_have_the_same_part_of_all_that_is_theirs(
    amounts: dict[str, str], state: str, names: tuple[str, ...]
) -> None:
    found = one("shares", Evidence(2019, PLACE, {2019: Facts(shares(**amounts))}))
    assert (found.state, found.lacks) == (state, names)


def test_the_auditors_report_lies_with_the_decisions() -> None:
    assert one("auditors", whole()).files == ("2019-1-revisionsberattelse.pdf",)
    assert one("auditors", replace(whole(), files={})).state == LACKING


def test_a_law_that_did_not_hold_yet_is_not_tried() -> None:
    before = tried(Evidence(2018, PLACE, {}))
    assert {t.why for t in before if t.requirement.law == "2018:597"} == {"not-in-force"}
    assert all(t.why != "not-in-force" for t in before if t.requirement.law != "2018:597")


def test_every_repealed_law_that_an_account_says_it_follows_is_known() -> None:
    """The print names two that were repealed (styrelsehandlingar-2020-03-20-arsredovisning-2019:471–472)."""
    known = {old.number for old in laws.repealed()} | set(laws.laws().laws)
    named = [c.left for c in read_claims(Workspace(REPOSITORY).audit) if c.kind == "law-in-force"]
    assert named and {number for left in named for number in left} <= known
    assert all(old.replaced_by in laws.laws().laws for old in laws.repealed())
