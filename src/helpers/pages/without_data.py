"""The page of a place of which the year knows nothing: one paragraph, and where to look instead."""

from helpers.pages.blocks import APPENDIX, delivery_link, in_a_line, name_beside
from helpers.pages.document import Block, Link, Paragraph, join
from helpers.pages.years import Report
from helpers.wording import fact_text, text

COUNTED = ("total", "sus:people")


def has_data(report: Report, place: str) -> bool:
    """Whether anybody took part, is registered or answered."""
    facts = report.now.facts
    people = any((f := facts.get(place, m)).ok and f.integer for m in COUNTED)
    return people or any(f.state != "missing" for f in facts.measures(place, "question:"))


def unsaid(*_parts: object) -> None:
    """Show nothing: what a page without data does not say."""


def told(report: Report, place: str) -> Block:
    """What such a page says."""
    d, facts = report.now.definitions, report.now.facts
    referred, accepted = (fact_text(facts.get(place, m)) for m in ("referred", "accepted"))
    key = "platform.nobody" if facts.get(place, "total").ok else "platform.no_data"
    said = text(key, place=d.name(place), year=report.now.year, referred=referred, accepted=accepted)
    sender = place if place in d.platform_ids else d.together.id
    links = [
        delivery_link(sender, text("delivery.page")),
        Link(name_beside(f"{place}.html", APPENDIX), text("page.appendix")),
        Link(f"{d.together.id}.html", d.name(d.together.id)),
    ]
    return join([Paragraph(said, "lead"), in_a_line(links)])
