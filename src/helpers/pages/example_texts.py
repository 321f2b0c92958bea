"""The good examples in their senders' words, as far as somebody has cleared them."""

from helpers import cleared
from helpers.files import sha256
from helpers.pages.elements import Html, element, join
from helpers.pages.indicators import Shown
from helpers.pages.years import Report
from helpers.paths import Workspace
from helpers.store import Store
from helpers.wording import text


def example_texts(report: Report, i: Shown) -> list[Html]:
    """The good examples delivered for an account, in their senders' words."""
    folder, delivered = Workspace.current().raw(report.now.year), Store(report.now.year).read("examples")
    mine = delivered[(delivered["platform"] == i.at) & (delivered["account"] == i.account.id)].sort_values("file")
    return [_told(report.now.year, f, (folder / f).read_bytes()) for f in mine["file"]]


def _told(year: int, file: str, content: bytes) -> Html:
    """One example's text; until somebody has cleared it, that it is not shown."""
    if not cleared.is_cleared(Workspace.current(), year, file, sha256(content)):
        return element("p", text("indicator.quarantined"), class_="quarantined")
    return element("blockquote", join([element("p", part) for part in cleared.words(content).split("\n\n")]))
