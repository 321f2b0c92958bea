"""The audit's page: the statement, every finding, its consequences, and the whole comparison figure by figure."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from helpers.audit import consequences, errata, every_rule
from helpers.audit.case import COLUMNS, SEVERITIES, Accused, Case, Finding, read_claims, read_sums, shown
from helpers.audit.record import STATES, Compared, Figure, Record, compare
from helpers.codes import GENDERS
from helpers.context import YEARS_BACK, Context
from helpers.fact_tables import from_table
from helpers.facts import number_text
from helpers.naming import measure_text
from helpers.pages import blocks
from helpers.pages.blocks import paragraph, section
from helpers.pages.elements import Html, element, join, table
from helpers.pages.years import Report
from helpers.wording import fact_text, listing, number, points_text, result_text, text

MONEY_WORDS = {"SEK": "kr", "tkr": "tkr", "mkr": "mkr"}
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
    "economy": ("declared",),
    "percentages": ("fractions", "impossible", "bases", "common-base", "weighted"),
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
    "words": ("claim-trend", "claim-target", "claim-gender", "claim-answers", "claim-count"),
    "reading": ("unreadable",),
}


@dataclass(frozen=True)
class Review:
    """One account year under review."""

    context: Context
    case: Case
    compared: list[Compared]
    findings: list[Finding]
    decided: dict[tuple[str, str, int, str], errata.Erratum]
    resolved: list[Finding]  # the findings that are gone when the accepted errata are made

    @classmethod
    def load(cls, context: Context) -> "Review":
        """The record, the facts as far as they are counted, and every finding.

        Raises:
            RecordError: a row of the record or of the audit's own data that cannot be used.
        """
        year, audit = context.year, context.workspace.audit
        record = Record(context.workspace.published, audit)
        years = [
            c for y in range(year - YEARS_BACK, year + 1) if (c := context.at(y)).store().exists("facts")
        ]
        facts, defined = (
            {c.year: from_table(c.store().read("facts")) for c in years},
            {c.year: c.definitions for c in years},
        )
        case = Case(year, record, facts, defined, read_claims(audit), read_sums(audit))
        found = every_rule.audit(case)
        decided = errata.of_findings(errata.read(audit), found, case.sources)
        resolved = errata.resolved(case, list(decided.values()), found)
        return cls(
            context, case, list(compare(record, case.all_figures, case.facts)), found, decided, resolved
        )

    @property
    def accounts(self) -> list[str]:
        return [s.title for s in self.case.record.account(self.case.year)]

    def counts(self) -> Counter[str]:
        return Counter(c.state for c in self.compared)

    def of_rule(self, rule: str) -> list[Finding]:
        return [f for f in self.findings if f.rule == rule]

    def rules(self) -> list[str]:
        """The rules with findings, in the order of the page."""
        return list(dict.fromkeys(f.rule for f in self.findings))


def owner(context: Context) -> str:
    """Whose account the year's is, for a year without definitions of its own."""
    sources = Record(context.workspace.published, context.workspace.audit).account(context.year)
    return sources[0].owner if sources else ""


def findings_table(review: Review) -> pd.DataFrame:
    """findings.csv: one row per printed figure or claim that a finding accuses."""
    rows = [
        (
            f.rule,
            f.severity,
            a.source,
            a.line,
            a.printed,
            a.computed,
            f"{f.message} {f.not_ocr} {f.consequence}",
        )
        for f in review.findings
        for a in f.accused
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"line": "int64"})


COMPARISON = [
    "source",
    "line",
    "printed",
    "value",
    "unit",
    "year",
    "platform",
    "measure",
    "respondents",
    "group",
    "scope",
    "fact",
    "numerator",
    "denominator",
    "state",
    "reason",
]


def comparison_table(review: Review) -> pd.DataFrame:
    """comparison.csv: every printed figure with the fact it claims to be, as text."""
    rows = []
    for c in review.compared:
        f, fact = c.figure, c.fact
        numbers = [
            "" if fact is None or n is None else number_text(n)
            for n in ((fact.value, fact.numerator, fact.denominator) if fact else (None,) * 3)
        ]
        value = "" if f.value is None else str(f.value)
        rows.append(
            [
                f.source,
                f.line,
                f.printed,
                value,
                f.unit,
                f.year,
                f.platform,
                f.measure,
                f.respondents,
                f.group,
                f.scope,
                *numbers,
                c.state,
                _reason(c),
            ]
        )
    return pd.DataFrame(rows, columns=COMPARISON).astype(str)


def _reason(compared: Compared) -> str:
    return text(f"review.because.{compared.reason}") if compared.state == "underivable" else compared.reason


def contents(review: Review) -> Html:
    """Links to the sections that this page has."""
    there = {
        "statement": True,
        "overview": review.findings,
        "findings": review.findings,
        "consequences": consequence_tables(review),
        "errata": review.compared,
        "comparison": review.compared,
        "method": review.compared,
    }
    return blocks.contents(
        {f"del-{name}": text(f"review.heading_{name}") for name, has in there.items() if has}
    )


