"""How a notebook shows a block and keeps it: as HTML, and as the document that its page is written of."""

from typing import Any

from helpers.pages import html, stored
from helpers.pages.document import Block


def bundle(block: Block) -> dict[str, Any]:
    """A block in every form that a notebook keeps of it, by MIME type."""
    return {"text/html": str(html.written(block)), stored.MIME: stored.stored(block)}


Block.bundle = staticmethod(bundle)  # by the package: whatever of it is imported, blocks can be shown
