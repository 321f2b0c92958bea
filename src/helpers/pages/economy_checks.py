"""What must agree among the sums of a year's ledger: by how much it does not, and whether it holds."""

from helpers.counting.economy_origins import LAST_YEAR, identity_of
from helpers.defining.economy_names import economy_name, identity_words
from helpers.facts import Fact
from helpers.language.words import joined
from helpers.pages.amounts import PREFIX, previous
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block, Content, Details, Label, Strong, join, points, table
from helpers.pages.economy_tables import source
from helpers.pages.statement_tables import amounts
from helpers.pages.statements import economy, of
from helpers.pages.years import Report
from helpers.wording import beginning, fact_text, text

IDENTITY, DIFFERENCE = "economy:identity:", "identity-difference:"
MOST = 3  # figures of an identity that are told


def identities(report: Report) -> Block:
    """What must agree among the sums, by how much it does not, and what could not be tried."""
    facts = report.now.facts.measures(report.now.definitions.together.id, IDENTITY)
    tried = sorted((fact for fact in facts if fact.ok), key=_number)
    if not facts:
        return NOTHING
    broken, held = ([f for f in tried if f.integer == holds] for holds in (0, 1))
    untried = [_what(report, fact) for fact in sorted(facts, key=_number) if not fact.ok]
    made = [
        _table(report, broken, text("economy.broken")),
        _folded(
            text("economy.held"), _table(report, held, text("economy.identity_caption", year=report.now.year))
        ),
        _folded(text("economy.untried"), points(untried) if untried else NOTHING),
    ]
    return join([paragraph("economy.identities_text"), *filter(None, made)])


def _table(report: Report, facts: list[Fact], caption: str) -> Block:
    head = [text(f"economy.identity_head.{name}") for name in ("what", "difference", "holds")]
    shown = table(caption, head, [_identity(report, fact) for fact in facts])
    return amounts(join([shown, source(report)]), len(head) - 1) if facts else NOTHING


def _folded(title: str, inside: Block) -> Block:
    return Details(title, inside) if inside else NOTHING


def _number(fact: Fact) -> tuple[int, str]:
    """Where an identity stands: `economy:identity:10:equity` after `economy:identity:4:closing`."""
    id_ = fact.measure.removeprefix(IDENTITY)
    return int(id_.partition(":")[0]), id_


def _what(report: Report, fact: Fact) -> str:
    words = identity_words(fact.measure.removeprefix(IDENTITY), report.now.definitions)
    return f"{beginning(words)}."


def _identity(report: Report, fact: Fact) -> list[Content]:
    """What must be so with its figures, the difference to the öre, and whether it holds."""
    id_ = fact.measure.removeprefix(IDENTITY)
    figures = [text("chart.point", name=_named(report, f), value=fact_text(f)) for f in _figures(report, id_)]
    beside: list[Content] = [Label(joined(" · ", figures), "because")] if figures else []
    holds = fact_text(fact)
    said = join([_what(report, fact), *beside])
    return [said, fact_text(of(report, DIFFERENCE + id_), 2), holds if fact.integer else Strong(holds)]


def _figures(report: Report, id_: str) -> list[Fact]:
    """The amounts that an identity is of; nothing where they are many."""
    measures = identity_of(id_, economy(report))
    told = [
        previous(report, PREFIX + m.removeprefix(LAST_YEAR)) if m.startswith(LAST_YEAR) else of(report, m)
        for m in measures
    ]
    return told if len(told) <= MOST and all(fact.ok for fact in told) else []


def _named(report: Report, fact: Fact) -> str:
    name = economy_name(fact.measure, report.now.definitions)
    return name if fact.year == report.now.year else f"{name} ({fact.year})"
