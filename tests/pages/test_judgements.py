"""What pages say of judgements, differences and changes: no more than the figures bear."""

import re
from dataclasses import replace
from typing import cast

import pandas as pd
import pytest
from markupsafe import Markup
from support.clean_tables import FIXTURE_DEFINITIONS
from support.markup import parse

from helpers import definitions
from helpers.context import Context
from helpers.counting import goals, since_last_year, tally, uncertainty
from helpers.counting.comparisons import women_and_men
from helpers.definitions import Definitions
from helpers.facts import INVENTED, Fact, Facts, share
from helpers.pages.areas import areas
from helpers.pages.document import Content, join
from helpers.pages.html import written
from helpers.pages.indicators import shown
from helpers.pages.opening import goals as goals_block
from helpers.pages.opening import how_many
from helpers.pages.opening import outcomes as outcomes_block
from helpers.pages.sayable import shown as printable
from helpers.pages.unknowns import unknown
from helpers.pages.women_men import gender_sentence
from helpers.pages.women_men import women_and_men as women_and_men_block
from helpers.pages.year_changes import changed
from helpers.pages.years import Report, YearOfFacts

PLACE = "vannas"


def without_examples(**society: float) -> Definitions:
    """The fixture's definitions without good examples, and another goal for society."""
    data = definitions.load(FIXTURE_DEFINITIONS).model_dump()
    for area in data["areas"]:
        for account in area["accounts"]:
            account["indicators"] = [i for i in account["indicators"] if i["kind"] != "example"] or [
                {"kind": "unmeasured"}
            ]
            for indicator in account["indicators"]:
                if indicator["kind"] == "society" and society:
                    indicator |= {"target_percentage_points": None} | society
    return Definitions.model_validate(data)


DEFINED = without_examples()


def count(measure: str, value: int, respondents: str = "", group: str = "all", year: int = 2019) -> Fact:
    return Fact(year, PLACE, measure, respondents, group, value, unit="count", state="ok", rule="r")


def answers(question: str, group: str, counts: tuple[int, int], year: int = 2019) -> list[Fact]:
    """A question's result, which as many have answered as have answered anything."""
    key = (year, PLACE, f"question:{question}", group, "all")
    return [share(key, *counts, "answers.question"), count("answered", counts[1], group, year=year)]


def report(known: list[Fact], d: Definitions = DEFINED, before: list[Fact] | None = None) -> Report:
    """A report of these facts with what follows from them."""
    columns = ["part", "kind", "status", "file", "shipped"]
    nothing = pd.DataFrame(columns=columns)

    asked_before = Facts(before or [])
    earlier_answers = {
        (f.platform, f.measure, f.respondents): since_last_year.Last(
            *f.counts, uncertainty.is_full_count(asked_before, d, f), f.origin
        )
        for f in asked_before
        if f.measure.startswith("question:") and f.group == "all"
    }

    def of(year: int, facts: list[Fact], defined: Definitions) -> YearOfFacts:
        measured = Facts(facts)
        bounds = [*uncertainty.intervals(measured), *uncertainty.bounds(measured, defined)]
        results = Facts([*facts, *bounds])
        follows = [*goals.facts(results, defined), *women_and_men(results, defined)]
        follows += since_last_year.facts(results, defined, earlier_answers) if year == d.year else []
        told = Facts([*results, *follows])
        every = printable(Facts([*told, *tally.facts(told)]), defined)
        return YearOfFacts(year, defined, every, nothing, [])

    earlier = [of(2018, before, d.model_copy(update={"year": 2018}))] if before else []
    return Report(cast(Context, None), of(2019, known, d), earlier, [])


def words(html: Content) -> str:
    """The words of markup or of a marked text."""
    bare = re.sub(r"<(style|svg)\b.*?</\1>", " ", written(html), flags=re.DOTALL)
    return parse(bare).words


def card(page: Report, id_: str) -> str:
    """The words of an indicator's card."""
    number = next(i.number for i in shown(page, PLACE) if i.id == id_)
    markup = written(join(areas(page, PLACE))).partition(f'id="indikator-{number}"')[2]
    return words(Markup("<div " + re.split('<div class="card|<section', markup)[0]))


# --- goals -------------------------------------------------------------------------------------------------

SILENCE = "De som inte har svarat på frågan kan ändra bedömningen."
UNKNOWN = "Hur många som inte har svarat på frågan är inte känt, och de kan ändra"
CHANCE = "slump"
GUIDELINE = "riktvärde"