def heading(review: Review, name: str, *blocks: object) -> Html:
    """A section of the page; none for a year without a printed account, but the statement."""
    return (
        section(f"del-{name}", text(f"review.heading_{name}"), *blocks)
        if review.compared or name == "statement"
        else Html("")
    )


# --- blocks ----------------------------------------------------------------------------------------------


def statement(review: Review) -> Html:
    """n of m published figures reproduced, k differ, j cannot be derived, because …"""
    if not review.compared:
        return paragraph("review.nothing", year=review.case.year)
    counts = review.counts()
    because = Counter(_reason(c) for c in review.compared if c.state == "underivable")
    severities = Counter(f.severity for f in review.findings)
    lead = text(
        "review.statement",
        accounts=listing(review.accounts),
        total=number(len(review.compared)),
        reproduced=number(counts["reproduced"]),
        differs=number(counts["differs"]),
        underivable=number(counts["underivable"]),
        unreadable=number(counts["unreadable"]),
    )
    found = text(
        "review.found",
        count=number(len(review.findings)),
        errors=number(severities["error"]),
        claims=number(severities["claim"]),
    )
    reasons = [element("li", f"{number(n)}: {why}") for why, n in because.most_common()]
    body = []
    for source in review.case.record.account(review.case.year):
        mine = Counter(c.state for c in review.compared if c.figure.source == source.source)
        body.append([source.title, *(number(mine[s]) for s in STATES), number(sum(mine.values()))])
    head = [text("review.account"), *(text(f"review.state.{s}") for s in STATES), text("table.total")]
    return join(
        [
            provenance(review),
            element("p", f"{lead} {found}", class_="lead"),
            table(text("review.statement_caption"), head, body),
            *([element("h3", text("review.why_not")), element("ul", join(reasons))] if reasons else []),
            _tried(review),
        ]
    )


def provenance(review: Review) -> Html:
    """What the recomputed figures rest on: a reconstructed year agrees with its own print by construction."""
    if review.case.year not in review.case.facts:
        return Html("")
    notice = blocks.provenance(Report.load(review.context))
    return join([notice, paragraph("review.provenance")]) if notice else Html("")


def _tried(review: Review) -> Html:
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


def overview(review: Review) -> Html:
    """One row per rule with findings: how many of each severity."""
    if not review.findings:
        return paragraph("review.no_findings") if review.compared else Html("")
    body = []
    for rule in review.rules():
        found = Counter(f.severity for f in review.of_rule(rule))
        link = Html(f'<a href="#regel-{rule}">{element("span", text(f"finding.{rule}.title"))}</a>')
        body.append([link, *(number(found[s]) for s in SEVERITIES)])
    total = Counter(f.severity for f in review.findings)
    body.append([text("table.total"), *(number(total[s]) for s in SEVERITIES)])
    return table(
        text("review.overview_caption"),
        [text("review.rule"), *(text(f"severity.{s}") for s in SEVERITIES)],
        body,
    )


def order(review: Review) -> Html:
    """How to read the findings."""
    return paragraph("review.order") if review.findings else Html("")


def chapter(review: Review, name: str) -> Html:
    """Each rule of a chapter in words and what breaking it changes, then the figures it accuses; nothing where it accuses none."""
    return join([_rule(review, rule) for rule in CHAPTERS[name] if review.of_rule(rule)])


def _rule(review: Review, rule: str) -> Html:
    articles = [_article(review, f) for f in review.of_rule(rule)]
    intro = f"{text(f'finding.{rule}.rule')} {text(f'finding.{rule}.consequence')}"
    blocks = [element("h3", text(f"finding.{rule}.title")), element("p", intro, class_="rule"), *articles]
    return element("section", join(blocks), id=f"regel-{rule}")


def _article(review: Review, finding: Finding) -> Html:
    """One finding: severity, what is printed and what follows, where it stands, why it is not the reading, what was decided."""
    said = element("p", join([_tag(finding.severity), element("span", finding.message)]))
    places = element(
        "ul", join([element("li", _where(review, finding, a)) for a in finding.accused]), class_="where"
    )
    notes = f"{finding.not_ocr} {text('review.resolved')}" if finding in review.resolved else finding.not_ocr
    return element(
        "article",
        join([said, places, element("p", notes, class_="small")]),
        class_=f"finding {finding.severity}",
    )


def _tag(severity: str) -> Html:
    return element("span", text(f"severity.{severity}"), class_=f"tag {severity}")


