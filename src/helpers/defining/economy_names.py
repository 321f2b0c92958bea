"""What an economy measure is called: by the definitions' lines, by the statements' wording, by its parts.

A measure is `economy:` and the rest, which here is called a measure too: `income:samo`.
"""

from helpers.defining.economy_definitions import Line
from helpers.definitions import Definitions
from helpers.wording import catalogue, inner, listing, text

PREFIX = "economy:"
COLUMNS = ("outcome", "budget", "deviation", "deviation-share")  # what is said of a row of the budget
REST = ("unmapped", "unknown-project")  # ends of measures, said after what they are of
_OF = ("last-year", "balance", "balance-opening", "balance-movement", "balance-transactions")
OF_IDENTITY = ("identity", "identity-difference")
MUNICIPALITY = "9:municipality:"  # identities of the municipalities' fees, one each
_OF_PLACE, _OF_MEMBER, _OF_PAYERS = "cost", "member-share", "share-of-member-fees"


def economy_label(measure: str, defined: Definitions | None) -> str:
    """The name of an economy measure, as a row begins: `Driftbidrag från staten`; '' where it has none.

    What is said of a row of the budget (outcome, budget, deviation) and of last year follows after a comma; a
    line of a note has the note before it in `economy_name` only.

    >>> economy_label("economy:net-cost", None), economy_label("economy:deviation:costs:total", None)
    ('Verksamhetens nettokostnad', 'Totala kostnader, avvikelse mot budget')
    >>> economy_label("economy:result:samo", None), economy_label("economy:x", None)
    ('Årets resultat SAMO', '')
    """
    return _label(measure.removeprefix(PREFIX), defined) if measure.startswith(PREFIX) else ""


def economy_name(measure: str, defined: Definitions | None) -> str:
    """The same as it stands inside a sentence: `not 1: driftbidrag från staten`; '' where it has none."""
    label = economy_label(measure, defined)
    line = _line(measure.removeprefix(PREFIX), defined)
    name = label if _begins_with_a_name(label, defined) else inner(label)
    return f"{inner(_built(line.group, '', defined))}: {name}" if line and _is_note(line) else name


def _label(measure: str, defined: Definitions | None) -> str:
    kind, _, rest = measure.partition(":")
    before, _, end = measure.rpartition(":")
    if end == "accumulated":
        return _of_project(_whole(f"result:{end}"), before.removeprefix("result:"), defined)
    if end in REST:
        return _said_of(end, _label(before, defined))
    if kind in COLUMNS:
        of = _budget_row(rest, defined) or _statement_line(rest, defined)
        return _said_of(kind, of) or _whole(measure)
    if kind == "last-year":
        return _said_of(kind, _label(rest, defined))
    line = _line(measure, defined)
    found = line.label if line else _statement_line(measure, defined) or _built(kind, rest, defined)
    return found or (_said_of(end, _built(kind, "", defined)) if rest == "total" else "")


def _said_of(what: str, of: str) -> str:
    """`Avskrivningar, budget`; '' of nothing."""
    return text(f"economy_name.of.{what}", of=of) if of else ""


def _whole(measure: str) -> str:
    """The catalogue's words for a measure; '' where it has none."""
    return catalogue().get(f"economy_name.line.{measure}", "")


def _statement_line(measure: str, defined: Definitions | None) -> str:
    """A line of the statements, of the whole association or of a project."""
    of, _, project = measure.rpartition(":")
    return _whole(measure) or (_of_project(_whole(of), project, defined) if of else "")


def _budget_row(rest: str, defined: Definitions | None) -> str:
    """A row of the budget, or a sum of its rows: of a group, of a project in a group, of all."""
    line = _line(rest, defined)
    if line:
        return (
            _of_project(line.label, line.project or "", defined)
            if _stands_twice(line, defined)
            else line.label
        )
    words = catalogue()
    if known := words.get(f"economy_name.sum.{rest}", ""):
        return known
    group, _, project = rest.partition(":")
    of = words.get(f"economy_name.sum.{group}", "")
    if not of and any(line.group == group for line in _lines(defined)):
        of = text("economy_name.group", id=group)
    return _of_project(of, project, defined)


