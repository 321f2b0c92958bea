"""The audit's page, figure by figure: every print beside its fact."""

from helpers.audit.case import Case
from helpers.audit.comparison import Compared
from helpers.audit.finding import MONEY_WORDS, shown
from helpers.audit.record import Figure
from helpers.audit.review import Review, by_account, reason, why_not
from helpers.audit.review_findings import place_of
from helpers.codes import GENDERS
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text, joined
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Apart, Block, Content, Label, Searchable, join, table
from helpers.wording import fact_text, inner, number, result_text, text


def accounts(review: Review) -> Block:
    """The printed figures of each account by what became of them; every figure is on the account's page."""
    if not review.compared:
        return NOTHING
    return join([paragraph("review.comparison_text"), by_account(review), why_not(review)])


def comparisons(review: Review) -> list[Apart]:
    """A page for each printed account: every printed figure beside its fact.

    Searchable and sortable by the page's own script, readable without.
    """
    pages = []
    for source in review.case.record.account(review.case.year):
        mine = [c for c in review.compared if c.figure.source == source.source]
        title = text("review.figures_of", account=source.title)
        pages.append(Apart(source.source, title, _comparison(review, mine)))
    return pages


def _comparison(review: Review, mine: list[Compared]) -> Block:
    body = [_row(review, c) for c in mine]
    head = [text(f"review.{k}") for k in ("line_head", "printed", "what", "fact", "outcome")]
    rows = table(text("review.comparison_caption", count=number(len(body))), head, body, 9)
    labels = tuple((k, text(f"review.script.{k}")) for k in ("search", "all", "rows", "sort"))
    return Searchable(labels, rows)


def _row(review: Review, compared: Compared) -> list[Content]:
    """One print: where and how it stands, what it is about, its fact, and what became of it."""
    f = compared.figure
    why = reason(compared) if compared.state == "underivable" else in_swedish(reason(compared))
    state = Label(text(f"review.state.{compared.counted}"), f"state {compared.state}")
    said = joined("", [": ", why]) if compared.state != "unreadable" and why else ""
    return [
        place_of(review, f.source, f.line),
        _print(f),
        _about(review.case, f),
        _fact(compared),
        join([state, said]),
    ]


def _about(case: Case, figure: Figure) -> str:
    """Place, year, measure, who was asked, group and unit of a print."""
    parts = [
        f"{case.name(figure.platform, figure.year)} {figure.year}: {case.what(figure.measure, figure.year)}"
    ]
    if figure.respondents:
        parts.append(case.asked(figure.respondents, figure.year))
    if figure.group in (*GENDERS, "unknown"):
        parts.append(inner(text(f"group.{figure.group}")))
    if figure.unit in MONEY_WORDS:
        parts.append(MONEY_WORDS[figure.unit])
    return ", ".join(parts)


def _fact(compared: Compared) -> Text:
    """The fact with the print's decimals; a dash where there is none."""
    if compared.fact is None:
        return "–"
    if compared.figure.decimals and compared.fact.unit == "share":
        return fact_text(compared.fact, compared.figure.decimals)
    return result_text(compared.fact)


def _print(figure: Figure) -> Text:
    """A figure as it stands; with the number it is read as where the reading had to be mended."""
    if "OCR" not in figure.note or figure.value is None:
        return in_swedish(figure.printed)
    return text("review.read_as", printed=in_swedish(figure.printed), value=shown(figure.number, figure.unit))