@pytest.mark.parametrize(
    ("known", "said", "unsaid"),
    [
        (
            [*answers("4.5", "personal", (8, 8)), count("asked", 13, "personal")],
            ["Uppnått men osäkert", SILENCE, "lägst 62 % (8/13) och högst 100 % (13/13)"],
            [UNKNOWN, GUIDELINE, CHANCE],  # one philosophy of doubt: the silent
        ),
        (
            [*answers("4.5", "personal", (0, 5)), count("asked", 6, "personal")],
            ["Ej uppnått", "lägst 0 % (0/6) och högst 17 % (1/6)"],
            ["osäkert", SILENCE, UNKNOWN, CHANCE],
        ),
        (
            [*answers("4.5", "personal", (14, 14)), count("asked", 14, "personal")],
            ["Uppnått", "Alla tillfrågade har svarat"],
            ["osäkert", SILENCE, UNKNOWN, CHANCE, "lägst"],
        ),
        (
            [*answers("4.5", "personal", (17, 17))],
            ["Uppnått men osäkert", UNKNOWN, "Antalet tillfrågade är inte känt"],
            [CHANCE, SILENCE, "lägst", GUIDELINE],
        ),
        (
            [*answers("4.5", "personal", (17, 17)), count("asked", 16, "personal")],
            ["Uppnått men osäkert", UNKNOWN],
            [SILENCE, "lägst"],
        ),
    ],
)
def test_a_card_says_what_makes_its_judgement_uncertain(
    known: list[Fact], said: list[str], unsaid: list[str]
) -> None:
    told = card(report(known), "4.5")
    assert all(w in told for w in said) and not any(w in told for w in unsaid), told


def test_the_chart_shows_how_far_the_silent_could_move_a_result() -> None:
    known = [*answers("4.5", "personal", (8, 8)), count("asked", 13, "personal")]
    drawn = [written(join(areas(report(of), PLACE))) for of in (known, known[:-1])]
    assert "med dem som inte har svarat lägst 62 % och högst 100 %" in words(drawn[0])
    assert "med dem som inte har svarat" not in words(drawn[1])
    strokes = [markup.count("<path d=") for markup in drawn]
    assert strokes[0] == strokes[1] + 1


def participants(left: int, counts: tuple[int, int] = (17, 17)) -> list[Fact]:
    answered = answers("1.4", "deltagare", counts)
    response = share(
        (2019, PLACE, "response:discharged", "deltagare", "all"), counts[1], left, "answers.response"
    )
    return [*answered, count("discharged", left), response]


def test_where_nobody_left_the_guideline_does_not_apply() -> None:
    page = report(participants(0))
    told = card(page, "1.4") + words(unknown(page, PLACE, list(shown(page, PLACE))))
    assert UNKNOWN in told and "avslutade" not in told and GUIDELINE not in told, told


def test_the_answers_stand_beside_those_who_left_and_the_guideline() -> None:
    told = card(report(participants(40)), "1.4")
    assert "17 svar på 40 avslutade (42 %). Styrelsens riktvärde är 60 procent" in told
    assert "Räknas de avslutade som tillfrågade är andelen bland dem lägst 42 % (17/40)" in told


@pytest.mark.parametrize(("left", "is_rate"), [(17, True), (16, False)])
def test_more_answers_than_those_who_left_are_told_as_a_contradiction(left: int, is_rate: bool) -> None:
    """17 of 17 are 100 %; 17 of 16 are no rate of anybody, on the card or among what is not known."""
    page = report(participants(left))
    told = [card(page, "1.4"), words(unknown(page, PLACE, list(shown(page, PLACE))))]
    for words_of in told:
        assert ("17 svar på 17 avslutade (100 %)." in words_of) is is_rate, words_of
        assert (
            "17 svar är fler än de 16 avslutade. Uppgifterna motsäger varandra" in words_of
        ) is not is_rate
        assert "106 %" not in words_of


@pytest.mark.parametrize("left", [28, 16])
def test_above_the_guideline_the_silent_are_a_doubt_still(left: int) -> None:
    """Of 28 who left 61 % answered, all of them content; of 16 there are 106 % answers."""
    told = card(report(participants(left)), "1.4")
    assert "Uppnått men osäkert" in told and (SILENCE in told or UNKNOWN in told)


