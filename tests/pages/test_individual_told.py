"""The chapters of target groups and of results: facts with their limits, no section of what is missing."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.counting.likeness import Break
from helpers.defining.sus_definitions import Summary
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import INVENTED, Fact, Facts, Value
from helpers.language.words import plain
from helpers.pages import individual_results, sayable, target_groups
from helpers.pages.chapter_list import RESULTS, TARGET_GROUPS
from helpers.pages.document import NOTHING, Block, Content, Details
from helpers.pages.figures import label_words, unexplained
from helpers.pages.said import said
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS).model_copy(update={"told_from_discharged": 10})
HERE = "forbundet"


def of(
    measure: str, value: Value | None, unit: str = "count", *, place: str = HERE, group: str = "all"
) -> Fact:
    """A fact of nothing invented; without a value it is missing. A share is of 100."""
    known = Fact(2019, place, measure, group=group, value=value, unit=unit, rule="x")
    if unit == "share" and value is not None:
        known = replace(known, numerator=int(100 * value), denominator=100)
    return replace(known, state="missing" if value is None else "ok")


def report(*known: Fact, kinds: tuple[str, ...] = (), defined: definitions.Definitions = DEFINED) -> Report:
    rows = [dict.fromkeys(STATUS_COLUMNS, "") | {"kind": kind, "file": f"{kind}.csv"} for kind in kinds]
    files = pd.DataFrame(rows, columns=STATUS_COLUMNS)
    now = YearOfFacts(2019, defined, sayable.shown(Facts(known), defined), files, [])
    return Report(Context(Workspace(Path("nowhere")), 2019), now, [], [])


def read(content: Content) -> str:
    """What is read of it, with a bar between its parts."""
    words = "|".join(map(read, content.inside())) if isinstance(content, Block) else plain(content)
    return words.replace("\u00a0", " ")


def days(median: int | None, low: int | None, high: int | None, known: int, place: str = HERE) -> list[Fact]:
    values = {"median": median, "low": low, "high": high, "known": known}
    return [of(f"time:{name}", value, "days", place=place) for name, value in values.items()]


# --- results ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ((452, 336, 552, 1436), "Förbundet|452 dagar|336–552 dagar|1 436 dagar"),
        ((319, 138, None, 603), "Förbundet|319 dagar|minst 138 dagar|603 dagar"),
        ((None, 500, None, 700), "Förbundet|fler än hälften kvar efter 700 dagar|minst 500 dagar|700 dagar"),
        ((None, None, None, 700), "Förbundet|fler än hälften kvar efter 700 dagar||700 dagar"),
    ],
)
def test_the_time_stands_with_its_limits_as_far_as_they_are_known(
    known: tuple[int | None, int | None, int | None, int], printed: str
) -> None:
    assert printed in read(individual_results.time(report(*days(*known))))


def test_a_time_of_too_few_says_so_and_says_nothing_of_those_who_remain() -> None:
    few = [replace(fact, value=None, state="too-few") for fact in days(1, 1, 1, 1, "hikikomori")]
    told = read(individual_results.time(report(*few)))
    assert "|Hikikomori|För få||För få" in told and "kvar efter" not in told
    assert "Utan uppgift: Ungdomstorget" in told and "Utan uppgift: Hikikomori" not in told


def test_the_lead_says_the_time_unless_it_is_invented() -> None:
    known = days(452, 336, 552, 1436)
    words = "Hälften har lämnat inom 452 dagar från start."
    assert words in read(individual_results.time(report(*known)))
    made_up = [replace(fact, origin=INVENTED) for fact in known]
    told = read(individual_results.time(report(*made_up)))
    assert "från start." not in told and "452 dagar†" in told


def test_every_way_out_stands_at_both_horizons_and_by_place() -> None:
    first = DEFINED.outcome_ids[0]
    facts = [
        replace(of(f"time:share-exited:{first}:{day}", value, "share", group=g), numerator=None)
        for day, value in ((180, Fraction(1, 10)), (365, Fraction(1, 4)))
        for g in ("women", "men", "all")
    ]
    told = read(individual_results.exits(report(*facts)))
    name, brief = DEFINED.outcomes[0].name, DEFINED.outcomes[0].brief
    assert f"{name}|10 %|10 %|10 %|25 %|25 %|25 %" in told and "Kvinnor, 180 dagar" in told
    assert f"lämnat inom 365 dagar 2019 (deltagarlistorna)|Plattform|{brief}" in told


def test_the_average_stands_with_its_change_where_there_is_one() -> None:
    facts = [of("days:average", Fraction(1118, 3), "days", group=g) for g in ("women", "men", "all")]
    compared = [*facts, of("days:average:change", Fraction(-9, 10), "percent")]
    row = "Förbundet|373 dagar|373 dagar|373 dagar"
    assert f"{row}|−0,9 %" in read(individual_results.average(report(*compared)))
    assert f"{row}|Kan inte jämföras" in read(individual_results.average(report(*facts)))


@pytest.mark.parametrize(("holds", "shown"), [(True, "+1,0 %"), (False, "Kan inte jämföras")])
def test_the_change_is_told_only_where_like_stands_beside_like(holds: bool, shown: str) -> None:
    of_year = report(of("days:average", 100, "days"), of("days:average:change", 1, "percent"))
    earlier = replace(of_year.now, year=2018, definitions=DEFINED.model_copy(update={"year": 2018}))
    names = Break.EXAMPLE | {"comparable": holds, "places": [HERE]}
    years = replace(of_year, earlier=[earlier], register=[Break(**names)])
    assert f"100 dagar|{shown}" in read(individual_results.average(years))


def test_waiting_says_what_no_list_tells_and_shows_it_once_one_does() -> None:
    facts = [of("referred:pending", 2), of("days:referral-to-start", 21, "days")]
    unknown = of("days:referral-to-decision", None, "days")
    told = read(individual_results.waiting(report(*facts, unknown)))
    assert "Förbundet|2|21 dagar" in told and "listorna har ingen dag för beslutet" in told
    known = of("days:referral-to-decision", 9, "days")
    told = read(individual_results.waiting(report(*facts, known)))
    assert "Förbundet|2|9 dagar|21 dagar" in told and "ingen dag för beslutet" not in told


def test_occupancy_stands_as_mean_and_most() -> None:
    facts = [of("occupancy:mean", Fraction(1207, 2), "average"), of("occupancy:max", 669)]
    assert "Förbundet|603,5|669" in read(individual_results.occupancy(report(*facts)))


SUPPORT, OCCUPATION = DEFINED.sus.support, DEFINED.sus.occupation
AFTER = [
    of("sus:left", 100),
    of(f"sus:support-after:{SUPPORT[1]}", 0),
    *(of(f"sus:support-after:{SUPPORT[0]}", 40, group=g) for g in ("women", "men", "all")),
    of(f"share:sus:support-after:{SUPPORT[0]}", Fraction(2, 5), "share"),
    of(f"sus:occupation-after:{OCCUPATION[0]}", 30),
    of(f"share:sus:occupation-after:{OCCUPATION[0]}", Fraction(3, 10), "share"),
    of(f"sus:no-longer:{SUPPORT[1]}", 20),
    of(f"share:sus:no-longer:{SUPPORT[1]}", Fraction(1, 5), "share"),
    of(f"sus:moved:{SUPPORT[1]}:{SUPPORT[0]}", 5),
    of(f"sus:moved:{SUPPORT[0]}:{SUPPORT[1]}", 4),
]


def test_what_comes_after_is_counted_and_shared() -> None:
    told = read(individual_results.after(report(*AFTER)))
    assert f"{SUPPORT[0]}|40|40|40|40 %" in told and "|0|" not in told  # nobody is in the other
    assert "|30|30 %" in told and "|20|20 %" in told
    assert f"andel av de kända (SUS)|Försörjning efter insatsen|Förbundet|{SUPPORT[0]}|40 %" in told


def test_a_way_that_few_have_gone_is_on_no_page() -> None:
    told = read(individual_results.after(report(*AFTER)))
    assert f"{SUPPORT[1]}|{SUPPORT[0]}|5" in told and "färre än 5 har gått visas inte" in told
    assert f"{SUPPORT[0]}|{SUPPORT[1]}|" not in told
    few = report(*AFTER).now.facts.get(HERE, f"sus:moved:{SUPPORT[0]}:{SUPPORT[1]}")
    assert few.state == "too-few" and few.value is None


def test_without_a_delivery_results_have_no_section_of_it() -> None:
    parts = ("time", "exits", "average", "waiting", "occupancy", "after")
    empty, lists = report(), report(*days(452, 336, 552, 1436))
    assert [getattr(individual_results, part)(empty) for part in parts] == [NOTHING] * 6
    assert individual_results.time(lists) != NOTHING and individual_results.after(lists) == NOTHING
    assert individual_results.time(report(*AFTER)) == NOTHING


# --- target groups ----------------------------------------------------------------------------------------


def background(*columns: str) -> list[Fact]:
    """A registration in ten of the first class of each column, of the association and of one platform."""
    first = {"time": DEFINED.sus.time[0], "education": DEFINED.sus.education[0], "support-before": SUPPORT[0]}
    found = []
    for place in (HERE, "ungdomstorget"):
        found.append(of("sus:people", 100, place=place))
        for column in columns:
            found.append(of(f"sus:{column}:{first[column]}", 10, place=place))
            found.append(of(f"share:sus:{column}:{first[column]}", Fraction(1, 10), "share", place=place))
    return found


def test_background_stands_beside_each_other_and_leads_to_the_whole_tables() -> None:
    plain_sus = DEFINED.sus.model_copy(update={"summaries": []})
    defined = DEFINED.model_copy(update={"sus": plain_sus})
    known = background("time", "education", "support-before")
    shown = target_groups.background(report(*known, defined=defined))
    told = read(shown)
    for label in (DEFINED.sus.time[0], DEFINED.sus.education[0]):
        assert f"|Plattform|Registrerade, antal|{label}|Ungdomstorget|100|10 %|Förbundet|100|10 %" in told
    assert f"Förbundet|Ungdomstorget|Registrerade, antal|100|100|{SUPPORT[0]}|10 %|10 %" in told
    assert DEFINED.sus.time[1] not in told  # nobody is in it
    assert not unexplained(said([shown]).bare, label_words(DEFINED))


def test_sums_stand_for_their_classes_unless_two_share_one() -> None:
    first, second, third, *_ = DEFINED.sus.time
    sums = [Summary(column="time", name="kort tid", classes=[first, second])]

    def brief(*summaries: Summary) -> list[str]:
        sus = DEFINED.sus.model_copy(update={"summaries": list(summaries)})
        of_year = report(defined=DEFINED.model_copy(update={"sus": sus}))
        return target_groups.brief(of_year, "time", [first, second, third])

    assert brief(*sums) == ["kort tid", third]
    assert brief(*sums, Summary(column="time", name="annan", classes=[second])) == [first, second, third]


KIND = DEFINED.obstacles[0]
SCREENED = [
    of("obstacles:people", 160),
    of("obstacles:total", 640),
    of("obstacles:average", 4, "average"),
    of(f"share:obstacles:{KIND.id}", Fraction(1, 2), "share"),
    *(of(f"share-people:obstacles:{KIND.id}", Fraction(3, 4), "share", group=g) for g in ("women", "all")),
]


def test_obstacles_stand_by_place_by_kind_and_by_gender() -> None:
    told = read(target_groups.obstacles(report(*SCREENED)))
    assert "Förbundet|160|640|4,0" in told
    assert f"hinder av slaget (screeningen)|Hinder|Förbundet|{KIND.name}|75 %" in told
    assert f"Andel av alla hinder (screeningen)|Hinder|Förbundet|{KIND.name}|50 %" in told
    assert f"{KIND.name}|75 % (75/100)|Utfall saknas|75 % (75/100)" in told
    assert "160 personer har screenats. Antalet hinder är i snitt 4,0 per person." in told


def test_nothing_is_said_of_invented_obstacles() -> None:
    told = read(target_groups.obstacles(report(*(replace(f, origin=INVENTED) for f in SCREENED))))
    assert "har screenats" not in told and "160†" in told


AGED = DEFINED.model_copy(update={"age_groups": [[16, 29], [30, 44]]})
OF_AGES = [
    of("share:age-group:16-29", Fraction(3, 4), "share"),
    of("share:age-group:30-44", Fraction(1, 4), "share"),
    of("share:age-group:16-29", Fraction(1, 1), "share", place="hikikomori"),
    of("share:age-group:16-29:to-work", Fraction(2, 5), "share"),
]


def test_age_groups_stand_by_place_and_outcomes_by_age_behind_a_click() -> None:
    block = target_groups.age(report(*OF_AGES, defined=AGED))
    told = read(block)
    assert "Plattform|16–29 år|30–44 år|" in told
    assert "Förbundet|75 % (75/100)|25 % (25/100)" in told
    assert "Hikikomori|100 % (100/100)|Utfall saknas" in told and "Vännäs" not in told
    assert "Ålder|Arbete|Studier" in told and "16–29 år|40 % (40/100)|Utfall saknas" in told
    assert "Där färre än 5 har känd ålder visas inga uppgifter." in told
    (click,) = [part for part in block.inside() if isinstance(part, Details)]
    assert "Hikikomori" in read(click)


def test_without_age_groups_or_a_known_age_nothing_is_said_of_age() -> None:
    assert target_groups.age(report(*OF_AGES)) == NOTHING
    assert target_groups.age(report(defined=AGED)) == NOTHING


def test_coverage_is_told_both_ways_and_says_which_platforms_lack_it() -> None:
    known = of("sus:coverage", Fraction(9, 10), "share", place="hikikomori")
    ways = [of("lists:not-in-sus", 10, place="hikikomori"), of("sus:not-in-lists", 3, place="hikikomori")]
    told = read(target_groups.coverage(report(known, *ways)))
    assert "Hikikomori|90 % (90/100)|10|3" in told and "Utan uppgift: Ungdomstorget" in told


def test_without_a_delivery_target_groups_have_no_section_of_it() -> None:
    parts = [target_groups.background, target_groups.obstacles, target_groups.coverage]
    assert [part(report()) for part in parts] == [NOTHING] * 3
    assert [part(report(*SCREENED)) != NOTHING for part in parts] == [False, True, False]
    assert [part(report(*background("time"))) != NOTHING for part in parts] == [True, False, False]


@pytest.mark.parametrize(
    ("kinds", "has"),
    [(("sus",), (True, True)), (("screening",), (True, False)), (("participants",), (False, True)), ((), ())],
)
def test_a_year_has_the_chapters_that_something_was_delivered_to(
    kinds: tuple[str, ...], has: tuple[bool, ...]
) -> None:
    now = report(kinds=kinds).now
    assert (TARGET_GROUPS.is_in(now), RESULTS.is_in(now)) == (has or (False, False))
    without = report(kinds=kinds, defined=DEFINED.model_copy(update={"areas": []})).now
    assert not TARGET_GROUPS.is_in(without) and not RESULTS.is_in(without)
