"""A measure's key in words: of the year's definitions, of the printed record, else of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.defining.economy_names import economy_name
from helpers.defining.nafs_definitions import Nafs
from helpers.defining.shown_names import said
from helpers.definitions import Definitions
from helpers.facts import Fact
from helpers.wording import catalogue, inner, listing, text

AFTER = ":years-after"  # how long after the activity what a goal is of is measured
_SUFFIXED = (
    "question",
    "target",
    "answer",
    "answered",
    "answer-share",
    "answer-share-total",
    "item-response",
    "verdict",
    "judgement",
    "doubt",
    "criterion",
    "grade",
    "response",
    "examples",
)
_OF_A_SHARE = ("low", "high", "least", "most", "change", "change-low", "change-high")


@dataclass(frozen=True)
class PrintedNames:
    """What only the printed record has, in words: by measure, by place (an area too) and by respondents."""

    measures: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    respondents: Mapping[str, str] = field(default_factory=dict)


NOTHING_PRINTED = PrintedNames()


def fact_name(fact: Fact, defined: Definitions) -> str:
    """What a fact is about, but for its place and year: measure, who was asked, group."""
    asked = [asked_text(fact.respondents, defined)] if fact.respondents else []
    group = [] if fact.group == "all" else [inner(text(f"group.{fact.group}"))]
    return ", ".join([measure_text(fact.measure, defined), *asked, *group])


def asked_text(respondents: str, defined: Definitions | None, printed: PrintedNames = NOTHING_PRINTED) -> str:
    """Who was asked, as it stands inside a sentence; the id itself where nobody names it."""
    known = {r.id: inner(r.name) for r in defined.respondents} if defined else {}
    return known.get(respondents) or printed.respondents.get(respondents, respondents)


def measure_text(measure: str, defined: Definitions | None, printed: PrintedNames = NOTHING_PRINTED) -> str:
    """A measure as a reader sees it, else the key itself.

    `defined` are the definitions of the measure's year, which name outcomes, referrers and areas; None for a
    year without any. `printed` names the measures that no rule computes.

    >>> measure_text("discharged", None), measure_text("difference:total", None)
    ('totalt antal avslutade under året', 'skillnad mellan kvinnor och män, antal deltagare totalt')
    >>> measure_text("y:x", None, PrintedNames({"y:x": "avskrivningar"})), measure_text("y:x", None)
    ('avskrivningar', 'y:x')
    """
    words = _words_of_definitions(measure, defined) or economy_name(measure, defined)
    words = words or printed.measures.get(measure) or _whole_words(measure)
    return words or _built_words(measure, defined, printed) or measure


def _words_of_definitions(measure: str, defined: Definitions | None) -> str:
    """An outcome, a share of the discharged that it is, or who referred; '' for other measures."""
    kind, _, rest = measure.rpartition(":")
    share = "share-" if kind.startswith("share:") else ""
    if measure.removeprefix("share:").startswith("age-group:"):
        return _of_ages(measure, defined)
    if defined is None:
        return ""
    known = defined.declared_measures | defined.agreement_measures | defined.final_report_measures
    if measure in known:
        return inner(known[measure])
    if kind.startswith("intervention:"):
        return _of_effort(kind.partition(":")[2], rest, defined)
    if kind.startswith("time:share-exited:"):
        return text(
            "named.share-exited", outcome=_words_of_definitions(kind.split(":")[2], defined), days=rest
        )
    if kind in ("", "share", "gender-share") and rest in defined.outcome_ids:
        name = inner(defined.outcome(rest).name)
        return text(f"named.{kind}", outcome=name) if kind else name
    if kind.removeprefix("share:") == "referred-by":
        who = next((r.name for r in defined.referrers if r.id == rest), rest)
        return text(f"named.{share}referred-by", who=who)
    return ""


def _of_ages(measure: str, defined: Definitions | None) -> str:
    """`age-group:16-29`, a share of it or of an outcome of theirs, in words.

    >>> _of_ages("age-group:16-29", None), _of_ages("share:age-group:16-29", None)
    ('deltaganden i åldern 16–29 år', 'deltaganden i åldern 16–29 år (andel)')
    """
    share = "share-" if measure.startswith("share:") else ""
    ages, _, to = measure.partition("age-group:")[2].partition(":")
    ages = ages.replace("-", "–")
    if not to:
        return text(f"named.{share}age-group", ages=ages)
    of = _words_of_definitions(to, defined) or to
    return text("named.age-group-outcome", ages=ages, outcome=of)


def _of_effort(effort: str, what: str, defined: Definitions) -> str:
    """A figure of a preventive effort; '' where the definitions name no such effort."""
    known = defined.preventive
    if known is None or effort not in known.efforts:
        return ""
    labels = {f.id: inner(f.label) for f in known.figures}
    return text("named.effort", effort=known.efforts[effort], what=labels.get(what) or text(f"effort.{what}"))


def _whole_words(measure: str) -> str:
    """The catalogue's words for a measure without parts; '' where it has none."""
    words = catalogue()
    if f"named.{measure}" in words and "{" not in words[f"named.{measure}"]:
        return text(f"named.{measure}")
    if f"measure.{measure}" in words:
        return inner(text(f"measure.{measure}"))
    return ""


