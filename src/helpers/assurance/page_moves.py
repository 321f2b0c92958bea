"""What moved on the pages of two runs: their sentences and figures."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from helpers.assurance.fact_moves import Move
from helpers.pages.said import Said
from helpers.wording import voucher_number


@dataclass(frozen=True)
class PageMove:
    """What moved on one page.

    `sentences` are pairs before and after, '' where a run does not have it; `figures` is how many vouchers'
    figures moved.
    """

    name: str
    sentences: list[tuple[str, str]]
    figures: int


def moved_pages(before: dict[str, Said], after: dict[str, Said], facts: list[Move]) -> list[PageMove]:
    """Pages by name whose sentences or figures moved.

    Where no pages were kept before, they are those that print one of the `facts` that moved.
    """
    if before:
        names = sorted(before.keys() | after.keys())
        found = [_between(name, before.get(name, Said()), after.get(name, Said())) for name in names]
    else:
        numbers = {voucher_number(move.fact) for move in facts}
        found = [_printing(name, page, numbers) for name, page in after.items()]
    return [page for page in found if page.sentences or page.figures]


def _between(name: str, before: Said, after: Said) -> PageMove:
    pairs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(a=before.sentences, b=after.sentences, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind != "equal":
            pairs += zip_longest(before.sentences[a1:a2], after.sentences[b1:b2], fillvalue="")
    moved = (after.figures - before.figures) + (before.figures - after.figures)
    return PageMove(name, pairs, len({number for _, number, _ in moved}))


def _printing(name: str, page: Said, numbers: set[str]) -> PageMove:
    """The sentences of a page, and its figures, that lead to the vouchers of `numbers`."""
    sentences = [("", s) for s, leads in zip(page.sentences, page.leads, strict=True) if leads & numbers]
    return PageMove(name, sentences, len({number for _, number, _ in page.figures} & numbers))
