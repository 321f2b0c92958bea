"""The audit of one account year: every finding, and the sections of its page that sum it up."""

from collections import Counter
from dataclasses import dataclass

from helpers.audit import consequences, decisions, errata, every_rule
from helpers.audit.case import Case
from helpers.audit.comparison import COUNTED, Compared, compare, tally
from helpers.audit.finding import SEVERITIES, Finding
from helpers.audit.record import Record
from helpers.audit.registers import read_claims, read_names, read_sums, read_weights
from helpers.context import YEARS_BACK, Context
from helpers.defining import laws
from helpers.language.marked_swedish import in_swedish
from helpers.pages import blocks
from helpers.pages.blocks import paragraph, section
from helpers.pages.document import NOTHING, Block, Content, Heading, Link, Paragraph, join, points, table
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import inner, listing, number, text

# The page's chapters: which rules' findings stand in each.
CHAPTERS = {
    "sums": (
        "women-and-men",
        "columns",
        "association",
        "background",
        "answers",
        "yearly-equivalents",
        "hundred",
    ),
    "economy": ("declared", "booked"),
    "percentages": ("fractions", "impossible", "bases", "common-base", "cut", "weighted"),
    "repeats": ("twice", "accepted", "quoted"),
    "likeness": (
        "carried-over",
        "unlike-scopes",
        "half-year",
        "changes",
        "percent-for-points",
        "implied-population",
        "out-of-scale",
    ),
    "response": ("response-rates",),
    "words": (
        *("claim-trend", "claim-target", "claim-gender", "claim-answers", "claim-count", "claim-meaning"),
        *("no-outcome", "started"),
    ),
    "reading": ("unreadable",),
}


@dataclass(frozen=True)
class Review:
    """One account year under review."""

    context: Context
    case: Case
    compared: list[Compared]
    findings: list[Finding]
    decided: dict[tuple[str, str, int, str], decisions.Erratum]
    resolved: list[Finding]  # the findings that are gone when the accepted errata are made

    @classmethod
    def load(cls, context: Context) -> "Review":
        """The record, the facts as far as they are counted, and every finding.

        Raises:
            RecordError: a row of the record or of the audit's own data that cannot be used.
            DefinitionError: faulty definitions, or names of the printed record.
        """
        case = _case(context)
        found = every_rule.audit(case)
        decided = errata.of_findings(list(case.errata), found, case.sources)
        compared = list(compare(case.record, case.all_figures, case.facts))
        return cls(context, case, compared, found, decided, errata.resolved(case, [*decided.values()], found))

    @property
    def accounts(self) -> list[str]:
        """The titles of the year's printed accounts."""
        return [s.title for s in self.case.record.account(self.case.year)]

    def counts(self) -> Counter[str]:
        """How many printed figures are in each of COUNTED."""
        return tally(self.compared)

    def of_rule(self, rule: str) -> list[Finding]:
        """The findings of one rule, in the order of the print."""
        return [f for f in self.findings if f.rule == rule]

    def rules(self) -> list[str]:
        """The rules with findings, in the order of the page."""
        return list(dict.fromkeys(f.rule for f in self.findings))


def _case(context: Context) -> Case:
    """The year's account with what the audit knows of it, and the facts of the years beside it."""
    year, audit = context.year, context.workspace.audit
    record = Record(context.workspace.published, audit)
    beside = [context.at(y) for y in range(year - YEARS_BACK, year + 1)]
    years = [c for c in beside if c.year in context.years_beside and c.store().exists("facts")]
    return Case(
        year,
        record,
        {c.year: YearOfFacts.load(c).facts for c in years},
        {c.year: c.shown_definitions for c in beside if c in years or (c.year == year and c.is_defined)},
        read_claims(audit),
        read_sums(audit),
        read_weights(audit),
        read_names(audit),
        tuple(decisions.read(audit)),
        tuple(laws.repealed()),
    )


def owner(context: Context) -> str:
    """Whose account the year's is, for a year without definitions of its own."""
    sources = Record(context.workspace.published, context.workspace.audit).account(context.year)
    return sources[0].owner if sources else ""


def reason(compared: Compared) -> str:
    """Why a printed figure is not reproduced, in words; '' for one that is and needs none."""
    return text(f"review.because.{compared.reason}") if compared.state == "underivable" else compared.reason


