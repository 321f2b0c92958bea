"""The registry of what is counted: one entry a family of rules, with its rules and the measures it makes.

A new family is its module (functions and RULES, each with its clause), its words (`rule.<name>` in the
catalogue), a row in the data dictionary for each measure, a cell in `2_facts.ipynb` that counts it, its
tests, and an entry in FAMILIES.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.counting import (
    after_exit,
    age_groups,
    agreed,
    answers,
    average_stay,
    background,
    comparisons,
    declared,
    economy,
    everyone,
    final_reports,
    funnel,
    goals,
    good_examples,
    nafs,
    obstacles,
    participations,
    presence,
    preventive_efforts,
    readiness,
    registrations,
    sickness,
    since_last_year,
    society,
    strategic,
    tally,
    time_in_activity,
    uncertainty,
)
from helpers.counting.rule import Rule
from helpers.definitions import Definitions
from helpers.language import letters
from helpers.wording import text


@dataclass(frozen=True)
class Family:
    """Rules of one kind: the first part of their names is `name`, and `measures` are what they make.

    A measure is named as in the data dictionary, `<…>` standing for what differs: an outcome, a question, a
    place.
    """

    name: str
    rules: Mapping[str, Rule]
    measures: tuple[str, ...]


FAMILIES = (
    Family(
        "participants",
        participations.RULES,
        (
            *(*participations.FLOW, "<outcome>", "unique", "double-registered", "referred-by:<organisation>"),
            *(
                "share:<outcome>",
                "share:positive",
                "gender-share:<outcome>",
                "share:referred-by:<organisation>",
            ),
        ),
    ),
    Family("people", everyone.RULES, everyone.MEASURES),
    Family("average-stay", average_stay.RULES, average_stay.MEASURES),
    Family("readiness", readiness.RULES, readiness.MEASURES),
    Family("age-groups", age_groups.RULES, age_groups.MEASURES),
    Family("presence", presence.RULES, presence.MEASURES),
    Family(
        "time",
        time_in_activity.RULES,
        ("time:median", "time:low", "time:high", "time:known", "time:share-exited:<outcome>:<days>"),
    ),
    Family(
        "answers",
        answers.RULES,
        (
            *("question:<id>", "answered:<id>", "item-response:<id>", "answer:<id>:<label>"),
            *("answer-share:<id>:<label>", "answer-share-total:<id>"),
            *("question-range:<respondents>:min", "question-range:<respondents>:max"),
            *("asked", "answered", "response:asked", "response:discharged"),
        ),
    ),
    Family("sus", background.RULES, ("sus:people", "sus:<table>:<class>", "share:sus:<table>:<class>")),
    Family("after-exit", after_exit.RULES, after_exit.MEASURES),
    Family("registrations", registrations.RULES, registrations.MEASURES),
    Family(
        "society",
        society.RULES,
        (
            *("hae:<area>:<period>:<kind>", "hae:<area>:<period>:share", "hae:<area>:<period>:change"),
            *("hae:<area>:<period>:change-from-year", "hae:<area>:<period>:revision"),
        ),
    ),
    Family("sickness", sickness.RULES, sickness.MEASURES),
    Family("obstacles", obstacles.RULES, obstacles.MEASURES),
    Family(
        "economy",
        economy.RULES,
        (
            *(f"economy:{line}:<project>" for line in ("income", "costs", "result")),
            *(f"economy:{line}" for line in economy.STATEMENT),
            *(f"economy:{part}:<line>" for part in ("assets", "equity", "debt", "equity-and-debt")),
            *("economy:cash-flow:<line>", "economy:note<n>:<line>"),
            *(f"economy:{column}:<row>" for column in ("outcome", "budget", "deviation")),
            *("economy:deviation-share:costs:<project>", "economy:share-of-member-fees:<part>"),
            *("economy:own-capital:share-of-fees", "economy:member-share:<member>:<part>"),
            *("economy:cost:<platforms>:per-participation", "economy:cost:<platforms>:per-discharge"),
            *("economy:balance:<account>", "economy:balance-opening:<account>"),
            *("economy:balance-movement:<account>", "economy:balance-transactions:<account>"),
            *("economy:last-year:<measure>", "economy:identity:<id>", "economy:identity-difference:<id>"),
        ),
    ),
    Family("agreements", agreed.RULES, ("agreement:<measure>",)),
    Family("preventive", preventive_efforts.RULES, preventive_efforts.MEASURES),
    Family("nafs", nafs.RULES, nafs.MEASURES),
    Family("declared", declared.RULES, ("<declared measure>",)),
    Family("interventions", final_reports.RULES, final_reports.MEASURES),
    Family("strategic", strategic.RULES, strategic.MEASURES),
    Family(
        "decisions",
        goals.RULES | good_examples.RULES | tally.RULES | agreed.AIMS,
        (
            *("target:<id>", "verdict:<id>", "judgement:<id>", "doubt:<id>"),
            *("signals:<kind>", "tally:<kind>", "goals-met", "examples:<account>"),
        ),
    ),
    Family(
        "uncertainty",
        uncertainty.RULES,
        ("low:<share>", "high:<share>", "least:<share>", "most:<share>"),
    ),
    Family("since", since_last_year.RULES, since_last_year.MEASURES),
    Family("funnel", funnel.RULES, funnel.MEASURES),
    Family(
        "comparisons",
        comparisons.RULES,
        (
            *("difference:<share>", "difference-low:<share>", "difference-high:<share>"),
            *("difference-p:<share>", "difference-p-corrected:<share>", "difference-claim:<share>"),
            *("difference-visible:<share>", "comparisons", "gender-even"),
        ),
    ),
)


def rules(definitions: Definitions) -> dict[str, Rule]:
    """Every rule of a year, by name: those of the families, and those of the outcomes that the year names."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        found |= family.rules
    return found | participations.rules(definitions)


