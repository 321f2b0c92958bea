"""Pages of an association that is not the shipped one: its own sum, outcomes and referrers, none apart."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import chapters, page_of

from helpers import definitions
from helpers.counting.everyone import EVERYONE
from helpers.definitions import Definitions
from helpers.fact_tables import from_table
from helpers.facts import Fact, Facts
from helpers.language.words import plain
from helpers.pages import standing_apart
from helpers.pages.html import written
from helpers.pages.indicators import target_text
from helpers.pages.outcome_words import (
    aims_words,
    became_of,
    gender_finding,
    goal_finding,
    row_name,
    together_finding,
    years_finding,
)
from helpers.paths import Workspace
from helpers.wording import NO_BREAK_SPACE

IDS = {
    "to-work": "job",
    "to-studies": "health",
    "to-other-solution": "other",
    "dropped-out": "moved",
    "forbundet": "alliansen",
    "arbetsformedlingen": "jobbcentrum",
}
APART = ("hikikomori", "sarredovisade")
NAMES = {
    "name: Till arbete\n    short: Arbete": "name: Till jobb",
    "name: Till studier\n    short: Studier": "name: Förbättrad hälsa\n    short: Hälsa",
    "name: Till annan behovsanpassad lösning\n    short: Annan lösning": "name: Till annan insats",
    "name: Övriga avbrott": "name: Flytt från kommunen",
    "name: Arbetsförmedlingen": "name: Jobbcentrum",
    "short: Förbundet": "short: Alliansen",
    "asked_of: [forbundet], answers_for: forbundet": "asked_of: [kranskommunerna]",
}


def other(text: str) -> str:
    """The fixture's definitions with other ids and names, without those that stand apart."""
    for old, new in NAMES.items():
        assert old in text
        text = text.replace(old, new)
    for old, new in IDS.items():
        text = re.sub(rf"\b(id|measure|place): {old}\b", rf"\1: {new}", text)
    return re.sub(r"(?m)^(apart: .*|.*separate: true.*\}.*)\n", "", text)


def renamed(column: pd.Series) -> pd.Series:
    """Ids of the shipped association, wherever a measure or a place says them, as the other's."""
    pattern = re.compile(rf"(?<![\w-])({'|'.join(IDS)})(?![\w-])")
    return column.map(lambda value: pattern.sub(lambda found: IDS[found[1]], value))


def shown(words: str) -> str:
    return plain(words).replace(NO_BREAK_SPACE, " ")


def visible(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)).replace(NO_BREAK_SPACE, " ")