def test_what_is_not_certain_is_gathered_by_what_makes_it_so() -> None:
    page = report([*answers("4.5", "personal", (8, 8)), count("asked", 13, "personal")])
    told = words(unknown(page, PLACE, list(shown(page, PLACE))))
    assert "Svarsfrekvensen är för låg eller okänd för en säker bedömning av mål 4.5 (personal)." in told


@pytest.mark.parametrize(("change", "written"), [(-1, "1"), (-0.5, "0,5")])
def test_a_goal_without_a_unit_says_so_and_has_no_signal(change: float, written: str) -> None:
    page = report([], without_examples(target_change=change))
    told = card(page, "2.1") + words(unknown(page, PLACE, list(shown(page, PLACE))))
    assert f"Ska minska med {written}. Om det är procent eller procentenheter är inte sagt" in told
    assert "Mål 2.1 säger inte om det är procent eller procentenheter" in told
    assert "Bedömning" not in told


def test_a_goal_in_per_cent_is_written_in_per_cent_with_its_result() -> None:
    d = without_examples(target_change_percent=-1)
    key = (2019, d.together.id, f"hae:{PLACE}:2019:change-percent", "", "all")
    points = (2019, d.together.id, f"hae:{PLACE}:2019:change", "", "all")
    known = [
        Fact(*key, -5, unit="percent", state="ok", rule="society.change"),
        Fact(*points, -1, unit="percentage-points", state="ok", rule="society.change"),
    ]
    told = card(report(known, d), "2.1")
    assert "Ska minska med minst 1 %" in told and "−5,0 %" in told and "Uppnått" in told, told


# --- women and men -----------------------------------------------------------------------------------------


def both(measure: str, women: tuple[int, int], men: tuple[int, int], group: str = "") -> list[Fact]:
    return [
        share((2019, PLACE, measure, group, g), *counts, "r")
        for g, counts in (("women", women), ("men", men))
    ]


def sentence(known: list[Fact], measure: str, group: str = "") -> str:
    return words(gender_sentence(report(known).now.facts, PLACE, measure, group))


@pytest.mark.parametrize(
    ("women", "men", "said"),
    [
        ((15, 65), (40, 92), "Kvinnor 23 % (15/65), män 43 % (40/92)."),  # Ungdomstorget 2017
        ((9, 10), (3, 10), "Kvinnor 90 % (9/10), män 30 % (3/10)."),
        ((2, 4), (3, 6), "Kvinnor 50 % (2/4), män 50 % (3/6)."),
    ],
)
def test_of_all_who_left_both_figures_stand_and_nothing_of_chance(
    women: tuple, men: tuple, said: str
) -> None:
    assert sentence(both("share:to-work", women, men), "share:to-work") == said


def test_a_comparison_that_could_show_nothing_says_that_alone() -> None:
    told = sentence(both("question:4.5", (2, 2), (2, 2), "personal"), "question:4.5", "personal")
    assert "slump" not in told and told.endswith("Underlaget räcker inte för att påvisa en skillnad.")


def test_what_could_have_been_seen_is_never_printed_too_small() -> None:
    told = sentence(both("question:4.5", (30, 145), (34, 173), "personal"), "question:4.5", "personal")
    visible = report(both("question:4.5", (30, 145), (34, 173), "personal")).now.facts.get(
        PLACE, "difference-visible:question:4.5", "personal"
    )
    printed = re.search(r"på minst ([\d,]+) procentenheter", told)
    assert printed and 0 <= float(printed[1].replace(",", ".")) - float(visible.fraction) < 0.1


def outcomes(unknown_gender: int = 0) -> list[Fact]:
    """Everyone to work or studies: 15 of 65 women and 40 of 92 men to work."""
    rest = {"to-studies": ((50, 65), (52, 92)), "to-other-solution": ((0, 65), (0, 92))}
    found = both("share:to-work", (15, 65), (40, 92)) + both("share:dropped-out", (0, 65), (0, 92))
    for name, (women, men) in rest.items():
        found += both(f"share:{name}", women, men)
    return [*found, *([count("discharged", unknown_gender, group="unknown")] if unknown_gender else [])]


def test_the_largest_difference_of_outcomes_is_the_chart_s_finding() -> None:
    told = words(women_and_men_block(report(outcomes()), PLACE))
    assert told.startswith("Större andel män än kvinnor gick till arbete: 43 % mot 23 %"), told
    assert "slump" not in told and "okänt" not in told and "inte är känt" not in told


