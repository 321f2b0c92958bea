"""Platforms that stand apart from the association's own sum, in words; nothing where the year has none."""

from helpers.counting.everyone import EVERYONE
from helpers.definitions import Definitions
from helpers.facts import Facts
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block
from helpers.pages.outcome_words import aims_words, inside
from helpers.pages.sayable import may_say
from helpers.wording import fact_text, text


def apart(definitions: Definitions) -> list[str]:
    """The platforms that stand apart."""
    return definitions.parts(definitions.apart.id) if definitions.apart else []


def all_but_apart(definitions: Definitions, brief: bool = False) -> str:
    """What the association's sum leaves out, after its name: `, utom de särredovisade insatserna`.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:775.
    """
    if definitions.apart is None:
        return ""
    left_out = definitions.apart.short if brief else definitions.apart.name
    return text("association.but", apart=inside(left_out))


def apart_note(definitions: Definitions, key: str) -> Block:
    """That they stand outside the association's table, and what they do not aim at.

    `key` is a text with the aims, which has a twin `<key>_aimed` without them. Source: “Dessa insatser har
    inte direkt arbete och studier som mål” (styrelsehandlingar-2020-03-20-arsredovisning-2019:797).
    """
    if definitions.apart is None:
        return NOTHING
    if definitions.apart.outcome_targets:
        return paragraph(f"{key}_aimed")
    return paragraph(key, outcomes=aims_words(definitions))


def with_those_apart(facts: Facts, definitions: Definitions) -> Block:
    """How many people all activities reach; nothing of a number that is not known or invented."""
    everyone = facts.get(definitions.together.id, EVERYONE)
    if definitions.apart is None or not may_say(everyone):
        return NOTHING
    return paragraph("association.separate_people", people=fact_text(everyone))