def function_of(rule: str) -> str:
    """The function that follows a rule, '' where no family has it.

    >>> function_of("participants.to-work")
    'helpers.counting.participations.outcome'
    """
    for family in FAMILIES:
        if rule in family.rules:
            return family.rules[rule].function
    is_outcome = rule.startswith("participants.")
    return Rule(participations.outcome, "", "", 0).function if is_outcome else ""


def is_declared(rule: str) -> bool:
    """Whether what a rule makes is written in the definitions, not computed.

    >>> is_declared("decisions.target"), is_declared("decisions.verdict"), is_declared("participants.to-work")
    (True, False, False)
    """
    return any(rule in family.rules and family.rules[rule].is_declared for family in FAMILIES)


def words(rule: str, definitions: Definitions) -> str:
    """A rule of a year as a reader sees it."""
    return told(rule, rules(definitions)[rule])


def told(name: str, rule: Rule) -> str:
    """A rule as a reader sees it."""
    return rule.words or text(f"rule.{name}")


def off_their_lines(lines: Mapping[str, list[str]], years: Iterable[Definitions]) -> list[str]:
    """Rules whose clause does not stand on its lines; accents that a scan lost are no difference."""
    known = {(name, rule) for d in years for name, rule in rules(d).items()}
    return [
        text("rule.off_its_lines", rule=name, clause=rule.clause, where=rule.where)
        for name, rule in sorted(known, key=lambda pair: (pair[0], pair[1].where))
        if rule.source in lines and not stands(rule, lines[rule.source])
    ]


def stands(rule: Rule, lines: list[str]) -> bool:
    """Whether a rule's clause stands on its lines; accents that a scan lost are no difference."""
    return _folded(rule.clause) in _folded("\n".join(lines[rule.lines]))


def _folded(words: str) -> str:
    """Words without accents, divided words and runs of space.

    >>> _folded("är dubbel-\\nregistrerade  män")
    'ar dubbelregistrerade man'
    """
    return re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*", "", letters.unaccented(words)))