def test_those_whose_gender_is_not_known_are_named_beside_the_outcomes() -> None:
    told = words(women_and_men_block(report(outcomes(3)), PLACE))
    assert "Avslutade vars kön inte är känt, och som inte är med: 3." in told


def people(women: int, men: int, unknown_gender: int) -> list[Fact]:
    known = women + men
    found = [
        *(count(m, known + unknown_gender) for m in ("total", "new", "unique")),
        *(count(m, 0) for m in ("carried-over", "remaining")),
        *(count("total", n, group=g) for g, n in (("women", women), ("men", men))),
        share((2019, PLACE, "gender-share:total", "", "women"), women, known, "r"),
    ]
    return found + ([count("total", unknown_gender, group="unknown")] if unknown_gender else [])


@pytest.mark.parametrize(
    ("of", "said", "unsaid"),
    [
        (
            (2, 2, 3),
            ["50 % (2/4) av dem vars kön är känt", "29 %–71 %", "Kön är inte känt för 3."],
            ["är jämn:"],
        ),
        ((2, 2, 0), ["50 % (2/4). Könsfördelningen är jämn"], ["känt"]),
        ((10, 1, 1), ["91 % (10/11). Könsfördelningen är inte jämn", "Kön är inte känt för 1."], []),
    ],
)
def test_the_headline_leaves_unknown_gender_out(of: tuple, said: list[str], unsaid: list[str]) -> None:
    told = words(how_many(report(people(*of)), PLACE))
    assert all(w in told for w in said) and not any(w in told for w in unsaid), told


# --- changes between years ---------------------------------------------------------------------------------


def change(now: tuple[int, int], last: tuple[int, int], asked: tuple[int, int] | None = None) -> str:
    of_now, of_last = answers("4.5", "personal", now), answers("4.5", "personal", last, 2018)
    if asked:
        of_now.append(count("asked", asked[0], "personal"))
        of_last.append(count("asked", asked[1], "personal", year=2018))
    page = report(of_now, before=of_last)
    return words(changed(page, PLACE, list(shown(page, PLACE))))


VERB = re.compile("ökade|minskade|steg|sjönk|bättre|sämre|fler|färre")


@pytest.mark.parametrize(
    ("now", "last", "said"),
    [
        # Newcombe's table II, contrast (a): 5.24 to 33.39 points
        (
            (56, 70),
            (48, 80),
            "andelen positiva svar ökade från 60 % (48/80) år 2018 till 80 % (56/70). Skillnad i "
            "procentenheter: +20, med 95 procents säkerhet mellan +5 och +33.",
        ),
        (
            (48, 80),
            (56, 70),
            "andelen positiva svar minskade från 80 % (56/70) år 2018 till 60 % (48/80). Skillnad i "
            "procentenheter: −20, med 95 procents säkerhet mellan −33 och −5.",
        ),
        (
            (5, 6),
            (3, 7),
            "83 % (5/6) positiva svar. År 2018: 43 % (3/7). Skillnad i procentenheter: +40, med 95 procents "
            "säkerhet mellan −11 och +71.",
        ),
        (
            (30, 70),
            (30, 70),
            "43 % (30/70) positiva svar. År 2018: 43 % (30/70). Skillnad i procentenheter: 0, "
            "med 95 procents säkerhet mellan −16 och +16.",
        ),
    ],
)
def test_a_survey_has_changed_where_the_difference_is_larger_than_its_interval(
    now: tuple, last: tuple, said: str
) -> None:
    told = change(now, last)
    assert told.endswith(said) and bool(VERB.search(told)) is bool(VERB.search(said))
    assert "intervall" not in told


def test_a_change_between_full_counts_is_what_it_is() -> None:
    """All six were asked and all seven the year before; with one silent there is an interval, and no verb."""
    assert change((5, 6), (3, 7), (6, 7)).endswith("ökade från 43 % (3/7) år 2018 till 83 % (5/6).")
    assert not VERB.search(change((5, 6), (3, 7), (6, 8)))


def test_a_change_in_what_is_invented_is_not_told() -> None:
    now, last = answers("4.5", "personal", (56, 70)), answers("4.5", "personal", (48, 80), 2018)
    for of_now, of_last in ((INVENTED, ""), ("", INVENTED)):
        page = report(
            [replace(f, origin=of_now) for f in now], before=[replace(f, origin=of_last) for f in last]
        )
        told = words(changed(page, PLACE, list(shown(page, PLACE))))
        assert told == "Inget går att jämföra med 2018."


