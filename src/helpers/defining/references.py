"""What a definitions file names but does not define, defines twice, or could be taken for something else."""

import re
from collections.abc import Iterable, Iterator

from helpers.defining.agreement_references import agreement_faults
from helpers.defining.question_words import fingerprint
from helpers.language import letters
from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import listing, text


def _items(data: dict, section: str, *more: str) -> Iterator[tuple[Location, dict]]:
    """Every entry of a list of entries, and where it stands: `_items(data, "areas", "accounts")`.

    The file may break the schema anywhere: what is no list or no entry is passed over, the schema names it.
    """
    inner = data.get(section)
    for index, item in enumerate(inner if isinstance(inner, list) else []):
        if isinstance(item, dict) and more:
            yield from (((section, index, *place), entry) for place, entry in _items(item, *more))
        elif isinstance(item, dict):
            yield (section, index), item


def _texts(item: dict, key: str) -> Iterator[tuple[Location, str]]:
    """The texts of an entry's list and where they stand."""
    values = item.get(key)
    yield from (
        ((key, i), v) for i, v in enumerate(values if isinstance(values, list) else []) if isinstance(v, str)
    )


Defined = list[tuple[Location, str]]  # ids, and where they stand
# Measures of the participants' table that an outcome may not be called (counting/participations).
RESERVED = (
    *("total", "carried-over", "new", "discharged", "remaining", "referred", "accepted", "unique"),
    *("positive", "double-registered", "comparisons", "gender-even", "asked", "answered", "ready"),
)
# First parts of the measures that other files give. They stand here too since definitions are read before
# anything is counted; a test holds them against the families of counting.
COMPUTED = (
    *("share", "gender-share", "referred-by", "occupancy", "days", "time", "lists", "sus", "hae", "economy"),
    *("question", "question-range", "answer", "answer-share", "answer-share-total", "item-response"),
    *("response", "target", "verdict", "judgement", "doubt", "signals", "tally", "goals-met", "examples"),
    *("agreement", "intervention", "interventions", "sick-leave", "sick-days", "obstacles", "share-people"),
    *(
        "low",
        "high",
        "least",
        "most",
        "difference",
        "difference-low",
        "difference-high",
    ),
    *("difference-p", "difference-p-corrected", "difference-claim", "difference-visible"),
    *("strategic-goals", "grade", "criterion", "criterion-met", "nafs", "limit", "people"),
    *("change", "change-low", "change-high", "age-group"),
)
# First parts of measures that begin as computed ones do and are decided by somebody: the longer name holds.
DECIDED = ("economy:application", "economy:grant")
MEASURE = re.compile(r"[a-z0-9][a-z0-9-]*(?::[a-z0-9][a-z0-9.-]*)*")
FALLS = ("target_percentage_points", "target_change_percent", "target_change")  # a goal has one of them
DECLARED = "declared"  # the kind of indicator that is measured elsewhere
OF_DECLARED, GOALS = ("id", "unit", "targets", "years_after"), ("target_percent", "target_count")
CODES = {"genders": ("women", "men"), "decisions": ("yes", "no")}  # sections whose ids are the program's own


def broken_references(data: dict) -> Iterator[tuple[Location, str]]:
    """What names something the file does not define, or defines it twice: where, and what is wrong."""
    asked = _asked(data)
    yield from _defined_twice(data, asked)
    yield from _same_words(data)
    yield from _same_labels(data)
    yield from _codes(data)
    yield from _unknown_names(data)
    yield from _broken_indicators(data, [pair for _, pair in asked])
    yield from _unknown_classes(data)
    yield from _of_places(data)
    yield from _of_outcomes(data)
    yield from _declared_measures(data)
    yield from agreement_faults(data, _places(data), _ids(data, "areas", "accounts"))
    yield from _final_report_measures(data)


def is_computed(measure: str, outcomes: Iterable[str]) -> bool:
    """Whether a measure is made of another file than that of declared figures.

    >>> [is_computed(m, ["to-work"]) for m in ("to-work", "share:to-work", "economy:result", "board:members")]
    [True, True, True, False]
    >>> is_computed("economy:grant:survey", [])
    False
    """
    parts = measure.split(":")
    names = [":".join(parts[:n]) for n in range(len(parts), 0, -1)]
    computed = {*RESERVED, *COMPUTED, *outcomes}
    return next((n in computed for n in names if n in computed or n in DECIDED), False)


def _declared_measures(data: dict) -> Iterator[tuple[Location, str]]:
    """Names of declared figures that could be no measure, or are one that is computed."""
    outcomes = [id_ for _, id_ in _ids(data, "outcomes")]
    for name in _named(data):
        if not isinstance(name, str):
            continue  # the schema names it
        place = ("declared_measures", name)
        if not MEASURE.fullmatch(name):
            yield place, text("definition.measure_name", where=where(place), name=name)
        elif is_computed(name, outcomes):
            yield place, text("definition.computed_measure", where=where(place), name=name)


