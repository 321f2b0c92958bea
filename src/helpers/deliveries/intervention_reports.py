"""Final reports of interventions, `interventions/<id>.yaml`: declared figures and words of our own."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import yaml

from helpers import identity
from helpers.defining.final_template import PLACEHOLDER, TEMPLATES
from helpers.definitions import Definitions
from helpers.deliveries import written_yaml
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.intervention_checks import check
from helpers.deliveries.intervention_models import TIME, FinalReport, Given, given
from helpers.faults import ASSOCIATION, Faults
from helpers.language import letters
from helpers.paths import INTERVENTIONS
from helpers.reading import strict_yaml
from helpers.reading.definition_faults import Location
from helpers.rows import RowPlace

DISCHARGED = "discharged"  # a sum of these says where those who left went
COLUMNS = [
    *("row", "platform", "measure", "respondents", "group", "value", "numerator", "denominator"),
    *("unit", "about", "kind", "source"),
]
TYPES = {"value": "float64", "numerator": "Int64", "denominator": "Int64", "about": "bool"}
CODES = ("final_personnummer", "final_schema")
WORD_COLUMNS = ["row", "platform", "part", "id", "text"]
THOUSANDS = {"tkr": ("SEK", 1000), "percent": ("share", 1)}  # how an amount is kept: its unit, and times what


def read(path: Path, name: str, definitions: Definitions) -> tuple[pd.DataFrame, pd.DataFrame, Faults]:
    """The figures of a report, a row each (COLUMNS), and its words (WORD_COLUMNS).

    `value` is in the unit of its fact: kronor, or per cent where it is a share; missing where a goal has no
    outcome. `about` is true of a figure that is only about so much, `kind` is the kind of a goal. Words are
    of a `part` (`name`, `owner`, `start`, `goal`, `said`, `text` …) with the id of a goal or a heading.
    """
    faults = Faults(INTERVENTIONS, name, ASSOCIATION)
    figures, words = list[tuple[object, ...]](), list[tuple[str, ...]]()
    if (found := written_yaml.read(path, FinalReport, definitions, faults, CODES)) is not None:
        report, root = found
        _try_names(report, root, Path(name).stem, definitions, faults)
        _try_measures(report, root, definitions, faults)
        _try_placeholders(report, root, faults)
        check(report, lambda place: strict_yaml.line_of(root, place), faults)
        if not faults.refused:
            figures = [_row(one, name, report.id, root) for one in given(report)]
            words = [(_at(name, root, place), report.id, *said) for place, *said in _words(report)]
    frame = pd.DataFrame(figures, columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "string") | TYPES)
    return frame, pd.DataFrame(words, columns=WORD_COLUMNS).astype("string"), faults


def _try_names(
    report: FinalReport, root: yaml.Node | None, stem: str, definitions: Definitions, faults: Faults
) -> None:
    """A report is of a place of the year, of its association, and answers headings of its template."""
    known = definitions.platform_ids
    if report.id not in known:
        at = {"row": strict_yaml.line_of(root, ("id",)), "value": report.id}
        faults.refuse("final_place", nearest=nearest(report.id, known) or ", ".join(known), **at)
    elif report.id != stem:
        faults.refuse("final_file", row=strict_yaml.line_of(root, ("id",)), value=report.id)
    if report.association != definitions.together.id:
        at = {"row": strict_yaml.line_of(root, ("association",)), "value": report.association}
        faults.refuse("final_association", nearest=definitions.together.id, **at)
    headings = TEMPLATES[str(report.template)]
    for key in report.texts:
        if key not in headings:
            near = nearest(key, list(headings)) or ", ".join(headings)
            line = strict_yaml.line_of(root, ("texts", key))
            faults.refuse("final_heading", row=line, value=key, nearest=near)
    ids = [goal.id for goal in report.goals]
    for n, goal in enumerate(report.goals):
        if goal.id in ids[:n]:
            faults.refuse("final_twice", row=strict_yaml.line_of(root, ("goals", n)), value=goal.id)


def _try_measures(
    report: FinalReport, root: yaml.Node | None, definitions: Definitions, faults: Faults
) -> None:
    """Each figure is a measure that the year's definitions name, and stands once."""
    known, seen = definitions.final_report_measures, set[tuple[str, str]]()
    for one in given(report):
        at = {"row": strict_yaml.line_of(root, one.place), "value": one.measure}
        if one.place[0] == "time" and one.place[1] not in TIME:
            at["value"] = str(one.place[1])
            near = nearest(str(one.place[1]), list(TIME)) or ", ".join(TIME)
            faults.refuse("final_time", nearest=near, **at)
        elif one.measure not in known:
            near = nearest(one.measure, list(known)) or ", ".join(known) or "–"
            faults.refuse("final_unknown", nearest=near, year=definitions.year, **at)
        elif (one.measure, one.group) in seen:
            faults.refuse("final_twice", **at)
        seen.add((one.measure, one.group))


