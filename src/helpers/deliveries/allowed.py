"""What the cells of a delivery may say: label -> code by section, all of it from the year's definitions."""

from helpers.definitions import Definitions
from helpers.deliveries.files.cells import Allowed


def of(definitions: Definitions) -> Allowed:
    """The labels of every column that has a fixed set of them; "" is what a blank cell stands for."""
    sus, nafs = definitions.sus, definitions.nafs
    labels = {
        "genders": {label: g.id for g in definitions.genders for label in g.labels},
        "places": _places(definitions),
        "municipalities": {name: name for name in municipalities(definitions)} | {"": ""},
        "referrers": {r.name: r.id for r in definitions.referrers},
        "decisions": {label: d.id for d in definitions.decisions for label in d.labels},
        "outcomes": {o.label: o.id for o in definitions.outcomes},
        "platforms": {said: p.id for p in definitions.platforms for said in (p.id, p.name, p.label)},
        "areas": {name: id_ for id_, name in definitions.areas_of_statistics.items()},
        "obstacles": {label: label for o in definitions.obstacles for label in o.labels} | {"": ""},
        "groups": {name: r.id for r in definitions.respondents for name in (r.name, r.id)},
        "support": {name: name for name in sus.support},
        "authorities": {said: a.id for a in nafs.authorities for said in (a.name, a.id)} if nafs else {},
        "nafs_answers": _letters(nafs.answers) if nafs else {},
        "occupation": {name: name for name in sus.occupation},
        "time": {name: name for name in sus.time} | {"": sus.missing_time},
        "education": {name: name for name in sus.education} | {"": sus.missing_education},
    }
    return Allowed(definitions.year, labels)


def _letters(answers: dict[str, str]) -> dict[str, str]:
    """Answers by their words, and by their letter alone -> letter."""
    return {said: letter for letter, said in answers.items()} | {letter: letter for letter in answers}


def _places(d: Definitions) -> dict[str, str]:
    """Every place by its id, name and label; a blank cell is the association."""
    return {said: p for p in d.places for said in (p, d.name(p), d.label(p))} | {"": d.together.id}


def vocabulary(definitions: Definitions) -> tuple[str, ...]:
    """Every text that a cell or a heading may say in the year; a slip of the pen in one may be told."""
    d = definitions
    said = [label for section in of(d).labels.values() for label in section]
    said += [
        d.association,
        *d.areas_of_statistics.values(),
        *municipalities(d),
        *d.platform_ids,
        *d.whole_ids,
    ]
    said += [name for place in d.places for name in (d.name(place), d.label(place))]
    said += [answer for scale in d.scales for answer in scale.answers]
    said += [wording for question in d.questions for wording in question.wordings]
    said += [statement.text for statement in d.nafs.statements] if d.nafs else []
    return tuple(dict.fromkeys(filter(None, said)))


def municipalities(definitions: Definitions) -> list[str]:
    """The municipalities of the year, those of its platforms among them."""
    named = [m.name for m in definitions.municipalities] + [p.municipality for p in definitions.platforms]
    return list(dict.fromkeys(filter(None, named)))