def _final_report_measures(data: dict) -> Iterator[tuple[Location, str]]:
    """Names of a final report's figures that could be no measure."""
    named = data.get("final_report_measures")
    for name in named if isinstance(named, dict) else ():
        place = ("final_report_measures", name)
        if isinstance(name, str) and not MEASURE.fullmatch(name):
            yield place, text("definition.measure_name", where=where(place), name=name)


def _named(data: dict) -> list:
    """The names of declared figures, whatever they are."""
    named = data.get("declared_measures")
    return list(named) if isinstance(named, dict) else []


def _places(data: dict) -> Defined:
    """Every place that facts stand at."""
    sums = [
        ((name, "id"), data[name].get("id"))
        for name in ("together", "apart")
        if isinstance(data.get(name), dict)
    ]
    own = [(place, id_) for place, id_ in sums if isinstance(id_, str)]
    return [*own, *(place for kind in ("platforms", "wholes", "other_places") for place in _ids(data, kind))]


def _ids(data: dict, *path: str) -> Defined:
    """The ids of the entries of a list."""
    return [
        ((*place, "id"), item["id"]) for place, item in _items(data, *path) if isinstance(item.get("id"), str)
    ]


def _asked(data: dict) -> Defined:
    """Every question to every group, as the indicators name them."""
    return [
        ((*place, "id"), text("definition.asked", question=item["id"], group=group))
        for place, item in _items(data, "questions")
        for _, group in _texts(item, "respondents")
        if isinstance(item.get("id"), str)
    ]


def _defined_twice(data: dict, asked: Defined) -> Iterator[tuple[Location, str]]:
    defined = {
        "place": _places(data),
        "area": [*_ids(data, "municipalities"), *_ids(data, "statistics_areas")],
        "respondents": _ids(data, "respondents"),
        "scale": _ids(data, "scales"),
        "account": _ids(data, "areas", "accounts"),
        "question": asked,
        "goal": _goals(data),
    } | {kind: _ids(data, section) for kind, section in _SECTIONS.items()}
    for kind, named in defined.items():
        seen: set[str] = set()
        for place, id_ in named:
            if id_ in seen:
                yield place, text("definition.twice", where=where(place), what=_what(kind), id=id_)
            seen.add(id_)


def _goals(data: dict) -> Defined:
    """What the goals are known by that no group of respondents tells apart."""
    return [
        ((*at, *place), str(indicator.get("id") or account.get("id")))
        for at, account in _items(data, "areas", "accounts")
        for place, indicator in _items(account, "indicators")
        if indicator.get("kind") in ("outcome", "society", DECLARED)
    ]


_SECTIONS = {"gender": "genders", "referrer": "referrers", "decision": "decisions", "outcome": "outcomes"}
_SECTIONS |= {"obstacle": "obstacles"}


def _what(kind: str) -> str:
    return text(f"definition.what.{kind}")


def _unknown_names(data: dict) -> Iterator[tuple[Location, str]]:
    """What is defined elsewhere, and is not; where its whole section is missing, that is told alone."""
    places = _places(data)
    known: dict[str, tuple[str, Defined]] = {
        "part": ("platforms", _ids(data, "platforms")),
        "asked_of": ("together", places),
        "answers_for": ("together", places),
        "scale": ("scales", _ids(data, "scales")),
        "respondents": ("respondents", _ids(data, "respondents")),
        "outcome": ("outcomes", _ids(data, "outcomes")),
        "declared": ("year", [((), str(name)) for name in _named(data)]),
    }
    for place, kind, value in _references(data):
        section, named = known[kind]
        if section in data and value not in (ids := [i for _, i in named]):
            yield place, _unknown(place, kind, value, ids)


def _references(data: dict) -> Iterator[tuple[Location, str, str]]:
    """Where something defined elsewhere is named, what kind of thing, and by which id."""
    for place, whole in _items(data, "wholes"):
        yield from (((*place, *at), "part", part) for at, part in _texts(whole, "parts"))
    for place, group in _items(data, "respondents"):
        yield from (((*place, *at), "asked_of", one) for at, one in _texts(group, "asked_of"))
        if isinstance(group.get("answers_for"), str) and group["answers_for"]:
            yield (*place, "answers_for"), "answers_for", group["answers_for"]
    for place, question in _items(data, "questions"):
        if isinstance(question.get("scale"), str):
            yield (*place, "scale"), "scale", question["scale"]
        yield from (((*place, *at), "respondents", group) for at, group in _texts(question, "respondents"))
    for place, indicator in _items(data, "areas", "accounts", "indicators"):
        if isinstance(indicator.get("measure"), str):
            kind = "declared" if indicator.get("kind") == DECLARED else "outcome"
            yield (*place, "measure"), kind, indicator["measure"]
        targets = indicator.get("targets")
        for one in targets if isinstance(targets, dict) else ():
            yield (*place, "targets", one), "asked_of", str(one)