def _built_words(measure: str, defined: Definitions | None, printed: PrintedNames) -> str:
    """Words of a measure's kind with what the rest of the key says; '' for an unknown kind."""
    kind, _, rest = measure.partition(":")
    if kind == "reached":
        return text("named.reached", of=measure_text(f"goal:{rest}", defined, printed))
    if kind == "hae" and rest.count(":") == 2:
        return _yearly_equivalents(rest, defined, printed)
    if kind in ("sick-leave", "sick-days"):
        area, what, *more = rest.split(":")
        of = areas(defined, printed).get(area, area)
        return text(f"named.{kind}-months" if more else f"named.{kind}", area=of, what=named_end(what))
    if "obstacles:" in measure:
        names = {o.id: inner(o.name) for o in defined.obstacles} if defined else {}
        part = measure.rpartition(":")[2]
        own = f"named.obstacles-{part}"
        named = own if part in ("people", "total", "average") else f"named.{kind}-obstacles"
        return text(named) if named == own else text(named, kind=names.get(part, part))
    if kind.startswith("difference") or kind in _OF_A_SHARE:
        return text(f"named.{kind}", of=measure_text(rest, defined, printed))
    if kind == "limit":
        return _limit(rest, defined, printed)
    if kind == "nafs" and defined and defined.nafs:
        return _compliance(rest, defined.nafs)
    share, whole = ("share-", rest) if kind == "share" else ("", measure)
    if whole.startswith("sus:") and whole.count(":") > 1:
        return _of_sus(whole, share, defined)
    if kind == "criterion-met":
        of = measure_text(held_against(measure), defined, printed)
        return text(f"named.{kind}", goal=rest.partition(":")[0], of=of)
    if kind == "question-range":
        return text(f"named.{kind}-{rest.rpartition(':')[2]}")
    if kind == "target" and rest.endswith(AFTER):
        return text("named.years-after", id=rest.removesuffix(AFTER))
    if kind in _SUFFIXED and rest:
        return text(f"named.{kind}", id=", ".join(_own(part, defined) for part in rest.split(":")))
    return ""


def _of_sus(measure: str, share: str, defined: Definitions | None) -> str:
    """`sus:time:Upp till 1 år`, or a share of it, in words."""
    _, column, label = measure.split(":", 2)
    before, _, after = label.partition(":")
    column = inner(text(f"sus.{column}"))
    if after:
        moved = {"before": _own(before, defined), "after": _own(after, defined)}
        return text("named.sus-moved", column=column, **moved)
    return text(f"named.{share}sus", column=column, label=_own(label, defined))


def _own(label: str, defined: Definitions | None) -> str:
    """A label of the definitions that is part of a key, as the language spoken has it."""
    return said(label, defined) if defined else label


def areas(defined: Definitions | None, printed: PrintedNames) -> dict[str, str]:
    """What the areas of statistics are called: by the year's definitions, else by the record."""
    return {**printed.places, **(defined.areas_of_statistics if defined else {})}


def named_end(what: str) -> str:
    """An end of the year in words; a year is itself."""
    return what if what.isdigit() else text(f"sickness.{what}")


def held_against(met: str) -> str:
    """The measure that is held against a criterion of a strategic goal.

    >>> held_against("criterion-met:1:1.4"), held_against("criterion-met:1:response:asked")
    ('question:1.4', 'response:asked')
    """
    of = met.split(":", 2)[2]
    return of if of.startswith("response:") else f"question:{of}"


def _compliance(rest: str, asked: Nafs) -> str:
    """`1:all:mean`, or a reading of the rule, in words."""
    id_, _, more = rest.partition(":")
    authority, _, what = more.partition(":")
    if not what:
        return text(f"named.nafs-{rest.replace(':', '-')}")
    who = {a.id: a.name for a in asked.authorities}.get(authority, text("nafs.all"))
    kind, _, letter = what.partition(":")
    answer = asked.answers.get(letter, letter)
    return text(f"named.nafs-{kind}", id=id_, who=who, answer=answer, high=listing(asked.scale[2:], "or"))


def _limit(rest: str, defined: Definitions | None, printed: PrintedNames) -> str:
    """`99.8:low:share:to-work` in words."""
    level, end, of = rest.split(":", 2)
    values = {"level": level.replace(".", ","), "of": measure_text(of, defined, printed)}
    return text(f"named.limit-{end}", **values)


def _yearly_equivalents(rest: str, defined: Definitions | None, printed: PrintedNames) -> str:
    """`umea:2018-h1:share` in words."""
    area, period, part = rest.split(":")
    known = defined.areas_of_statistics if defined else {}
    return text(
        "named.hae",
        area=known.get(area) or printed.places.get(area, area),
        period=period.replace("-h1", f" {text('society.half')}"),
        part=text(f"named.hae-{part}"),
    )
