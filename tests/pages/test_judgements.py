"""What pages say of judgements, differences and changes: no more than the figures bear."""

import re
from typing import cast

import pandas as pd
import pytest
from markupsafe import Markup
from support.clean_tables import FIXTURE_DEFINITIONS
from support.markup import parse

from helpers import definitions
from helpers.context import Context
from helpers.counting import goals, uncertainty
from helpers.counting.comparisons import women_and_men
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, share
from helpers.pages.areas import areas
from helpers.pages.document import Content, join
from helpers.pages.html import written
from helpers.pages.indicators import shown
from helpers.pages.opening import how_many
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

    def of(year: int, facts: list[Fact], defined: Definitions) -> YearOfFacts:
        measured = Facts(facts)
        bounds = [*uncertainty.intervals(measured), *uncertainty.bounds(measured, defined)]
        results = Facts([*facts, *bounds])
        follows = [*goals.facts(results, defined), *women_and_men(results, defined)]
        return YearOfFacts(year, defined, Facts([*results, *follows]), nothing, [])

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
CHANCE = "Svaren är så få att slumpen kan avgöra"
GUIDELINE = "riktvärde"


@pytest.mark.parametrize(
    ("known", "said", "unsaid"),
    [
        (
            [*answers("4.5", "personal", (8, 8)), count("asked", 13, "personal")],
            ["Uppnått men osäkert", SILENCE, CHANCE, "lägst 62 % (8/13) och högst 100 % (13/13)"],
            [UNKNOWN, GUIDELINE],
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


def test_where_few_of_those_who_left_answered_the_guideline_is_told() -> None:
    told = card(report(participants(40)), "1.4")
    assert "Svaren är 42 % (17/40) av antalet avslutade; riktvärdet är 60 procent." in told
    assert "Räknas de avslutade som tillfrågade är andelen bland dem lägst 42 % (17/40)" in told


@pytest.mark.parametrize("left", [28, 16])
def test_above_the_guideline_the_silent_are_a_doubt_still(left: int) -> None:
    """Of 28 who left 61 % answered, all of them content; of 16 there are 106 % answers."""
    told = card(report(participants(left)), "1.4")
    assert "Uppnått men osäkert" in told and (SILENCE in told or UNKNOWN in told)
    assert "riktvärdet är" not in told


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
        ((15, 65), (40, 92), "Männens andel är 20 procentenheter högre."),  # Ungdomstorget 2017
        ((9, 10), (3, 10), "Kvinnornas andel är 60 procentenheter högre."),
        ((2, 4), (3, 6), "Andelarna är lika stora."),
        ((12, 65), (17, 92), "Männens andel är 0,02 procentenheter högre."),
        ((52, 100), (51, 100), "Kvinnornas andel är 1 procentenhet högre."),
    ],
)
def test_a_difference_of_all_who_left_is_said_as_it_is(women: tuple, men: tuple, said: str) -> None:
    told = sentence(both("share:to-work", women, men), "share:to-work")
    assert told.endswith(said)
    assert not re.search("slump|intervall|ingen skillnad|syns", told, re.IGNORECASE)


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


@pytest.mark.parametrize(("now", "last"), [((5, 6), (3, 7)), ((60, 70), (20, 70)), ((3, 30), (29, 30))])
def test_a_change_of_a_survey_has_an_interval_and_no_verb(now: tuple, last: tuple) -> None:
    told = change(now, last)
    assert re.search(r"Skillnadens osäkerhetsintervall är [−+]?\d+ till [−+]?\d+ procentenheter\.", told)
    assert not re.search("ökade|minskade|steg|sjönk|bättre|sämre", told)


def test_the_interval_of_a_change_is_newcombes_rounded_outwards() -> None:
    """Newcombe's table II, contrast (a): 5.24 to 33.39 points."""
    assert "osäkerhetsintervall är +5 till +34 procentenheter" in change((56, 70), (48, 80))


def test_a_change_between_full_counts_has_no_interval() -> None:
    assert "intervall" not in change((5, 6), (3, 7), (6, 7))
    assert "intervall" in change((5, 6), (3, 7), (6, 8))
