"""The good examples in their senders' words, as far as somebody has cleared them."""

from helpers.context import Context
from helpers.files import named, sha256
from helpers.language.marked_swedish import in_swedish
from helpers.masking import cleared
from helpers.pages.document import Block, Paragraph, Quote, join
from helpers.pages.indicators import Shown
from helpers.pages.years import Report
from helpers.wording import text


def example_texts(report: Report, i: Shown) -> list[Block]:
    """The good examples delivered for an account, in their senders' words."""
    delivered = report.context.store().read("examples")
    mine = delivered[(delivered["platform"] == i.at) & (delivered["account"] == i.account.id)]
    return [_told(report.context, file) for file in sorted(mine["file"])]


def _told(context: Context, file: str) -> Block:
    """One example's text; until somebody has cleared it, that it is not shown."""
    content = named(context.raw, file).read_bytes()
    if not cleared.is_cleared(context, file, sha256(content)):
        return Paragraph(text("indicator.quarantined"), "quarantined")
    return Quote(join(Paragraph(in_swedish(part)) for part in cleared.words(content).split("\n\n")))
