"""An association of other outcomes, sums, referrers and respondents: the rules ask its definitions."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from helpers import definitions
from helpers.audit import consequences
from helpers.audit.case import Case
from helpers.audit.record import Figure, Record, Source
from helpers.audit.registers import Claim
from helpers.audit.rules import (
    claims,
    named_base,
    participant_tables,
    percentages,
    response,
    scopes,
    stocks,
    sums,
    unmet,
)
from helpers.definitions import Apart, Definitions, Named, Outcome, Platform, Respondents, Together
from helpers.facts import Facts, share
from helpers.paths import REPOSITORY, Workspace
from helpers.rounding import rounded

ACCOUNT = "bokslut-2019"
WHOLE, APART = "helheten", "vid-sidan"


def _defined() -> Definitions:
    """Two outcomes, two referrers, two platforms together and two apart; deltagare are called brukare."""
    shipped = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
    platforms = [Platform(id=p, name=p.title(), municipality="Orsa") for p in ("norra", "sodra")]
    apart = [Platform(id=p, name=p.title(), municipality="Orsa", separate=True) for p in ("ostra", "vastra")]
    return shipped.model_copy(
        update={
            "together": Together(id=WHOLE, short="Helheten"),
            "apart": Apart(id=APART, name="De vid sidan", short="De vid sidan"),
            "platforms": [*platforms, *apart],
            "wholes": [],
            "outcomes": [
                Outcome(id="hired", label="Anställd", name="Till anställning", positive=True),
                Outcome(id="left", label="Slutat", name="Slutat"),
            ],
            "referrers": [Named(id="kommunen", name="Kommunen"), Named(id="regionen", name="Regionen")],
            "respondents": [
                Respondents(id="brukare", name="Brukare", asked_of="platforms", protected=True),
                Respondents(id="deltagare", name="Deltagare", asked_of="platforms"),
            ],
        }
    )


def _figure(line: int, value: int, measure: str, group: str = "all", place: str = "norra") -> Figure:
    unit = "percent" if measure.startswith(("share:", "response:")) else "count"
    return Figure(
        source=ACCOUNT,
        line=line,
        printed=str(value),
        value=Decimal(value),
        numerator=None,
        denominator=None,
        unit=unit,
        year=2019,
        platform=place,
        measure=measure,
        respondents="",
        group=group,
        scope="",
        note="",
    )


def _case(*figures: Figure, defined: bool = True, facts: dict[int, Facts] | None = None) -> Case:
    record = Record(Path("record"), Path("audit"))
    source = Source(ACCOUNT, 2019, "Helheten", ACCOUNT, True, "")
    record.__dict__.update(figures=list(figures), sources={ACCOUNT: source})
    known = {2019: _defined(), 2018: _defined()} if defined else {}
    return Case(2019, record, facts or {}, known)


def _table(place: str, line: int, times: int = 1) -> list[Figure]:
    """A sound table: women 10, 4 of them new, 5 hired and 1 left, 4 remain; twice as many men."""
    rows = {"total": 10, "new": 4, "discharged": 6, "hired": 5, "left": 1, "remaining": 4}
    groups = {"women": 1, "men": 2, "all": 3}
    return [
        _figure(line + at, times * n * k, measure, group, place)
        for at, (measure, n) in enumerate(rows.items())
        for group, k in groups.items()
    ]


def _changed(figures: list[Figure], measure: str, value: int) -> list[Figure]:
    return [
        replace(f, value=Decimal(value), printed=str(value))
        if (f.measure, f.group) == (measure, "all")
        else f
        for f in figures
    ]


def test_columns_are_of_the_outcomes_that_are_defined() -> None:
    table = _table("norra", 10)
    assert len(_case(*table).tables) == 1 and list(participant_tables.columns(_case(*table))) == []
    (found,) = participant_tables.columns(_case(*_changed(table, "hired", 14)))
    assert found.accused[0].computed == "17" and "utfallen 14 + 3" in found.message
    assert _case(*table, defined=False).tables == []  # nothing says what an outcome is


def test_the_sums_are_the_definitions_own() -> None:
    parts = [*_table("norra", 10), *_table("sodra", 30), *_table("ostra", 50), *_table("vastra", 70)]
    sound = [*parts, *_table(WHOLE, 90, 2), *_table(APART, 110, 2)]
    assert list(participant_tables.association(_case(*sound))) == []
    for place, line, name in ((WHOLE, 90, "Helheten"), (APART, 110, "De vid sidan")):
        wrong = [*parts, *_changed(_table(place, line, 2), "hired", 31)]
        (found,) = participant_tables.association(_case(*wrong))
        assert found.accused[0].computed == "30" and found.message.startswith(f"{name}, till anställning")
        assert list(participant_tables.association(_case(*wrong, defined=False))) == []


def test_stocks_of_the_sums_are_left_to_their_parts() -> None:
    for place, tried in (("norra", 3), (WHOLE, 0), (APART, 0)):
        before = [replace(_figure(60, 99, "remaining", g, place), year=2018) for g in ("women", "men", "all")]
        assert len(list(stocks.carried_over(_case(*_table(place, 10), *before)))) == tried


def test_shares_are_of_the_outcomes_that_are_defined() -> None:
    shares = [_figure(10, 60, "share:hired"), _figure(10, 30, "share:left")]
    (found,) = sums.hundred(_case(*shares))
    assert [a.printed for a in found.accused] == ["60", "30"]
    assert list(sums.hundred(_case(*shares, defined=False))) == []
    base = _figure(11, 7, "discharged")
    (found,) = percentages.impossible(_case(_figure(10, 50, "share:hired"), base))
    assert found.rule == "impossible" and list(percentages.impossible(_case(base))) == []


def test_all_referrers_of_the_definitions_share_a_base() -> None:
    base = _figure(11, 9, "referred")
    shares = [_figure(10, 77, "share:referred-by:kommunen"), _figure(10, 51, "share:referred-by:regionen")]
    assert [f.rule for f in named_base.common_base(_case(*shares, base))] == ["common-base"]
    assert list(named_base.common_base(_case(shares[0], base))) == []  # not all of them are printed


def test_participants_are_those_whose_answers_are_protected() -> None:
    rate, answered = _figure(10, 44, "response:norra"), _figure(11, 4, "answered:1.4")
    for group, tried in (("brukare", "avslutade"), ("deltagare", "")):
        prints = [replace(f, respondents=group) for f in (rate, answered)]
        found = list(response.rates(_case(*prints, _figure(12, 20, "discharged"))))
        assert bool(found) == bool(tried) and all(tried in f.message for f in found)


def test_the_consequences_are_of_the_associations_own_table() -> None:
    facts = Facts(
        share((2019, WHOLE, f"share:{o}", "", g), k, 12, "r")
        for o, k in (("hired", 9), ("left", 3))
        for g in ("women", "men", "all")
    )
    made = _case(*_table(WHOLE, 10), facts={2019: facts})
    found = consequences.of_association(made)
    assert [(c.measure, c.group) for c in found][:2] == [("hired", "women"), ("hired", "men")]
    assert len(found) == 6 and len(consequences.gender_differences(found)) == 2
    assert consequences.of_association(_case(*_table(WHOLE, 10), defined=False)) == []


def test_scopes_are_named_as_the_definitions_name_them() -> None:
    places = {"norra": 30, "sodra": 30, "ostra": 20, "vastra": 20}
    before = [replace(_figure(80, n, "total", place=p), year=2018) for p, n in places.items()]
    before.append(replace(_figure(81, 100, "total", place=WHOLE), year=2018))
    now = [*_table("norra", 10), *_table("sodra", 30), *_table(WHOLE, 50, 2)]
    found = list(scopes.unlike_scopes(_case(*before, *now)))
    assert [f.rule for f in found] == ["unlike-scopes"]
    assert found[0].message.startswith("Helheten, ") and "med de vid sidan" in found[0].message


ELSEWHERE = REPOSITORY / "tests" / "elsewhere" / "data" / "definitions" / "2021.yaml"


def test_words_and_counts_of_another_association_are_tried_by_its_definitions() -> None:
    """Its own questions and scales say what counts, whatever they are called."""
    d = definitions.load(ELSEWHERE)
    question = next(q for q in d.questions if len(d.scale(q.scale).answers) > 2)
    scale, place, group = d.scale(question.scale), d.platform_ids[0], question.respondents[0]
    asked = {"year": 2021, "platform": place, "respondents": group}
    answers = [
        replace(_figure(20 + i, 3, f"answer:{question.id}:{a}"), **asked) for i, a in enumerate(scale.answers)
    ]
    total = 3 * len(scale.answers)
    prints = [*answers, replace(_figure(40, total, f"answered:{question.id}"), **asked)]
    positive, measure = Fraction(100 * len(scale.positive), len(scale.answers)), f"question:{question.id}"

    def case_of(percent: int, *claims_: Claim) -> Case:
        share_ = replace(_figure(10, percent, measure), unit="percent", **asked)
        record = Record(Path("record"), Path("audit"))
        source = Source(ACCOUNT, 2021, "Annat förbund", ACCOUNT, True, "")
        record.__dict__.update(figures=[share_, *prints], sources={ACCOUNT: source})
        return Case(2021, record, {}, {2021: d}, claims_)

    right = int(rounded(positive))
    assert list(percentages.fractions(case_of(right))) == list(named_base.cut(case_of(right))) == []
    assert [f.rule for f in percentages.fractions(case_of(right - 20))] == ["fractions"]
    key = f"2021/{place}/{measure}/{group}"
    top = Claim(ACCOUNT, 9, "de övre", "questions-top", (key,), (str(len(scale.positive)),), "", "", 2)
    last = scale.answers[-len(scale.positive) :] == scale.positive
    assert bool(list(claims.words(case_of(right, top)))) is not last
    other = replace(top, right=(str(len(scale.positive) + 1),))
    assert [f.rule for f in claims.words(case_of(right, other))] == ["claim-answers"]
    target = replace(_figure(11, 80, f"target:{question.id}"), unit="percent", **asked)
    made = case_of(right)
    made.record.__dict__["figures"] = [target]
    assert [f.rule for f in unmet.no_outcome(made)] == ["no-outcome"]
    made.record.__dict__["figures"] = [target, replace(target, measure=measure)]
    assert list(unmet.no_outcome(replace(made))) == []
