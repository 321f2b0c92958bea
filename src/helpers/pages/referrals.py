"""Who referred the year's people: how many, what became of it, and each organisation's part."""

from helpers.codes import GENDERS
from helpers.facts import Facts
from helpers.language.words import Text, joined
from helpers.pages.document import NOTHING, Block, Heading, Paragraph, join, table
from helpers.pages.print_beside import cell
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import fact_text, marked, number, text


def referrals(report: Report, place: str) -> Block:
    """The referrals in a sentence and a table; nothing where nobody was referred."""
    facts, d, year = report.now.facts, report.now.definitions, report.now.year
    referred = facts.get(place, "referred")
    if not referred.ok or not referred.integer:
        return NOTHING
    by = {o.name: (f"referred-by:{o.id}", f"share:referred-by:{o.id}") for o in d.referrers}
    rows = [[who, *(cell(report, facts.get(place, m)) for m in measures)] for who, measures in by.items()]
    head = [text("table.referrer"), text("table.count"), text("table.percent")]
    listed = table(text("referrals.caption", place=d.name(place), year=year), head, rows)
    told = _told(facts, place, d.referrer_ids[0])
    return join([Heading(3, text("platform.referrals")), Paragraph(told) if told else NOTHING, listed])


def _told(facts: Facts, place: str, first: str) -> Text:
    """As much in words as nobody has invented."""
    referred, accepted = facts.get(place, "referred"), facts.get(place, "accepted")
    women, men = (facts.get(place, "referred", "", g) for g in GENDERS)
    told: list[Text] = []
    if may_say(referred, women, men):
        genders = {"women": fact_text(women), "men": fact_text(men)}
        told.append(text("referrals.genders", referred=fact_text(referred), **genders))
    elif may_say(referred):
        told.append(text("referrals.number", referred=fact_text(referred)))
    if may_say(referred, accepted):
        told.append(text("referrals.accepted", accepted=fact_text(accepted)))
    share = facts.get(place, f"share:referred-by:{first}")
    if may_say(share) and share.has_counts and share.denominator == referred.integer:
        return joined(" ", told)
    if may_say(share) and share.has_counts:
        known = marked(share, number(share.denominator or 0))
        told.append(text("referrals.known", known=known))
    elif share.ok:
        told.append(text("referrals.uncounted"))
    return joined(" ", told)