# --- small groups, and what is invented --------------------------------------------------------------------


def left(total: int, to_work: int, **origin: str) -> list[Fact]:
    """As many who left, some of them to work and the others to studies."""
    ways = {"to-work": to_work, "to-studies": total - to_work, "to-other-solution": 0, "dropped-out": 0}
    found = [count("total", total), count("discharged", total), count("remaining", 0)]
    for way, n in ways.items():
        key = (2019, PLACE, f"share:{way}", "", "all")
        found += [count(way, n), share(key, n, total, "participants.outcome")]
    return [replace(f, **origin) for f in found]


STRICT = DEFINED.model_copy(update={"told_from_discharged": 10, "told_from_answers": 5})


@pytest.mark.parametrize(("people", "is_enough"), [(9, False), (10, True)])
def test_of_fewer_than_ten_who_left_there_is_no_percentage_and_no_verdict(
    people: int, is_enough: bool
) -> None:
    page = report(left(people, 4), STRICT)
    told = card(page, "1.1")
    assert "Mål minst 25 %" in card(page, "1.2")  # a goal of a quarter is of no few people
    assert ("40 % (4/10)" in told and "Uppnått" in told) is is_enough, told
    assert ("4 av 9" in told and "För litet underlag" in told) is not is_enough, told
    summary = words(outcomes_block(page, PLACE)) + words(unknown(page, PLACE, list(shown(page, PLACE))))
    prose = re.sub("<svg.*?</svg>", "", summary)
    assert ("%" in prose) is is_enough, prose
    assert ("färre än 10 avslutade eller färre än 5 svar" in prose) is not is_enough


@pytest.mark.parametrize(("n", "is_enough"), [(4, False), (5, True)])
def test_of_fewer_than_five_of_the_staff_there_is_no_percentage_and_no_verdict(
    n: int, is_enough: bool
) -> None:
    told = card(report([*answers("4.5", "personal", (n, n)), count("asked", n, "personal")], STRICT), "4.5")
    assert (f"100 % ({n}/{n})" in told and "Uppnått" in told) is is_enough, told
    assert (
        f"{n} av {n}" in told and "För litet underlag" in told and "%" in told
    ) is not is_enough or is_enough


@pytest.mark.parametrize(("people", "is_small"), [(49, True), (50, False)])
def test_a_small_full_count_says_what_a_person_means(people: int, is_small: bool) -> None:
    told = card(report(left(people, 20)), "1.1")
    assert ("Gruppen är liten, 49 avslutade: en enda person" in told) is is_small, told
    assert not re.search("slump|intervall", told)


def weakened(page: Report, measures: tuple[str, ...]) -> Report:
    """The same report where facts of some measures rest on what is invented."""
    facts = Facts(
        replace(f, origin=INVENTED) if f.measure.startswith(measures) else f for f in page.now.facts
    )
    return replace(page, now=replace(page.now, facts=facts))


def test_a_verdict_on_what_is_invented_is_not_told() -> None:
    page = weakened(report(left(40, 20)), ("share:", "verdict:", "judgement:", "doubt:"))
    told = card(page, "1.1")
    assert "Bedöms inte" in told and "Uppnått" not in told, told
    assert "Mål 1.1, 1.2 och 1.3 bedöms inte" in words(unknown(page, PLACE, list(shown(page, PLACE))))


def test_an_invented_number_of_asked_is_nobody_s_knowledge() -> None:
    from_asked = ("judgement:", "doubt:", "low:", "high:", "least:", "most:", "response:asked", "asked")
    known = [*answers("4.5", "personal", (8, 8)), count("asked", 8, "personal")]
    assert "Alla tillfrågade har svarat" in card(report(known), "4.5")
    told = card(weakened(report(known), from_asked), "4.5")
    assert "Uppnått men osäkert" in told and UNKNOWN in told, told
    assert "Alla tillfrågade" not in told and "på 8 tillfrågade" not in told and "lägst" not in told


def test_goals_are_counted_of_those_with_an_outcome() -> None:
    page = report(left(40, 20))
    told = words(goals_block(page, PLACE, list(shown(page, PLACE))))
    assert told.startswith("3 mål har ett utfall: 2 uppnått och 1 ej uppnått."), told
    nothing = report([*left(0, 0)])
    assert words(goals_block(nothing, PLACE, list(shown(nothing, PLACE)))).startswith(
        "Inget mål kunde mätas."
    )