def _where(review: Review, finding: Finding, accused: Accused) -> str:
    """Where an accused print stands, as it reads, what follows instead, and what was decided."""
    words = [
        text("review.where", place=_place(review, accused.source, accused.line), printed=accused.printed)
    ]
    if accused.computed:
        words.append(text("review.follows", computed=accused.follows))
    decision = review.decided.get((finding.rule, accused.source, accused.line, accused.printed))
    if decision:
        words.append(
            text(f"review.decision.{decision.decision}", corrected=decision.corrected, reason=decision.reason)
        )
    return " ".join(words)


def _place(review: Review, source: str, line: int) -> str:
    """The line of a print; with the account's title where the year has several."""
    at = text("finding.line", lines=line)
    return at if len(review.accounts) == 1 else f"{_title(review, source)}, {at}"


def _title(review: Review, source: str) -> str:
    return review.case.record.sources[source].title


def consequence_tables(review: Review) -> Html:
    """What the association's shares and gender differences become when the platforms' tables are right."""
    found = consequences.of_association(review.case)
    if not any(c.printed != c.right for c in found):
        return Html("")
    shares = [
        [
            f"{text(f'outcome.{c.measure}')}, {text(f'group.{c.group}').lower()}",
            _share_text(c.printed),
            _share_text(c.right),
            _points(c.right.percent - c.printed.percent),
        ]
        for c in found
    ]
    head = [text("review.share"), text("review.printed"), text("review.right"), text("review.change")]
    genders = [
        [text(f"outcome.{o}"), _points(a), _points(b)] for o, a, b in consequences.gender_differences(found)
    ]
    gender_head = [text("review.share"), text("review.printed"), text("review.right")]
    return join(
        [
            paragraph("review.consequences_text"),
            table(text("review.consequences_caption"), head, shares),
            paragraph("review.gender_text"),
            table(text("review.gender_caption"), gender_head, genders),
        ]
    )


def _share_text(share: consequences.Share) -> str:
    return f"{number(share.percent, 1)}\u00a0% ({share.numerator}/{share.denominator})"


def _points(value: Fraction) -> str:
    return points_text(value, 1, signed=True)


def errata_table(review: Review) -> Html:
    """The register of what was decided."""
    if not review.decided:
        return paragraph("review.no_errata")
    body = [
        [
            f"{_title(review, e.source)}, {text('finding.line', lines=e.line)}",
            e.printed,
            e.corrected or "–",
            text(f"review.decided.{e.decision}"),
            e.reason,
        ]
        for e in sorted(review.decided.values(), key=lambda e: (e.source, e.line))
    ]
    head = [text(f"review.{k}") for k in ("place", "printed", "corrected", "decision_head", "reason")]
    counts = {
        "count": number(len(body)),
        "resolved": number(len(review.resolved)),
        "findings": number(len(review.findings)),
    }
    return join(
        [paragraph("review.errata_text", **counts), table(text("review.errata_caption"), head, body, 9)]
    )


def comparison(review: Review) -> Html:
    """Every printed figure beside its fact: searchable and sortable by the page's own script, readable without."""
    if not review.compared:
        return Html("")
    body = []
    for c in review.compared:
        f = c.figure
        group = f", {text(f'group.{f.group}').lower()}" if f.group in (*GENDERS, "unknown") else ""
        asked = f", {text(f'asked.{f.respondents}')}" if f.respondents else ""
        unit = f", {MONEY_WORDS[f.unit]}" if f.unit in MONEY_WORDS else ""
        named = (
            f"{review.case.name(f.platform, f.year)} {f.year}: {measure_text(f.measure)}{asked}{group}{unit}"
        )
        fact = result_text(c.fact) if c.fact is not None else "–"
        if c.fact is not None and f.decimals and c.fact.unit == "share":
            fact = fact_text(c.fact, f.decimals)
        why = f": {_reason(c)}" if c.state in ("differs", "underivable") and _reason(c) else ""
        state = element("span", text(f"review.state.{c.state}"), class_=f"state {c.state}")
        body.append([_place(review, f.source, f.line), _print(f), named, fact, join([state, why])])
    head = [text(f"review.{k}") for k in ("line_head", "printed", "what", "fact", "outcome")]
    shown = table(text("review.comparison_caption", count=number(len(body))), head, body, 9)
    labels = {k: text(f"review.script.{k}") for k in ("search", "all", "rows", "sort")}
    data = " ".join(f'data-{k}="{v}"' for k, v in labels.items())
    return join([paragraph("review.comparison_text"), Html(f'<div class="searchable" {data}>{shown}</div>')])


def _print(figure: Figure) -> str:
    """A figure as it stands; with the number it is read as where the reading had to be mended."""
    if "OCR" not in figure.note or figure.value is None:
        return figure.printed
    return text("review.read_as", printed=figure.printed, value=shown(figure.value, figure.unit))


def method(review: Review) -> Html:
    """How the record was made."""
    return paragraph(
        "review.method",
        settled=number(len(review.case.record.settled)),
        states=listing([text(f"review.state.{s}").lower() for s in STATES]),
    )