def _broken_indicators(data: dict, asked: list[str]) -> Iterator[tuple[Location, str]]:
    """Indicators of a question nobody is asked, of outcomes without a measure, or with two goals in one."""
    for place, indicator in _items(data, "areas", "accounts", "indicators"):
        if indicator.get("kind") == "question":
            question, group = (indicator.get(k, "–") for k in ("question", "respondents"))
            wanted = text("definition.asked", question=question, group=group)
            if wanted not in asked:
                yield (*place, "question"), _unknown((*place, "question"), "question", wanted, asked)
        if indicator.get("kind") in ("outcome", DECLARED) and indicator.get("measure") is None:
            yield place, text(f"definition.no_measure.{indicator['kind']}", where=where(place))
        yield from _of_another_kind(place, indicator)
        falls = [key for key in FALLS if indicator.get(key) is not None]
        if indicator.get("kind") == "society" and len(falls) > 1:
            at = (*place, falls[1])
            yield at, text("definition.two_falls", where=where(at), keys=listing(falls))


def _of_another_kind(place: Location, indicator: dict) -> Iterator[tuple[Location, str]]:
    """Keys that only another kind of indicator has: a goal written there would be no goal."""
    is_declared = indicator.get("kind") == DECLARED
    for key in (*FALLS, *GOALS) if is_declared else OF_DECLARED:
        if key in indicator:
            at, kinds = (*place, key), "declared" if is_declared else "others"
            yield at, text(f"definition.another_kind.{kinds}", where=where(at), name=key)


def _unknown_classes(data: dict) -> Iterator[tuple[Location, str]]:
    """Summaries of the background, and indicators, that name a class which its section does not have."""
    sus = data.get("sus")
    if not isinstance(sus, dict):
        return
    support = [v for _, v in _texts(sus, "support")]
    for place, indicator in _items(data, "areas", "accounts", "indicators"):
        name, at = indicator.get("support"), (*place, "support")
        if indicator.get("kind") == "register" and name not in support:
            yield at, _unknown(at, "class", str(name or "–"), support)
    sections = {"time": "time", "education": "education", "support-before": "support"}
    for place, summary in _items(sus, "summaries"):
        classes = [v for _, v in _texts(sus, sections.get(str(summary.get("column")), ""))]
        for at, name in _texts(summary, "classes"):
            if classes and name not in classes:
                yield ("sus", *place, *at), _unknown(("sus", *place, *at), "class", name, classes)


def _of_places(data: dict) -> Iterator[tuple[Location, str]]:
    """Platforms in a municipality that is not named, or apart without a sum of those apart."""
    known = [item.get("name") for _, item in _items(data, "municipalities")]
    named = [name for name in known if isinstance(name, str)]
    for place, platform in _items(data, "platforms"):
        municipality = platform.get("municipality")
        is_named = "municipalities" not in data or municipality in named
        if isinstance(municipality, str) and municipality and not is_named:
            at = (*place, "municipality")
            yield at, _unknown(at, "municipality", municipality, named)
        if platform.get("separate") is True and data.get("apart") is None:
            yield (*place, "separate"), text("definition.no_apart", where=where((*place, "separate")))


def _of_outcomes(data: dict) -> Iterator[tuple[Location, str]]:
    """Outcomes that are called as a measure of the program is, or whose source has no line."""
    for place, outcome in _items(data, "outcomes"):
        if outcome.get("id") in RESERVED:
            at = (*place, "id")
            yield at, text("definition.reserved", where=where(at), id=outcome["id"])
        source = outcome.get("source")
        if isinstance(source, str) and source and not re.fullmatch(r"\S+:\d+(?:-\d+)?", source):
            at = (*place, "source")
            yield at, text("definition.source", where=where(at), value=source)


def _codes(data: dict) -> Iterator[tuple[Location, str]]:
    """Sections that must have the program's own ids, each once."""
    for section, ids in CODES.items():
        entries = [item.get("id") for _, item in _items(data, section)]
        if isinstance(data.get(section), list) and sorted(map(str, entries)) != sorted(ids):
            yield (section,), text("definition.codes", where=section, ids=listing(list(ids)))


def _same_words(data: dict) -> Iterator[tuple[Location, str]]:
    """Wordings by which a survey's column could be two questions to one group."""
    seen: dict[tuple[str, str], str] = {}
    for place, question in _items(data, "questions"):
        for at, wording in _texts(question, "wordings"):
            for _, group in _texts(question, "respondents"):
                other = seen.setdefault((group, fingerprint(wording)), str(question.get("id")))
                if other != str(question.get("id")):
                    spot = (*place, *at)
                    yield spot, text("definition.same_words", where=where(spot), other=other, group=group)


def _same_labels(data: dict) -> Iterator[tuple[Location, str]]:
    """Labels by which a delivered value could be two things, in any case."""
    for section in _SECTIONS.values():
        seen: set[str] = set()
        own = "label" if section == "outcomes" else "name"
        for place, item in _items(data, section):
            labels = [((*place, *at), label) for at, label in _texts(item, "labels")]
            if isinstance(item.get(own), str):
                labels.append(((*place, own), item[own]))
            for at, label in labels:
                folded = letters.compared(label)
                if folded in seen:
                    yield at, text("definition.label_twice", where=where(at), label=label)
                seen.add(folded)


def _unknown(place: Location, kind: str, value: str, known: list[str]) -> str:
    near = nearest(value, known) or (f" {text('definition.known', known=', '.join(known))}" if known else "")
    return text("definition.unknown", where=where(place), what=_what(kind), value=value) + near
