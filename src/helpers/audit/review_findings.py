"""The audit's page, finding by finding: what is wrong and where, what was decided, what it changes."""

import re
from fractions import Fraction

from helpers.audit import consequences
from helpers.audit.finding import Accused, Finding
from helpers.audit.review import CHAPTERS, Review
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text, joined
from helpers.pages.blocks import paragraph
from helpers.pages.document import (
    NOTHING,
    Article,
    Block,
    Details,
    Division,
    Heading,
    Label,
    Paragraph,
    Section,
    join,
    points,
    table,
)
from helpers.paths import LANGUAGES, spoken
from helpers.wording import inner, number, of_text, points_text, text

SHOWN = 2  # prints that a finding accuses; where they are more they stand behind one click


def chapter(review: Review, name: str) -> Block:
    """Each rule of a chapter in words and what breaking it changes, then the figures it accuses.

    Nothing of a rule that accuses none.
    """
    return join([_rule(review, rule) for rule in CHAPTERS[name] if review.of_rule(rule)])


def _rule(review: Review, rule: str) -> Block:
    articles = [_article(review, f) for f in review.of_rule(rule)]
    intro = f"{text(f'finding.{rule}.rule')} {text(f'finding.{rule}.consequence')}"
    blocks = [
        Heading(3, text(f"finding.{rule}.title")),
        Paragraph(with_quotes(intro), "rule"),
        Division(join(articles), "beside"),
    ]
    return Section(join(blocks), f"regel-{rule}")


def _article(review: Review, finding: Finding) -> Block:
    """One finding: severity, what is printed and where, what follows, why it is no misreading, decisions."""
    said = Paragraph(join([_tag(finding.severity), Label(with_quotes(finding.message))]))
    places: Block = points((_where(review, finding, a) for a in finding.accused), "where")
    if len(finding.accused) > SHOWN:
        places = Details(text("review.places", count=number(len(finding.accused))), places)
    notes = f"{finding.not_ocr} {text('review.resolved')}" if finding in review.resolved else finding.not_ocr
    return Article(join([said, places, Paragraph(notes, "small")]), f"finding {finding.severity}")


def _tag(severity: str) -> Block:
    return Label(text(f"severity.{severity}"), f"tag {severity}")


def _where(review: Review, finding: Finding, accused: Accused) -> Text:
    """Where an accused print stands, as it reads, what follows instead, and what was decided."""
    at, printed = place_of(review, accused.source, accused.line), in_swedish(accused.printed)
    words = [text("review.where", place=at, printed=printed)]
    if accused.computed:
        words.append(text(f"review.follows.{accused.by}", computed=accused.follows))
    decision = review.decided.get((finding.rule, accused.source, accused.line, accused.printed))
    if decision:
        why = in_swedish(decision.reason)
        words.append(text(f"review.decision.{decision.decision}", corrected=decision.corrected, reason=why))
    return joined(" ", words)


def with_quotes(message: str) -> Text:
    """A finding's words; what it quotes is the print, which is Swedish."""
    if spoken() == LANGUAGES[0]:
        return message
    return joined(
        "", [in_swedish(s) if n % 2 else s for n, s in enumerate(re.split(r"(?<=“)([^”]*)", message))]
    )


def place_of(review: Review, source: str, line: int) -> Text:
    """The line of a print; with the account's title where the year has several."""
    at = text("finding.line", lines=line)
    return at if len(review.accounts) == 1 else joined(", ", [_title(review, source), at])


def _title(review: Review, source: str) -> Text:
    return in_swedish(review.case.record.sources[source].title)


def consequence_tables(review: Review) -> Block:
    """What the association's shares and gender differences become when the platforms' tables are right."""
    found, d = consequences.of_association(review.case), review.case.defined
    if d is None or not any(c.printed != c.right for c in found):
        return NOTHING
    shares = [
        [
            f"{d.outcome(c.measure).name}, {inner(text(f'group.{c.group}'))}",
            _share_text(c.printed),
            _share_text(c.right),
            _points(c.right.percent - c.printed.percent),
        ]
        for c in found
    ]
    differences = consequences.gender_differences(found)
    genders = [[d.outcome(o).name, _points(printed), _points(right)] for o, printed, right in differences]
    head = [text("review.share"), text("review.printed"), text("review.right")]
    return join(
        [
            paragraph("review.consequences_text"),
            table(text("review.consequences_caption"), [*head, text("review.change")], shares),
            paragraph("review.gender_text"),
            table(text("review.gender_caption"), head, genders),
        ]
    )


def _share_text(share: consequences.Share) -> str:
    return f"{number(share.percent, 1)}\u00a0% ({of_text(share.numerator, share.denominator)})"


def _points(value: Fraction) -> str:
    return points_text(value, 1, signed=True)


def errata_table(review: Review) -> Block:
    """The register of what was decided."""
    if not review.decided:
        return paragraph("review.no_errata")
    body = [
        [
            joined(", ", [_title(review, e.source), text("finding.line", lines=e.line)]),
            in_swedish(e.printed),
            in_swedish(e.corrected) or "–",
            text(f"review.decided.{e.decision}"),
            in_swedish(e.reason),
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
