"""The chapter on effects: levels, changes of like with like, what SCB has changed, sickness."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.counting import goals
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import INVENTED, Fact, Facts, missing
from helpers.language.words import plain
from helpers.pages import effects_told
from helpers.pages.chapter_list import EFFECTS
from helpers.pages.document import NOTHING, Block, Content, join
from helpers.pages.figures import label_words, unexplained
from helpers.pages.said import said
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS)


def of(measure: str, value: Fraction | int, unit: str = "count", origin: str = "delivered") -> Fact:
    rule = "society.count"
    return Fact(2019, "forbundet", measure, value=value, unit=unit, state="ok", rule=rule, origin=origin)


def share(area: str, period: str, n: int) -> Fact:
    key = (2019, "forbundet", f"hae:{area}:{period}:share", "", "all")
    return Fact(*key, Fraction(n, 1000), n, 1000, "share", "ok", "society.share", origin="delivered")


def change(area: str, period: str, tenths: int, origin: str = "delivered", what: str = "change") -> Fact:
    return of(f"hae:{area}:{period}:{what}", Fraction(tenths, 10), "percentage-points", origin)


def none(measure: str, unit: str = "percentage-points") -> Fact:
    return missing((2019, "forbundet", measure, "", "all"), unit, "society.change")


def report(*known: Fact, kinds: tuple[str, ...] = ("helarsekvivalenter",), judged: bool = False) -> Report:
    facts = list(known)
    if judged:
        facts += goals.facts(Facts(known), DEFINED)
    empty = dict.fromkeys(STATUS_COLUMNS, "")
    files = [empty | {"kind": kind, "file": f"{kind}.csv", "shipped": False, "rows": 1} for kind in kinds]
    year = YearOfFacts(2019, DEFINED, Facts(facts), pd.DataFrame(files, columns=STATUS_COLUMNS), [])
    return Report(Context(Workspace(Path("nowhere")), 2019), year, [], [])


def read(content: Content) -> str:
    """What is read of it, with a bar between its parts."""
    words = "|".join(map(read, content.inside())) if isinstance(content, Block) else plain(content)
    return words.replace("\u00a0", " ")


YEARS = [share("umea", "2018", 101), share("umea", "2019-h1", 100), share("vannas", "2018", 131)]


def test_each_area_has_its_levels_and_a_half_year_without_its_like_is_told_to_have_none() -> None:
    found = read(
        effects_told.levels(report(*YEARS, change("umea", "2018", -3), none("hae:umea:2019-h1:change")))
    )
    assert "Område|2018|2019 halvår 1|Umeå|10,1 %|10,0 %|Vännäs|13,1 %|Utfall saknas" in found
    assert "Område|Förändring till 2018|Umeå|−0,3 procentenheter|Vännäs|Utfall saknas" in found
    assert "Första halvåret 2019 har ingen motsvarande period året före att jämföras med." in found


def test_what_compares_a_half_year_with_a_whole_one_stands_only_in_the_audit() -> None:
    unlike = change("umea", "2019-h1", -7, what="change-from-year")
    found = effects_told.sections(report(*YEARS, unlike))
    assert "0,7" not in read(join(found.values())) and set(found) == {"levels"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((-3, 2), "Till 2018 minskade andelen som försörjs av det offentliga i Umeå. I Vännäs ökade den."),
        ((-3, -1), "Till 2018 minskade andelen som försörjs av det offentliga i Umeå och Vännäs."),
        ((0, 2), "Till 2018 ökade andelen som försörjs av det offentliga i Vännäs."),
        ((0, 0), ""),
    ],
)
def test_the_lead_says_where_the_share_fell_and_where_it_rose(changes: tuple[int, int], words: str) -> None:
    umea, vannas = (change(area, "2018", by) for area, by in zip(("umea", "vannas"), changes, strict=True))
    earlier = change("umea", "2017", 9)
    country = change("riket", "2018", -5)  # to compare with, and no municipality of the association
    known = report(*YEARS, umea, vannas, earlier, country)
    assert plain(effects_told.direction(known)) == words
    assert effects_told.lead(known) == NOTHING if not words else read(effects_told.lead(known)) == words


def test_nothing_is_said_of_a_change_that_is_invented() -> None:
    known = report(*YEARS, change("umea", "2018", -3, INVENTED), change("vannas", "2018", 2))
    assert effects_told.direction(known) == ""


def test_each_municipality_is_judged_by_its_own_change_and_no_other_area_is() -> None:
    changes = [change("umea", "2018", -3), change("vannas", "2018", 2), change("riket", "2018", -5)]
    found = read(effects_told.levels(report(*YEARS, *changes, judged=True)))
    assert "Umeå|−0,3 procentenheter|Uppnått|" in found and "Vännäs|+0,2 procentenheter|Ej uppnått|" in found
    assert "Riket|−0,5 procentenheter||" in found and "Krav: Ska minska" in found


def test_kinds_of_support_stand_where_any_is_known() -> None:
    counts = [of("hae:umea:2018:ill-health", 5414), of("hae:umea:2018:total", 8459)]
    known = report(*counts, of("hae:vannas:2018:total", 685), of("hae:umea:2019-h1:ill-health", 9))
    assert read(effects_told.kinds(known)).endswith("Totalt|Umeå|5 414|Utfall saknas|Utfall saknas|8 459")
    assert effects_told.kinds(report(of("hae:vannas:2018:total", 685))) == NOTHING


@pytest.mark.parametrize(
    ("origin", "sentence"),
    [("delivered", "SCB har ändrat antalet i Umeå för 2018 med −20, till 8 270."), (INVENTED, "")],
)
def test_what_scb_has_changed_is_said_in_words_unless_it_is_invented(origin: str, sentence: str) -> None:
    total, by = (of(f"hae:umea:2018:{w}", n, origin=origin) for w, n in (("total", 8270), ("revision", -20)))
    same = [of("hae:vannas:2018:total", 685), of("hae:vannas:2018:revision", 0)]
    found = read(effects_told.revised(report(total, by, *same, none("hae:umea:2017:revision", "count"))))
    told, caption, table = found.partition("Antal helårsekvivalenter som SCB har ändrat")
    assert caption and told.strip("|") == sentence
    assert table.replace("†", "").endswith("Ändrat med|Umeå|2018|8 270|−20")
    assert effects_told.revised(report(total, *same)) == NOTHING


def test_sick_days_stand_beside_their_goal_and_a_goal_alone_says_that_nothing_is_delivered() -> None:
    goal = Fact(
        2019, "natverket", "target:sick-days-average", value=9, unit="days", state="ok", origin="delivered"
    )
    days = [
        of(f"sick-days:umea:{w}", Fraction(n, 10), "days") for w, n in (("january", 121), ("december", 108))
    ]
    defined = DEFINED.model_copy(
        update={
            "other_goals": [
                definitions.OtherGoal(id="sick-days-average", place="natverket", value=9, unit="days")
            ]
        }
    )
    now = report(*days, goal).now
    both = Report(
        Context(Workspace(Path("nowhere")), 2019),
        YearOfFacts(2019, defined, now.facts, now.deliveries, []),
        [],
        [],
    )
    found = read(effects_told.sick_days(both))
    assert found.startswith("Målet är 9,0 dagar i snitt per försäkrad.")
    assert found.endswith("Umeå|12,1 dagar|10,8 dagar|Utfall saknas")
    assert effects_told.sick_days(report()) == NOTHING
    alone = Report(both.context, YearOfFacts(2019, defined, Facts([goal]), now.deliveries, []), [], [])
    assert read(effects_told.sick_days(alone)).endswith(
        "Utfall saknas: inga uppgifter om sjukdagar har levererats."
    )


LEAVE = [of("sick-leave:umea:2018", Fraction(63, 10), "percent"), of("sick-leave:umea:2018:months", 12)]
SHORT = [none("sick-leave:umea:2019", "percent"), of("sick-leave:umea:2019:months", 9)]


def test_a_year_of_fewer_than_twelve_months_has_no_sick_leave_and_says_how_many() -> None:
    found = read(effects_told.sick_leave(report(*LEAVE, *SHORT)))
    assert found.endswith("Område|2018|2019|Umeå|6,3 %|Utfall saknas (9 av årets tolv månader)")
    assert effects_told.sick_leave(report()) == NOTHING


def test_sick_leave_stands_in_one_chapter_and_the_other_leads_to_it() -> None:
    alone = report(*LEAVE, kinds=("sjukfranvaro",))
    beside = report(*LEAVE, kinds=("sjukfranvaro", "forebyggande"))
    assert "6,3 %" in read(effects_told.leave_here(alone))
    assert read(effects_told.leave_here(beside)) == "Sjukfrånvaron står i kapitlet| |Förebyggande insatser|."
    assert effects_told.leave_here(report(kinds=("forebyggande",))) == NOTHING


def test_every_figure_leads_to_its_voucher() -> None:
    known = report(*YEARS, *LEAVE, *SHORT, change("umea", "2018", -3), of("hae:umea:2018:total", 8270))
    found = said([join([effects_told.lead(known), *effects_told.sections(known).values()])])
    assert not unexplained(found.bare, label_words(DEFINED))
    assert {"8 270", "10,1 %"} <= {shown.replace("\u00a0", " ") for _, _, shown in found.figures} | {"8 270"}


def test_the_account_of_the_association_has_a_sentence_and_the_way_to_the_chapter() -> None:
    known = report(*YEARS, change("umea", "2018", -3))
    assert EFFECTS.is_in(known.now) and EFFECTS.page("forbundet") == "forbundet-06-effektmatt.html"
    assert read(effects_told.in_short(known)).endswith("i Umeå.| |Kapitlet om effektmått")
    assert read(effects_told.in_short(report(*YEARS))) == "Kapitlet om effektmått"
    nothing = report(kinds=())
    assert not EFFECTS.is_in(nothing.now)
    assert (
        read(effects_told.in_short(nothing))
        == "Utfall saknas: inga uppgifter om helårsekvivalenter har levererats."
    )