@pytest.fixture()
def pages(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The pages of the fixture's 2019, made of its facts under the other association's ids."""
    for year in (2018, 2019):
        folder = chapters(workspace.root, year)
        table = pd.read_parquet(folder / "facts.parquet")
        table = table[~table["platform"].isin(APART)]
        table[["platform", "measure"]] = table[["platform", "measure"]].apply(renamed)
        table.to_parquet(folder / "facts.parquet", index=False)
        path = workspace.definitions / f"{year}.yaml"
        path.write_text(other(path.read_text(encoding="utf-8")), encoding="utf-8")
    made = {"ungdomstorget": page_of("3_platform", monkeypatch, year=2019, platform="ungdomstorget")}
    return made | {n: page_of(n, monkeypatch, year=2019) for n in ("4_association", "6_index", "26_effects")}


def test_pages_say_what_is_true_of_this_association_only(pages: dict[str, str]) -> None:
    words = {name: visible(page) for name, page in pages.items()}
    for name, page in words.items():
        for only_theirs in ("ärredovis", "Till arbete", "(2/5) till arbete", "Annan lösning", "riga avbrott"):
            assert only_theirs not in page, (name, only_theirs)
    left = "Av de 5 som avslutades gick 40 % (2/5) till jobb och 20 % (1/5) till annan insats."
    assert (
        f"{left} Förbättrad hälsa var 20 % (1/5). Flytt från kommunen var 20 % (1/5)."
        in words["ungdomstorget"]
    )
    assert "40 % av dem som avslutade gick till jobb" in words["ungdomstorget"]
    assert "Jobbcentrum" in words["ungdomstorget"] and "Arbetsförmedlingen" not in words["ungdomstorget"]
    assert "– varav till jobb" in words["4_association"] and "– flytt från kommunen" in words["4_association"]
    assert "Tabell 1. Volym och resultat för hela förbundet<" in pages["4_association"]
    assert "Det lodräta strecket visar målet." in words["4_association"]
    assert 'id="del-separate"' not in pages["4_association"] and "#del-separate" not in pages["4_association"]
    assert 'href="alliansen.html"' in pages["6_index"] and "forbundet" not in pages["6_index"]


def test_its_sum_and_its_outcomes_have_their_facts(pages: dict[str, str], workspace: Workspace) -> None:
    facts = from_table(pd.read_parquet(workspace.processed(2019) / "facts.parquet"))
    total, share = facts.get("alliansen", "total"), facts.get("alliansen", "share:job")
    assert total.ok and share.ok
    words = visible(pages["4_association"])
    assert f"{total.integer} personer deltog under 2019: " in words
    assert f"({share.numerator}/{share.denominator}) till jobb" in words
    row = re.search(r">Umeå<.*?</tr>", pages["26_effects"], re.S)
    assert row and "%" in row[0]


# --- sentences -------------------------------------------------------------------------------------------


@pytest.fixture()
def shipped(workspace: Workspace) -> Definitions:
    return definitions.load(workspace.definitions / "2019.yaml")


def with_outcomes(d: Definitions, *named: tuple[str, bool]) -> Definitions:
    """The definitions with outcomes of these names, positive or not, in this order."""
    first = d.outcomes[0]
    own = [
        first.model_copy(update={"id": f"o{i}", "name": name, "short": "", "positive": positive})
        for i, (name, positive) in enumerate(named, 1)
    ]
    return d.model_copy(update={"outcomes": own})


def facts_of(d: Definitions, *counts: int) -> Facts:
    """How many left for each outcome, of all who left."""
    left = sum(counts)
    shares = [
        Fact(
            2019,
            "x",
            f"share:{o.id}",
            value=n / left,
            numerator=n,
            denominator=left,
            unit="share",
            state="ok",
        )
        for o, n in zip(d.outcomes, counts, strict=True)
    ]
    return Facts([Fact(2019, "x", "discharged", value=left, state="ok"), *shares])


@pytest.mark.parametrize(
    ("named", "counts", "said"),
    [
        ([("Till arbete", True)], [4], "Av de 4 som avslutades gick 100 % (4/4) till arbete."),
        (
            [("Till arbete", True), ("Till annat", False)],
            [1, 3],
            "Av de 4 som avslutades gick 25 % (1/4) till arbete och 75 % (3/4) till annat.",
        ),
        (
            [("Bättre hälsa", True), ("SGI-skydd", True), ("Avbrott", False)],
            [1, 2, 1],
            "Utfallet för de 4 som avslutades: "
            "bättre hälsa 25 % (1/4), SGI-skydd 50 % (2/4) och avbrott 25 % (1/4).",
        ),
        (
            [("Avbrott", False), ("Till arbete", True)],
            [1, 3],
            "Av de 4 som avslutades gick 75 % (3/4) till arbete. Avbrott var 25 % (1/4).",
        ),
    ],
)
def test_what_became_of_those_who_left_is_a_sentence_for_any_outcomes(
    shipped: Definitions, named: list[tuple[str, bool]], counts: list[int], said: str
) -> None:
    d = with_outcomes(shipped, *named)
    assert shown(became_of(d, facts_of(d, *counts), "x")) == said


def test_the_shipped_outcomes_are_said_as_they_were_printed(shipped: Definitions) -> None:
    facts = facts_of(shipped, 29, 28, 58, 13)
    assert shown(became_of(shipped, facts, "x")) == (
        "Av de 128 som avslutades gick 23 % (29/128) till arbete, 22 % (28/128) till studier och "
        "45 % (58/128) till annan behovsanpassad lösning. Övriga avbrott var 10 % (13/128)."
    )
    assert [row_name(o) for o in shipped.outcomes][::3] == ["– varav till arbete", "– övriga avbrott"]
    assert aims_words(shipped) == "arbete och studier"


def test_a_headline_says_went_only_of_what_one_goes_to(shipped: Definitions) -> None:
    d = with_outcomes(shipped, ("Till arbete", True), ("Bättre hälsa", True))
    facts = facts_of(d, 1, 3)
    one, three = (facts.get("x", f"share:{o.id}") for o in d.outcomes)
    way, named = d.outcomes
    assert shown(gender_finding(way, 1, three, one)) == (
        "Större andel kvinnor än män gick till arbete: 75 % mot 25 %"
    )
    assert shown(gender_finding(named, -1, one, three)) == (
        "Större andel av männen än av kvinnorna: bättre hälsa, 75 % mot 25 %"
    )
    assert shown(years_finding(way, one, replace(three, year=2018))) == (
        "25 % av de avslutade gick till arbete 2019, jämfört med 75 % 2018"
    )
    assert shown(years_finding(named, one, replace(three, year=2018))) == (
        "Bättre hälsa: 25 % av de avslutade 2019, jämfört med 75 % 2018"
    )
    assert shown(goal_finding(way, one, three)) == "25 % av de avslutade gick till arbete, målet är 75 %"
    assert shown(goal_finding(named, one, None)) == "Bättre hälsa: 25 % av de avslutade"
    left = facts.get("x", "discharged")
    assert shown(together_finding(way, left, one)) == "Av förbundets 4 avslutade gick 25 % till arbete"
    assert shown(together_finding(named, left, one)) == "Av förbundets 4 avslutade: bättre hälsa 25 %"


def test_those_apart_are_told_as_the_definitions_have_them(shipped: Definitions) -> None:
    note = written(standing_apart.apart_note(shipped, "platform.separate"))
    assert "Den har inte direkt arbete och studier som mål" in note
    assert standing_apart.apart(shipped) == ["hikikomori"]
    assert standing_apart.all_but_apart(shipped) == ", utom de särredovisade insatserna"
    assert standing_apart.all_but_apart(shipped, brief=True) == ", utom de särredovisade"
    assert shipped.apart is not None
    aimed = shipped.model_copy(update={"apart": shipped.apart.model_copy(update={"outcome_targets": True})})
    told = written(standing_apart.apart_note(aimed, "platform.separate"))
    assert "Särredovisad" in told and "som mål" not in told
    none = shipped.model_copy(update={"apart": None})
    assert (standing_apart.apart(none), standing_apart.all_but_apart(none)) == ([], "")
    assert not standing_apart.apart_note(none, "platform.separate")


def test_how_many_people_all_activities_reach_is_said_where_it_is_known(shipped: Definitions) -> None:
    everyone = Fact(2019, "forbundet", EVERYONE, value=12, state="ok", rule="people.all-activities")
    told = written(standing_apart.with_those_apart(Facts([everyone]), shipped))
    assert "inräknade, hade 12 olika deltagare under året" in re.sub(r"<[^>]+>", "", told)
    for unsaid in (replace(everyone, origin="invented"), replace(everyone, value=None, state="missing")):
        assert not standing_apart.with_those_apart(Facts([unsaid]), shipped)
    none = shipped.model_copy(update={"apart": None})
    assert not standing_apart.with_those_apart(Facts([everyone]), none)


def test_a_year_that_was_made_is_whole(pages: dict[str, str], workspace: Workspace) -> None:
    """The other association's definitions are definitions: they are read and checked like any year's."""
    d = definitions.load(Path(workspace.definitions / "2019.yaml"))
    assert (
        d.apart is None
        and d.together.id == "alliansen"
        and d.outcome_ids == ["job", "health", "other", "moved"]
    )


def test_a_goal_to_fall_says_by_how_much() -> None:
    goal = Fact(2019, "x", "target:C1", value=Fraction(-1, 5), unit="percentage-points", state="ok")
    assert shown(target_text(goal)) == "Ska minska med minst 0,2 procentenheter"
    assert shown(target_text(replace(goal, value=Fraction(0)))) == "Ska minska"
