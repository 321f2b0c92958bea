"""A printed account made for a test of the audit: figures, a sound table, a case, and what is accused."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from helpers import definitions
from helpers.audit import decisions, registers
from helpers.audit.case import Case
from helpers.audit.decisions import Erratum
from helpers.audit.finding import Finding
from helpers.audit.record import Figure, Record, Source
from helpers.audit.registers import Claim, Sum, Weight
from helpers.defining import laws
from helpers.defining.laws import Repealed
from helpers.facts import Facts
from helpers.paths import REPOSITORY, Workspace
from helpers.rounding import rounded

ACCOUNT = "bokslut-2019"
SHIPPED = Workspace(REPOSITORY)
DEFINED = {y: definitions.load(SHIPPED.definitions / f"{y}.yaml") for y in (2018, 2019)}
ASSOCIATION, OUTCOMES = DEFINED[2019].together.id, DEFINED[2019].outcome_ids


def figure(line: int, printed: str, measure: str, group: str = "all", **other: object) -> Figure:
    """A printed figure of Vännäs 2019; its value is what is printed, its unit per cent where a % stands."""
    digits = (
        printed.partition("(")[0]
        .replace("%", "")
        .replace("tkr", "")
        .replace("kr", "")
        .replace("ca", "")
        .replace(" ", "")
        .replace(",", ".")
    )
    units = {"%": "percent", "tkr": "tkr", "kr": "SEK"}
    unit = next((u for mark, u in units.items() if mark in printed), "count")
    made = {
        "source": ACCOUNT,
        "line": line,
        "printed": printed,
        "value": Decimal(digits),
        "numerator": None,
        "denominator": None,
        "unit": unit,
        "year": 2019,
        "platform": "vannas",
        "measure": measure,
        "respondents": "",
        "group": group,
        "scope": "",
        "note": "",
    }
    return Figure(**(made | other))


def case(
    *figures: Figure,
    facts: dict[int, Facts] | None = None,
    words: tuple[Claim, ...] = (),
    declared: tuple[Sum, ...] = (),
    weights: tuple[Weight, ...] = (),
    errata: tuple[Erratum, ...] = (),
    laws: tuple[Repealed, ...] = (),
) -> Case:
    """A year 2019 with these prints."""
    record = Record(Path("record"), Path("audit"))
    names = {f.source for f in figures} | {ACCOUNT}
    accounts = {s: Source(s, int(s[-4:]), "Förbundet", s, True, "") for s in names}
    record.__dict__.update(figures=list(figures), sources=accounts)
    return Case(2019, record, facts or {}, DEFINED, words, declared, weights, errata=errata, laws=laws)


def shipped(facts: dict[int, Facts]) -> Callable[[int], Case]:
    """The shipped accounts by year, with these facts and all that the audit knows of them."""
    record = Record(SHIPPED.published, SHIPPED.audit)
    known = {y: definitions.load(SHIPPED.definitions / f"{y}.yaml") for y in facts}
    of_all = (
        registers.read_claims(SHIPPED.audit),
        registers.read_sums(SHIPPED.audit),
        registers.read_weights(SHIPPED.audit),
        registers.read_names(SHIPPED.audit),
        tuple(decisions.read(SHIPPED.audit)),
        tuple(laws.repealed()),
    )
    return lambda year: Case(year, record, facts, known, *of_all)


COLUMNS = {"women": (31, 12, 13, 1, 2, 8, 2, 18), "men": (41, 17, 16, 4, 2, 8, 2, 25)}
ROWS = ("total", "new", "discharged", *OUTCOMES, "remaining")


def table(
    platform: str = "vannas", line: int = 10, columns: dict[str, tuple[int, ...]] = COLUMNS
) -> list[Figure]:
    """A sound participant table: kvinnor, män, totalt, and the outcome shares."""
    made = []
    for at, row in enumerate(ROWS):
        counts = {g: columns[g][at] for g in ("women", "men")}
        counts["all"] = sum(counts.values())
        made += [figure(line + at, str(n), row, g, platform=platform) for g, n in counts.items()]
        if row in OUTCOMES:
            left = sum(columns[g][2] for g in columns)
            made.append(
                figure(
                    line + at,
                    f"{rounded(Fraction(100 * counts['all'], left))} %",
                    f"share:{row}",
                    platform=platform,
                )
            )
    return made


def planted(figures: list[Figure], measure: str, group: str = "all", **change: object) -> list[Figure]:
    """The figures with the first print of one cell changed."""
    done = False
    made = []
    for f in figures:
        hit = not done and (f.measure, f.group) == (measure, group)
        done |= hit
        made.append(replace(f, **change) if hit else f)
    assert done
    return made


def accused(found: list[Finding]) -> set[tuple[int, str]]:
    return {(a.line, a.printed) for f in found for a in f.accused}


def only(found: list[Finding], rule: str, severity: str) -> Finding:
    assert [(f.rule, f.severity) for f in found] == [(rule, severity)], [f.message for f in found]
    return found[0]