def _try_placeholders(report: FinalReport, root: yaml.Node | None, faults: Faults) -> None:
    """A figure in a text is one that the report gives."""
    known = {one.measure for one in given(report)}
    for heading, said in report.texts.items():
        for measure in PLACEHOLDER.findall(said):
            if measure not in known:
                line = strict_yaml.line_of(root, ("texts", heading))
                near = nearest(measure, sorted(known)) or ", ".join(sorted(known)) or "–"
                faults.refuse("final_placeholder", row=line, value=measure, nearest=near)


def _row(one: Given, name: str, platform: str, root: yaml.Node | None) -> tuple[object, ...]:
    unit, times = THOUSANDS.get(one.unit, (one.unit, 1))
    counts = (one.of.numerator, one.of.denominator) if one.group == "all" else (None, None)
    if one.measure.rpartition(":")[2] in {*one.of.parts, "low", "high"}:
        counts = (None, None)
    return (
        _at(name, root, one.place),
        platform,
        one.measure,
        one.of.respondents or "",
        one.group,
        None if one.value is None else one.value * times,
        *counts,
        unit,
        one.of.about,
        one.kind,
        one.of.source or "",
    )


def _at(name: str, root: yaml.Node | None, place: Location) -> str:
    return str(RowPlace(name, "", strict_yaml.line_of(root, place)))


def _words(report: FinalReport) -> Iterator[tuple[Location, str, str, str]]:
    """Where it stands, what it is of, the id of a goal or a heading, and the words."""
    period = report.period
    yield ("name",), "name", "", _shown(report.name)
    yield ("template",), "template", "", str(report.template)
    for n, owner in enumerate(report.owners):
        yield ("owners", n), "owner", str(n + 1), _shown(owner)
    for key, day in (("start", period.start), ("end", period.end), ("intake_end", period.intake_end)):
        if day is not None:
            yield ("period", key), key.replace("_", "-"), "", f"{day:%Y-%m-%d}"
    for n, span in enumerate(period.extensions):
        yield ("period", "extensions", n), "extension", str(n + 1), span
    if report.target_group.ages:
        yield ("target_group", "ages"), "ages", "", "–".join(map(str, report.target_group.ages))
    for n, goal in enumerate(report.goals):
        yield ("goals", n, "text"), "goal", goal.id, _shown(goal.text)
        yield ("goals", n, "kind"), "goal-kind", goal.id, goal.kind
        if goal.period:
            yield ("goals", n, "period"), "goal-period", goal.id, goal.period
        if goal.outcome and goal.outcome.said:
            yield ("goals", n, "outcome", "said"), "said", goal.id, _shown(goal.outcome.said)
    for heading, said in report.texts.items():
        yield ("texts", heading), "text", heading, _shown(said)
    for n, (whole, *parts) in enumerate(report.sums):
        if whole == DISCHARGED:
            yield ("sums", n), "exits", "", ", ".join(parts)
    for one in given(report):
        if one.group == "all" or one.of.all is None:
            yield one.place, "figure", one.measure, str(one.place[0])
        if one.of.about:
            yield one.place, "about", one.measure, one.group


def _shown(words: str) -> str:
    return identity.mask(letters.printable(letters.words(words)))