def contents(review: Review) -> Block:
    """Links to the sections that this page has."""
    changed = any(c.printed != c.right for c in consequences.of_association(review.case))
    there = {
        "statement": True,
        "overview": review.findings,
        "findings": review.findings,
        "consequences": changed,
        "errata": review.compared,
        "comparison": review.compared,
    }
    return blocks.contents(
        {f"del-{name}": text(f"review.heading_{name}") for name, has in there.items() if has},
        blocks.AUDIT_PAGE,
    )


def heading(review: Review, name: str, *parts: Content) -> Block:
    """A section of the page; none for a year without a printed account, but the statement."""
    return (
        section(f"del-{name}", text(f"review.heading_{name}"), *parts)
        if review.compared or name == "statement"
        else NOTHING
    )


def statement(review: Review) -> Block:
    """n of m published figures reproduced, k differ, j cannot be derived, because …"""
    if not review.compared:
        return paragraph("review.nothing", year=review.case.year)
    lead = Paragraph(f"{_compared(review)} {_found(review)}", "lead")
    return join([provenance(review), lead, _tried(review)])


def why_not(review: Review) -> Block:
    """Why printed figures cannot be derived, and how many for each reason."""
    because = Counter(reason(c) for c in review.compared if c.state == "underivable")
    reasons = [f"{number(n)}: {why}" for why, n in because.most_common()]
    return join([Heading(3, text("review.why_not")), points(reasons)]) if reasons else NOTHING


def _compared(review: Review) -> str:
    """How many printed figures there are, and what became of them."""
    counts = review.counts()
    return text(
        "review.statement",
        accounts=listing(review.accounts),
        total=number(len(review.compared)),
        **{state: number(counts[state]) for state in COUNTED},
    )


def _found(review: Review) -> str:
    """How many findings there are, and how many are plain errors or claims."""
    severities = Counter(f.severity for f in review.findings)
    return text(
        "review.found",
        count=number(len(review.findings)),
        errors=number(severities["error"]),
        claims=number(severities["claim"]),
    )


def by_account(review: Review) -> Block:
    """One row a printed account: its figures by state, and a link to the page that has them all."""
    body = []
    for source in review.case.record.account(review.case.year):
        mine = tally(c for c in review.compared if c.figure.source == source.source)
        page = Link(blocks.name_beside(blocks.AUDIT_PAGE, source.source), in_swedish(source.title))
        body.append([page, *(number(mine[s]) for s in COUNTED), number(sum(mine.values()))])
    head = [text("review.account"), *(text(f"review.state.{s}") for s in COUNTED), text("table.total")]
    return table(text("review.statement_caption"), head, body)


def provenance(review: Review) -> Block:
    """What the recomputed figures rest on: a reconstructed year agrees with its own print by construction."""
    if review.case.year not in review.case.facts:
        return NOTHING
    notice = blocks.provenance(Report.load(review.context))
    return join([notice, paragraph("review.provenance")]) if notice else NOTHING


def _tried(review: Review) -> Block:
    """How much was tried, so that silence can be weighed."""
    case = review.case
    claims = [c for c in case.claims if c.source in case.sources]
    sums = [s for s in case.sums if s.source in case.sources]
    return paragraph(
        "review.tried",
        rules=number(len(every_rule.RULES)),
        claims=number(len(claims)),
        sums=number(len(sums)),
    )


def overview(review: Review) -> Block:
    """One row per rule with findings: how many of each severity."""
    if not review.findings:
        return paragraph("review.no_findings") if review.compared else NOTHING
    body = []
    for rule in review.rules():
        found = Counter(f.severity for f in review.of_rule(rule))
        link = Link(f"#regel-{rule}", text(f"finding.{rule}.title"))
        body.append([link, *(number(found[s]) for s in SEVERITIES)])
    total = Counter(f.severity for f in review.findings)
    body.append([text("table.total"), *(number(total[s]) for s in SEVERITIES)])
    return table(
        text("review.overview_caption"),
        [text("review.rule"), *(text(f"severity.{s}") for s in SEVERITIES)],
        body,
    )


def order(review: Review) -> Block:
    """How to read the findings."""
    return paragraph("review.order") if review.findings else NOTHING


def method(review: Review) -> Block:
    """How the record was made."""
    return paragraph(
        "review.method",
        settled=number(len(review.case.record.settled)),
        count=number(len(COUNTED)),
        states=listing([inner(text(f"review.state.{s}")) for s in COUNTED]),
    )
