"""Printed amounts beside exact kronor: one rounding, half away from zero, a minus said by a word; basis."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from support.prints import ASSOCIATION, case, figure

from helpers import __main__
from helpers.audit import proof, record
from helpers.audit.comparison import COUNTED, compare, tally
from helpers.audit.record import Figure, Record, RecordError
from helpers.facts import Fact, Facts
from helpers.paths import Workspace


def _fact(value: str, measure: str = "economy:result", rule: str = "economy.result") -> Fact:
    return Fact(2019, ASSOCIATION, measure, value=Decimal(value), unit="SEK", state="ok", rule=rule)


def _printed(printed: str, value: str, measure: str = "economy:result", **other: object) -> Figure:
    unit = {"kr": "SEK", "tkr": "tkr", "mkr": "mkr", "%": "percent"}[printed.rpartition(" ")[2]]
    made = figure(1, value, measure, platform=ASSOCIATION, unit=unit, **other)
    return replace(made, printed=printed)


@pytest.mark.parametrize(
    ("printed", "value", "exact"),
    [
        ("-573 678 kr", "-573678", "-573677.50"),
        ("386 323 kr", "386323", "386322.50"),
        ("-12 573 tkr", "-12573", "-12572559.55"),
        ("1 tkr", "1", "500.00"),
        ("1,5 mkr", "1.5", "1450000.00"),
        ("0 kr", "0", "0.49"),
    ],
)
def test_an_amount_is_rounded_once_and_half_away_from_zero(printed: str, value: str, exact: str) -> None:
    as_printed = _printed(printed, value)
    assert as_printed.agrees(_fact(exact))
    assert not replace(as_printed, value=as_printed.number + 1).agrees(_fact(exact))
    assert not as_printed.agrees(_fact(str(-Decimal(exact)))) or as_printed.value == 0


def test_kronor_and_öre_are_rounded_once_not_kronor_first() -> None:
    """499,50 kr is 0 tkr: rounded to 500 kr first it would be 1."""
    assert _printed("0 tkr", "0").agrees(_fact("499.50"))


def test_a_count_is_no_amount() -> None:
    assert not figure(1, "1000", "economy:result", platform=ASSOCIATION).agrees(_fact("1000.00"))
    assert not _printed("1 000 kr", "1000").agrees(replace(_fact("1000"), unit="count"))


def test_a_minus_said_by_a_word_is_a_minus() -> None:
    deficit = _printed("1 000 tkr", "1000", minus_word="underskott")
    assert deficit.agrees(_fact("-999684.10"))
    assert not deficit.agrees(_fact("999684.10"))  # a surplus is no deficit
    assert not replace(deficit, minus_word="").agrees(_fact("-999684.10"))


def test_a_share_of_the_ledger_is_rounded_as_a_percentage() -> None:
    fact = Fact(
        2019, "x", "economy:deviation-share", value=Fraction(1117339, 13690000), unit="share", state="ok"
    )
    assert figure(1, "8 %", "economy:deviation-share").agrees(fact)


def test_a_percentage_of_too_few_is_compared_by_its_counts() -> None:
    """A page tells two of two and no percentage; the print that says 100 % of them agrees all the same."""
    few = Fact(
        2019, "vannas", "question:3.1a", "chef", numerator=2, denominator=2, unit="share", state="too-few"
    )
    agreed = figure(1, "100 %", "question:3.1a", respondents="chef")
    assert agreed.agrees(few) and replace(agreed, numerator=2, denominator=2).agrees(few)
    assert not replace(agreed, value=Decimal(50)).agrees(few)
    assert not replace(agreed, numerator=1, denominator=1).agrees(few)
    assert not agreed.agrees(replace(few, numerator=None, denominator=None))  # what is protected stays unsaid


def test_declared_figures_that_agree_are_counted_apart() -> None:
    """They never stand among the reproduced; one that differs differs, whatever it rests on."""
    prints = [
        _printed("750 tkr", "750", "economy:budget:equity:closing"),
        _printed("751 tkr", "751", "economy:budget:equity:closing"),
        _printed("35 %", "35", "target:work"),
        _printed("-1 000 tkr", "-1000"),
        _printed("5 tkr", "5", "economy:unknown"),
    ]
    declared = _fact("750000", "economy:budget:equity:closing", "decisions.target")
    target = Fact(
        2019,
        ASSOCIATION,
        "target:work",
        value=Fraction(7, 20),
        unit="share",
        state="ok",
        rule="decisions.target",
    )
    facts = {2019: Facts([declared, target, _fact("-999684.10")])}
    compared = list(compare(case(*prints).record, prints, facts))
    assert [c.basis for c in compared] == ["declared", "declared", "declared", "computed", ""]
    assert tally(compared) == {"reproduced": 1, "declared": 2, "differs": 1, "underivable": 1}
    assert set(tally(compared)) <= set(COUNTED)


HEADER = ",".join(record.COLUMNS) + "\n"


def _record(folder: Path, unsigned: str) -> tuple[Record, Path]:
    """A record of one amount whose text says underskott on the line before, and the folder of its text."""
    made, sources = Record(folder / "published", folder / "audit"), folder / "sources"
    for f in (made.published, made.audit, sources):
        f.mkdir(parents=True)
    text = "rad ett\nblev ett underskott\nom 7 tkr\n"
    (sources / "konto.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (made.audit / "sources.yaml").write_text(
        f'- {{source: konto, account: 2019, owner: X, title: Y, scanned: true, sha256: "{digest}"}}\n',
        encoding="utf-8",
    )
    row = "konto,3,7 tkr,7,,,tkr,2019,vannas,economy:result,,all,,\n"
    (made.published / "economy.csv").write_text(HEADER + row, encoding="utf-8")
    (made.audit / "unsigned.csv").write_text("source,line,printed,word\n" + unsigned, encoding="utf-8")
    return made, sources


def test_the_word_that_says_minus_stands_beside_its_figure(tmp_path: Path) -> None:
    made, sources = _record(tmp_path / "a", "konto,3,7 tkr,underskott\n")
    assert [f.minus_word for f in made.figures] == ["underskott"]
    assert proof.check_sources(made, sources) == (1, [])
    made, sources = _record(tmp_path / "b", "konto,3,7 tkr,minskning\n")
    assert proof.check_sources(made, sources)[1] == [
        "unsigned.csv: ”minskning” står inte på konto:3 eller raden före"
    ]


def test_a_word_without_a_figure_is_a_fault_of_the_record(tmp_path: Path) -> None:
    made, _ = _record(tmp_path, "konto,2,7 tkr,underskott\n")
    with pytest.raises(RecordError, match=r"unsigned\.csv: konto:2 ”7 tkr”"):
        _ = made.figures


def _set(folder: Path, *rows: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "comparison.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return folder


def test_a_command_says_of_each_year_what_became_of_its_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    compared = __main__.COMMANDS["compared"]
    assert compared(Workspace(tmp_path)) == 0 and "make report" in capsys.readouterr().out
    rows = ("basis,state", "computed,reproduced", "declared,reproduced", "computed,differs", ",underivable")
    _set(tmp_path / "reports" / "2018", "state", "reproduced")  # as an earlier version wrote it
    _set(tmp_path / "reports" / "2019", *rows, "computed,reproduced")
    assert compared(Workspace(tmp_path)) == 0
    before, now = capsys.readouterr().out.splitlines()
    assert before.startswith("2018. ") and "make report YEAR=2018" in before
    assert now == (
        "2019. Tryckta siffror: 2 återskapade, 1 angivna men inte beräknade, 1 skiljer, "
        "1 går inte att härleda, 0 går inte att läsa."
    )


def test_a_command_says_of_each_kind_of_rule_what_became_of_its_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    told = [("sus.people", "computed,reproduced"), ("declared.figure", "declared,reproduced")]
    told += [("sus.share", "computed,differs"), ("", ",underivable"), ("sus.people", "computed,reproduced")]
    rows = [f"{rule},{state}" for rule, state in told]
    _set(tmp_path / "reports" / "2019", "rule,basis,state", *rows)
    assert __main__.COMMANDS["compared"](Workspace(tmp_path)) == 0
    _, head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["Slag", "av", "regel"] and len({len(line) for line in lines}) == 1
    assert [" ".join(line.split()) for line in lines] == [
        "Angivna uppgifter 0 1 0 0 0",
        "SUS 2 0 1 0 0",
        "Utan regel 0 0 0 1 0",
    ]
