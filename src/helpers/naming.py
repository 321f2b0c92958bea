"""A measure's key in words."""

from helpers.facts import Fact
from helpers.wording import catalogue, text

_SUFFIXED = (
    "question",
    "target",
    "answer",
    "answered",
    "answer-share",
    "item-response",
    "verdict",
    "judgement",
    "doubt",
    "criterion",
    "grade",
    "response",
    "examples",
)


def fact_name(fact: Fact) -> str:
    """What a fact is about, but for its place and year: measure, who was asked, group.

    >>> fact_name(Fact(2019, "vannas", "discharged", group="women"))
    'totalt antal avslutade under året, kvinnor'
    """
    asked = [text(f"asked.{fact.respondents}")] if fact.respondents else []
    group = [] if fact.group == "all" else [text(f"group.{fact.group}").lower()]
    return ", ".join([measure_text(fact.measure), *asked, *group])


def measure_text(measure: str) -> str:
    """A measure as a reader sees it: the catalogue's words, else the key itself.

    >>> measure_text("discharged"), measure_text("share:to-work")
    ('totalt antal avslutade under året', 'till arbete (andel)')
    """
    words = catalogue()
    if f"named.{measure}" in words and (measure not in _SUFFIXED or "{" not in words[f"named.{measure}"]):
        return text(f"named.{measure}")
    if f"measure.{measure}" in words:
        return _inner(text(f"measure.{measure}").lstrip("– ").replace("varav ", ""))
    kind, _, rest = measure.partition(":")
    share = "share-" if kind == "share" else ""
    if kind in ("share", "gender-share") and f"outcome.{rest}" in words:
        return text(f"named.{kind}", outcome=_inner(text(f"outcome.{rest}")))
    if kind == "hae" and rest.count(":") == 2:
        area, period, part = rest.split(":")
        period = period.replace("-h1", f" {text('society.half')}")
        return text(
            "named.hae", area=words.get(f"area.{area}", area), period=period, part=text(f"named.hae-{part}")
        )
    if kind.startswith("difference") or kind in ("low", "high"):
        return text(f"named.{kind}", of=measure_text(rest))
    inner = rest if share else measure
    if inner.startswith("referred-by:"):
        return text(f"named.{share}referred-by", who=text(f"referrer.{inner.partition(':')[2]}"))
    if inner.startswith("sus:") and inner.count(":") > 1:
        _, column, label = inner.split(":", 2)
        return text(f"named.{share}sus", column=_inner(text(f"sus.{column}")), label=label)
    if kind in _SUFFIXED and rest:
        return text(f"named.{kind}", id=rest.replace(":", ", "))
    return measure


def _inner(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
