"""What words stand for, goals, starting years, corrected evidence: one wrong is found, its twin is silent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.prints import (
    ACCOUNT,
    ASSOCIATION,
    COLUMNS,
    accused,
    case,
    figure,
    only,
    planted,
    table,
)

from helpers.audit import errata as decided
from helpers.audit import every_rule
from helpers.audit.case import Case
from helpers.audit.decisions import Erratum
from helpers.audit.finding import Accused, Finding
from helpers.audit.record import Figure, RecordError
from helpers.audit.registers import Claim, listed
from helpers.audit.rules import (
    changes,
    claims,
    participant_tables,
    repeats,
    response,
    scopes,
    starts,
    stocks,
    unmet,
)
from helpers.defining import laws
from helpers.facts import Facts, missing, share


def _claim(kind: str, left: str, right: str = "", line: int = 90, **other: str) -> Claim:
    words = {"printed": "orden", "reads": "", "note": "", "defined": ""} | other
    return Claim(source=ACCOUNT, line=line, kind=kind, left=listed(left), right=listed(right), row=2, **words)


def _words(claim: Claim, *figures: Figure, **known: object) -> list[Finding]:
    return list(claims.words(case(*figures, words=(claim,), **known)))


# --- evidence that an erratum corrects --------------------------------------------------------------------


def _erratum(figure: Figure, corrected: str, rule: str = "twice", decision: str = "accepted") -> Erratum:
    return Erratum(rule, ACCOUNT, figure.line, figure.printed, decision, corrected, "skäl")


def test_words_are_tried_on_evidence_as_it_is_corrected() -> None:
    now, before = figure(10, "29", "discharged"), figure(11, "29", "discharged", year=2018)
    rose = _claim("increased", "2019/vannas/discharged", "2018/vannas/discharged")
    only(_words(rose, now, before), "claim-trend", "claim")
    assert _words(rose, now, before, errata=(_erratum(before, "19"),)) == []
    only(_words(rose, now, before, errata=(_erratum(before, "39"),)), "claim-trend", "claim")
    only(
        _words(rose, now, before, errata=(_erratum(before, "", decision="rejected"),)), "claim-trend", "claim"
    )


def test_the_rule_that_found_a_misprint_still_finds_it() -> None:
    wrong = figure(30, "73", "total")
    made = case(*table(), wrong, errata=(_erratum(wrong, "72"),))
    found = every_rule.audit(made)
    assert accused(found) == {(30, "73")}
    assert decided.resolved(made, list(made.errata), found) == found


def test_a_closing_stock_is_used_corrected() -> None:
    last = [figure(30, "63", "total", year=2018), figure(30, "29", "discharged", year=2018)]
    only(list(stocks.carried_over(case(*table(), *last))), "carried-over", "unreconciled")
    assert list(stocks.carried_over(case(*table(), *last, errata=(_erratum(last[1], "20"),)))) == []
    wrong = list(stocks.carried_over(case(*table(), *last, errata=(_erratum(last[1], "19"),))))
    assert "44 var kvar" in wrong[0].message and "63 − 19" in wrong[0].message


def test_what_is_quoted_changed_or_summed_is_used_corrected() -> None:
    own = figure(5, "73", "total", year=2018, source="bokslut-2018")
    quote, mended = (
        figure(30, "63", "total", year=2018),
        Erratum("", "bokslut-2018", 5, "73", "accepted", "63", "s"),
    )
    only(list(repeats.quoted(case(own, quote))), "quoted", "unreconciled")
    assert list(repeats.quoted(case(own, quote, errata=(mended,)))) == []
    shares = [figure(10 + y, p, f"hae:a:{y}:share") for y, p in ((2017, "10,4 %"), (2016, "11,7 %"))]
    change = figure(12, "-0,3", "hae:a:2017:change", unit="percentage-points")
    only(list(changes.differences(case(*shares, change))), "changes", "error")
    assert list(changes.differences(case(*shares, change, errata=(_erratum(shares[1], "10,7 %"),)))) == []
    asked = {"respondents": "deltagare"}
    rate = [
        figure(10, "39", "discharged"),
        figure(50, "28 %", "response:unstated", **asked),
        figure(51, "8", "answered:1.4", **asked),
    ]
    only(list(response.rates(case(*rate))), "response-rates", "unreconciled")
    assert list(response.rates(case(*rate, errata=(_erratum(rate[0], "29"),)))) == []
    whole = {g: tuple(2 * n for n in COLUMNS[g]) for g in COLUMNS}
    wrong = planted(table("vindeln", 25), "total", value=Decimal(27), printed="27")
    sums = [*table(), *wrong, *table(ASSOCIATION, 40, whole)]
    only(list(participant_tables.association(case(*sums))), "association", "error")
    misprint = next(f for f in wrong if f.printed == "27")
    assert list(participant_tables.association(case(*sums, errata=(_erratum(misprint, "72"),)))) == []


# --- like with like ---------------------------------------------------------------------------------------


def _two_scopes(last: int, *words: Claim) -> Case:
    """2019: 144 in two platforms; 2018: 123 in the same, 219 with those apart; what is printed for 2018."""
    whole = {g: tuple(2 * n for n in COLUMNS[g]) for g in COLUMNS}
    parts = {"vannas": 63, "vindeln": 60, "hikikomori": 38, "vaga-vaxa": 58}
    before = [
        figure(80 + i, str(n), "total", year=2018, platform=p) for i, (p, n) in enumerate(parts.items())
    ]
    printed = figure(95, str(last), "total", year=2018, platform=ASSOCIATION)
    now = [*table(), *table("vindeln", 25), *table(ASSOCIATION, 40, whole)]
    return case(*now, *before, printed, words=words)


def test_words_that_hold_for_the_same_activities_are_not_accused() -> None:
    key = (f"2019/{ASSOCIATION}/total", f"2018/{ASSOCIATION}/total")
    higher, lower = _claim("increased-slightly", *key), _claim("decreased-slightly", *key, line=91)
    found = only(list(scopes.unlike_scopes(_two_scopes(219, higher, lower))), "unlike-scopes", "claim")
    assert {a.line for a in found.accused if a.printed == "orden"} == {91}
    assert "stämmer inte heller orden" in found.consequence
    right = only(list(scopes.unlike_scopes(_two_scopes(219, higher))), "unlike-scopes", "claim")
    assert "gäller fler verksamheter" in right.consequence and "ökat" not in right.consequence
    assert list(scopes.unlike_scopes(_two_scopes(123, higher, lower))) == []


def test_people_of_a_place_without_a_table_may_be_the_difference() -> None:
    """Four accepted in Bjurholm, which has no table: 148 and 146 may be so, 150 and 143 may not."""
    whole = {g: tuple(2 * n for n in COLUMNS[g]) for g in COLUMNS}
    both = [*table(), *table("vindeln", 25)]
    elsewhere = figure(90, "4", "accepted", platform="bjurholm")

    def severities(group: str, printed: int) -> list[str]:
        wrong = planted(
            table(ASSOCIATION, 40, whole), "total", group, value=Decimal(printed), printed=str(printed)
        )
        return [f.severity for f in participant_tables.association(case(*both, elsewhere, *wrong))]

    assert severities("all", 144) == []
    assert severities("all", 148) == ["unreconciled"] and severities("all", 145) == ["error"]
    assert severities("men", 83) == severities("men", 86) == ["unreconciled"]  # 82 and up to four more
    assert severities("men", 87) == severities("men", 81) == ["error"]


def test_a_fall_in_words_has_no_sign() -> None:
    shares = [
        figure(10, p, f"hae:umea:{y}:share", platform=ASSOCIATION)
        for y, p in ((2017, "10,4 %"), (2016, "10,7 %"))
    ]
    for printed, computed in (("0,3 %", "0.3"), ("-0,3 %", "-0.3")):
        change = figure(12, printed, "hae:umea:2017:change", platform=ASSOCIATION)
        found = only(list(changes.differences(case(*shares, change))), "percent-for-points", "error")
        assert found.accused == (Accused(ACCOUNT, 12, printed, computed),)


# --- whom a finding names, and how often ------------------------------------------------------------------


def test_a_finding_names_the_place_whose_figures_fail() -> None:
    facts = Facts(
        share((2019, place, "question:4.12", "styrgrupp", "all"), k, n, "r")
        for place, k, n in (("vannas", 6, 9), ("vindeln", 5, 6))
    )
    both = "2019/vindeln/question:4.12/styrgrupp | 2019/vannas/question:4.12/styrgrupp"
    found = only(_words(_claim("reached", both, "80"), facts={2019: facts}), "claim-target", "claim")
    assert found.message.startswith("Vännäs: ") and "6/9" in found.message
    each = only(_words(_claim("reached", both, "90"), facts={2019: facts}), "claim-target", "claim")
    assert each.message.startswith("Vindeln och Vännäs: ")


def test_two_phrases_of_one_line_that_say_the_same_are_one_finding() -> None:
    prints = [figure(10, "63", "total"), figure(11, "63", "total", year=2018)]
    keys = ("2019/vannas/total", "2018/vannas/total")
    one, other = _claim("increased", *keys), _claim("increased", *keys, printed="de andra orden")
    assert len(list(claims.words(case(*prints, words=(one, other))))) == 1
    apart = replace(other, line=120)
    assert len(list(claims.words(case(*prints, words=(one, apart))))) == 2


# --- what words stand for ---------------------------------------------------------------------------------


def test_the_top_of_a_scale_needs_an_order() -> None:
    def found(questions: str, count: str = "3") -> list[Finding]:
        keys = " | ".join(f"2019/vannas/question:{q}/deltagare" for q in questions.split())
        return _words(_claim("questions-top", keys, count))

    assert found("1.4 1.5 1.6") == []
    assert "fråga 1.7" in only(found("1.4 1.7"), "claim-answers", "claim").message
    assert "fråga 1.4" in only(found("1.4", "2"), "claim-answers", "claim").message  # three answers count
    with pytest.raises(RecordError, match=r"claims\.csv:2"):
        found("9.9")


def test_one_name_for_two_populations() -> None:
    part, whole = (
        figure(10, "282", "discharged"),
        figure(11, "378", "discharged", platform="ungdomsplattformen"),
    )
    said = _claim("one-population", "2019/ungdomsplattformen/discharged", "2019/vannas/discharged")
    found = only(_words(said, part, whole), "claim-meaning", "claim")
    assert accused([found]) == {(90, "orden"), (10, "282"), (11, "378")}
    assert _words(replace(said, defined="83–84"), part, whole) == []  # the account says who is meant
    assert _words(said, part, replace(whole, printed="282", value=Decimal(282))) == []


def test_a_comparison_needs_its_basis() -> None:
    said = _claim("stated-basis", "2018/vannas/days:average", note="tiden året före")
    found = only(_words(said, figure(10, "470", "days:average")), "claim-meaning", "claim")
    assert "tiden året före" in found.message
    assert _words(said, figure(10, "388", "days:average", year=2018)) == []
    counted = {2018: Facts([share((2018, "vannas", "days:average", "", "all"), 1, 2, "r")])}
    assert len(_words(said, facts=counted)) == 1  # what the data have, the reader has not seen


def test_a_heading_of_shares_stands_over_shares() -> None:
    said = _claim("heading-shares", "2019/vannas/hae:a:2017:total | 2019/vannas/hae:b:2017:total")

    def prints(*printed: str) -> list[Figure]:
        return [
            figure(10 + i, p, f"hae:{a}:2017:total")
            for i, (a, p) in enumerate(zip("ab", printed, strict=True))
        ]

    assert _words(said, *prints("10,4 %", "3,1 %")) == []
    assert accused(_words(said, *prints("10,4 %", "2 295"))) == {(90, "orden"), (11, "2 295")}
    with pytest.raises(RecordError, match="varken tryckt eller uträknad"):
        _words(said)


@pytest.mark.parametrize(
    ("asked", "answered", "carried"),
    [
        ("behovsanpassad lösning", "behovsanpassade lösningar", True),
        ("rundgången har brutits", "rundgången är bruten", True),
        ("den lokala samverkan", "den lokala samverkan", True),
        ("den lokala ledningen för samverkan", "den lokala samverkan", False),
        ("den lokala samverkan", "den lokala ledningen för samverkan", False),
        ("näringsliv/civilsamhälle", "andra aktörer", False),
        ("förebyggande insatser", "behovsanpassad lösning", False),
    ],
)
def test_a_result_answers_its_own_indicator(asked: str, answered: str, carried: bool) -> None:
    found = _words(_claim("its-indicator", asked, answered, note="3.2"))
    if carried:
        assert found == []
    else:
        assert f"indikator 3.2 frågar efter ”{asked}”" in only(found, "claim-meaning", "claim").message


def test_the_indicator_that_foreign_words_belong_to_is_named() -> None:
    foreign = _claim("its-indicator", "förebyggande insatser", "annan behovsanpassad lösning", note="3.2")
    assert "Orden hör till 1.3" in _words(foreign)[0].message
    own = _claim("its-indicator", "samverkansstödet", "annan behovsanpassad lösning", note="1.3")
    assert "Orden hör till" not in _words(own)[0].message


def test_a_law_that_is_followed_is_in_force() -> None:
    old = next(law for law in laws.repealed() if law.number == "1997:614")
    said, new = _claim("law-in-force", "1997:614"), _claim("law-in-force", "2018:597", line=99)
    found = list(claims.words(case(words=(said, new), laws=(old,))))
    assert accused(found) == {(90, "orden")} and "rad 99" in only(found, "claim-meaning", "claim").message
    assert list(claims.words(case(words=(new,), laws=(old,)))) == []
    later = old.model_copy(update={"repealed": date(2019, 1, 2)})  # in force on the year's first day
    assert list(claims.words(case(words=(said,), laws=(later,)))) == []


# --- goals and starts -------------------------------------------------------------------------------------


def test_a_goal_needs_an_outcome() -> None:
    goal = figure(10, "40 %", "goal:to-work")
    found = only(list(unmet.no_outcome(case(goal))), "no-outcome", "unreconciled")
    assert found.accused == (Accused(ACCOUNT, 10, "40 %"),)
    outcome = figure(12, "41 %", "outcome:to-work")
    assert list(unmet.no_outcome(case(goal, outcome))) == []
    unread = replace(outcome, value=None, note="unreadable: OCR")
    assert list(unmet.no_outcome(case(goal, unread))) == []  # it is printed
    assert len(list(unmet.no_outcome(case(goal, replace(outcome, platform="vindeln"))))) == 1
    assert list(unmet.no_outcome(case(figure(10, "ca 30", "goal:per-post")))) == []  # an assumption
    assert list(unmet.no_outcome(case(replace(goal, year=2020)))) == []  # its time has not come
    told = _claim("unmeasured", "2019/vannas/outcome:to-work", "2019/vannas/goal:to-work")
    assert list(unmet.no_outcome(case(goal, words=(told,)))) == []


def test_a_target_of_a_question_needs_the_question_s_result() -> None:
    asked = {"respondents": "styrgrupp"}
    target, result = figure(10, "80 %", "target:4.9", **asked), figure(11, "70 %", "question:4.9", **asked)
    assert list(unmet.no_outcome(case(target, result))) == []
    only(list(unmet.no_outcome(case(target))), "no-outcome", "unreconciled")
    assert len(list(unmet.no_outcome(case(target, replace(result, respondents="personal"))))) == 1
    assert (
        list(unmet.no_outcome(case(figure(10, "35 %", "target:1.1")))) == []
    )  # no question: the table has it
    whole = replace(target, platform="kranskommunerna")
    assert list(unmet.no_outcome(case(whole, result))) == []  # each of its parts is measured


def test_an_activity_begins_once() -> None:
    def found(*said: str) -> list[Finding]:
        words = [_claim("started", "vannas", s, line=90 + i) for i, s in enumerate(said)]
        return list(starts.started(case(words=tuple(words))))

    assert found("2009", "2009") == found("2019 year 10", "2010") == found("2019 age 10", "2009") == []
    for pair in (("2009", "2010"), ("2019 year 10", "2019 age 10"), ("2018", "2019 year 1")):
        one = only(found(*pair), "started", "unreconciled")
        assert {a.line for a in one.accused} == {90, 91} and one.message.startswith("Vännäs: ")
    with pytest.raises(RecordError, match=r"claims\.csv:2"):
        found("i fjol", "2009")


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("increased", "2019/{place}/share:to-work//men", "1"),
        ("same", "2019/{place}/question:1.4/deltagare", "1"),
        ("questions-far", "{place}/deltagare", "80"),
    ],
)
def test_words_on_what_is_not_delivered_are_not_tried(kind: str, left: str, right: str) -> None:
    counted = {2019: Facts([missing((2019, "vindeln", "total", "", "all"), "count", "participants.total")])}
    assert _words(_claim(kind, left.format(place="vannas"), right), facts=counted) == []
    with pytest.raises(RecordError, match="varken tryckt eller uträknad"):
        _words(_claim(kind, left.format(place="atlantis"), right), facts=counted)
