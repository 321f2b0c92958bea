"""Phrases as alternatives, as a rule says them."""

from helpers.wording import listing


def any_of(phrases: list[str]) -> str:
    """Phrases as alternatives; a first word that all of them have is said once.

    >>> any_of(["till arbete", "till studier", "till annan lösning"])
    'till arbete, studier eller annan lösning'
    >>> any_of(["till arbete", "egen försörjning"])
    'till arbete eller egen försörjning'
    """
    if not phrases:
        return ""
    first, *rest = (phrase.partition(" ") for phrase in phrases)
    if first[2] and all(head == first[0] and tail for head, _, tail in rest):
        return listing([phrases[0], *(tail for _, _, tail in rest)], "or")
    return listing(phrases, "or")
