"""What a definitions file names but does not define, defines twice, or could be taken for something else."""

import difflib
from collections.abc import Iterator

from helpers.codes import ASSOCIATION, SEPARATE
from helpers.question_words import fingerprint
from helpers.strict_yaml import Location


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


def broken_references(data: dict) -> Iterator[tuple[Location, str]]:
    """What names something the file does not define, or defines it twice: where, and what is wrong."""
    platforms, groups, scales, asked = (
        _ids(data, "platforms"),
        _ids(data, "respondents"),
        _ids(data, "scales"),
        _asked(data),
    )
    places = [((), ASSOCIATION), ((), SEPARATE), *platforms, *_ids(data, "wholes")]
    yield from _defined_twice(
        {
            "platform or whole": places,
            "respondents": groups,
            "scale": scales,
            "account": _ids(data, "areas", "accounts"),
            "question to one group": asked,
        }
    )
    yield from _same_words(data)
    known = {
        "part": platforms,
        "asked_of": places,
        "answers_for": places,
        "scale": scales,
        "respondents": groups,
    }
    for place, what, value in _references(data):
        if value not in (ids := [i for _, i in known[what]]):
            yield place, _unknown(what, value, ids)
    yield from _broken_indicators(data, [pair for _, pair in asked])
    yield from _unknown_classes(data)


def _ids(data: dict, *path: str) -> Defined:
    """The ids of the entries of a list."""
    return [
        ((*place, "id"), item["id"]) for place, item in _items(data, *path) if isinstance(item.get("id"), str)
    ]


def _asked(data: dict) -> Defined:
    """Every question to every group, as the indicators name them."""
    return [
        ((*place, "id"), f"{item['id']} to {group}")
        for place, item in _items(data, "questions")
        for _, group in _texts(item, "respondents")
        if isinstance(item.get("id"), str)
    ]


def _defined_twice(defined: dict[str, Defined]) -> Iterator[tuple[Location, str]]:
    for name, named in defined.items():
        seen: set[str] = set()
        for place, id_ in named:
            if id_ in seen:
                yield place, f"{name} {id_!r} stands twice"
            seen.add(id_)


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


def _broken_indicators(data: dict, asked: list[str]) -> Iterator[tuple[Location, str]]:
    """Indicators of a question nobody is asked, or of outcomes without a measure."""
    for place, indicator in _items(data, "areas", "accounts", "indicators"):
        wanted = f"{indicator.get('question')} to {indicator.get('respondents')}"
        if indicator.get("kind") == "question" and wanted not in asked:
            yield (*place, "question"), _unknown("question", wanted, asked)
        if indicator.get("kind") == "outcome" and indicator.get("measure") is None:
            yield place, "an outcome indicator needs a measure"


def _unknown_classes(data: dict) -> Iterator[tuple[Location, str]]:
    """Summaries of the background that name a class which its section does not have."""
    sus = data.get("sus") if isinstance(data.get("sus"), dict) else {}
    sections = {"time": "time", "education": "education", "support-before": "support"}
    for place, summary in _items(sus, "summaries"):
        classes = [v for _, v in _texts(sus, sections.get(str(summary.get("column")), ""))]
        for at, name in _texts(summary, "classes"):
            if classes and name not in classes:
                yield ("sus", *place, *at), _unknown("class", name, classes)


def _same_words(data: dict) -> Iterator[tuple[Location, str]]:
    """Wordings by which a survey's column could be two questions to one group."""
    seen: dict[tuple[str, str], object] = {}
    for place, question in _items(data, "questions"):
        for at, wording in _texts(question, "wordings"):
            for _, group in _texts(question, "respondents"):
                other = seen.setdefault((group, fingerprint(wording)), question.get("id"))
                if other != question.get("id"):
                    yield (*place, *at), f"the wording is question {other!r} to {group} too"


def _unknown(what: str, value: str, known: list[str]) -> str:
    return f"{what} {value!r} is not defined{_near(value, known)}"


def _near(value: str, known: list[str]) -> str:
    near = difflib.get_close_matches(value, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
