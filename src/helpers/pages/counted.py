"""What a full count is: neither chance nor an interval, and one line on what a small group means."""

from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, listing, text

SMALL = 50  # of fewer, one person is more than two percentage points


def parts_without_list(report: Report, place: str) -> list[str]:
    """The names of the platforms of a place whose list was not read: without them nobody can say `all`."""
    d = report.now.definitions
    parts = [place] if place in d.platform_ids else d.parts(place)
    return [d.label(p) for p in parts if p not in report.now.counted.scope(place)]


def counted_words(report: Report, place: str) -> Text:
    """Who is counted among those who left, and what it means where they are few."""
    lacking = parts_without_list(report, place)
    told: list[Text] = [text("counted.all")]
    if lacking:
        told = [text("counted.delivered", names=declared(listing(lacking)))]
    left = report.now.facts.get(place, "discharged")
    if is_small(left):
        told.append(text("counted.small", left=fact_text(left)))
    return joined(" ", told)


def is_small(group: Fact) -> bool:
    """Whether a group is so small that one person moves a share of it visibly."""
    return may_say(group) and 0 < group.integer < SMALL