def _of_project(of: str, project: str, defined: Definitions | None) -> str:
    """`Årets resultat SAMO`; by its id in capitals where nothing names it; '' of more than one."""
    return f"{of} {_project_name(project, defined)}".strip() if of and ":" not in project else ""


def _project_name(project: str, defined: Definitions | None) -> str:
    known = defined.economy.project_objects if defined and defined.economy else {}
    return "" if project == "total" else known.get(project, project.upper())


def _lines(defined: Definitions | None) -> list[Line]:
    return [*defined.economy.notes, *defined.economy.budget] if defined and defined.economy else []


def _line(measure: str, defined: Definitions | None) -> Line | None:
    return next((line for line in _lines(defined) if line.id == measure), None)


def _is_note(line: Line) -> bool:
    return line.group.removeprefix("note").isdecimal()


def _stands_twice(line: Line, defined: Definitions | None) -> bool:
    """Whether another row of the same group has the same label."""
    return sum((other.group, other.label) == (line.group, line.label) for other in _lines(defined)) > 1


def _built(kind: str, rest: str, defined: Definitions | None) -> str:
    """Measures of an account, a check, a member or a platform."""
    of, _, what = rest.rpartition(":")
    if not rest and (number := kind.removeprefix("note")).isdecimal():
        return text("economy_name.note", number=number)
    if kind in _OF and rest:
        return text(f"economy_name.of.{kind}", of=rest)
    if kind in OF_IDENTITY and rest:
        return text(f"economy_name.of.{kind}", of=identity_words(rest, defined))
    if kind == _OF_PAYERS and rest:
        return text("economy_name.of.share-of-member-fees", of=_members(rest.split("+"), defined))
    if kind in (_OF_PLACE, _OF_MEMBER) and f"economy_name.of.{kind}-{what}" in catalogue():
        who = _members([of], defined) if kind == _OF_MEMBER else _places(of.split("+"), defined)
        return text(f"economy_name.of.{kind}-{what}", of=who)
    return ""


def identity_words(id_: str, defined: Definitions | None) -> str:
    """What must be so, inside a sentence: `årets kassaflöde är skillnaden mellan …`.

    `id_` is the rest of the measure: `7`, `6:note1`, `8:samo`.
    """
    number, _, of = id_.partition(":")
    if id_.startswith(MUNICIPALITY):
        return text("identity.municipality", name=_members([id_.removeprefix(MUNICIPALITY)], defined))
    if number == "6" and of.startswith("note"):
        return text("identity.note", number=of.removeprefix("note"))
    if number == "8":
        return text("identity.costs", project=_project_name(of, defined)).strip()
    return text(f"identity.{id_.replace(':', '-')}")


def _places(ids: list[str], defined: Definitions | None) -> str:
    """Platforms that something is of together."""
    return listing([defined.name(id_) if defined and id_ in defined.places else id_ for id_ in ids])


def _members(ids: list[str], defined: Definitions | None) -> str:
    """Members of the association, or groups of them, as they stand inside a sentence."""
    areas, words = defined.areas_of_statistics if defined else {}, catalogue()
    return listing([areas.get(id_) or words.get(f"economy_name.member.{id_}", id_) for id_ in ids])


def _begins_with_a_name(label: str, defined: Definitions | None) -> bool:
    """Whether a label begins with the name of a place, which keeps its capital inside a sentence."""
    names = (
        {defined.name(p) for p in defined.places}
        | {defined.label(p) for p in defined.places}
        | set(defined.areas_of_statistics.values())
        if defined
        else set()
    )
    return label.startswith(tuple(names)) if names else False
