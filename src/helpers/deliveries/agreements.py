"""Agreements, `agreements/<id>.yaml`: declared figures, and whether they agree with each other."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import yaml

from helpers import identity
from helpers.defining import parties
from helpers.definitions import Definitions
from helpers.deliveries import written_yaml
from helpers.deliveries.agreement_model import TOTAL, Agreement, Given, given
from helpers.deliveries.files.grid import nearest
from helpers.faults import ASSOCIATION, Faults
from helpers.language import letters
from helpers.reading import strict_yaml
from helpers.rows import RowPlace
from helpers.wording import listing

PART = "agreements"
PROPOSED = "proposed"
CODES = ("agreement_personnummer", "agreement_schema")
COLUMNS = ["row", "agreement", "name", "platform", "parties", "from", "until", "state"]
TYPES = {"from": "datetime64[s]", "until": "datetime64[s]"}
FIGURE_COLUMNS = ["row", "agreement", "platform", "measure", "value", "unit", "against", "source"]
FIGURE_TYPES = {"value": "float64"}
UNSETTLED = re.compile(r"\?|\bOBS\b|m[åa]ste vi ta beslut", re.IGNORECASE)  # what a draft says


def read(path: Path, name: str, definitions: Definitions) -> tuple[list[pd.DataFrame], Faults]:
    """One row per agreement (COLUMNS), and one per figure of it (FIGURE_COLUMNS).

    `parties` are ids with commas between; `value` of a share is between 0 and 1; `against` is the measure
    that a target is held against. What stands under `texts` is read into no table.
    """
    faults = Faults(PART, name, ASSOCIATION)
    rows, figures = list[tuple[object, ...]](), list[tuple[object, ...]]()
    if (found := written_yaml.read(path, Agreement, definitions, faults, CODES)) is not None:
        agreement, root = found
        figures_of = list(given(agreement))
        _try_names(agreement, figures_of, root, Path(name).stem, definitions, faults)
        _try_parties(agreement, root, definitions, faults)
        _try_days(agreement, definitions.year, root, faults)
        _try_identities({one.measure: one for one in figures_of}, root, faults)
        _try_texts(agreement, root, faults)
        if not faults.refused:
            rows = [_row(agreement, name, definitions)]
            figures = [_figure(agreement, one, name, root) for one in figures_of]
    return [_frame(rows, COLUMNS, TYPES), _frame(figures, FIGURE_COLUMNS, FIGURE_TYPES)], faults


def _frame(rows: list[tuple[object, ...]], columns: list[str], types: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns, "string") | types)


def _row(agreement: Agreement, name: str, definitions: Definitions) -> tuple[object, ...]:
    said = identity.mask(letters.printable(letters.words(agreement.name)))
    days = (agreement.start, agreement.until)
    return (
        *(str(RowPlace(name, "", 1)), agreement.id, said, agreement.platform, ", ".join(agreement.parties)),
        *days,
        agreement.state,
    )


def _figure(agreement: Agreement, one: Given, name: str, root: yaml.Node | None) -> tuple[object, ...]:
    at = str(RowPlace(name, "", strict_yaml.line_of(root, one.place)))
    return (at, agreement.id, agreement.platform, one.measure, one.value, one.unit, one.against, one.source)


def _try_names(
    agreement: Agreement,
    figures: list[Given],
    root: yaml.Node | None,
    stem: str,
    definitions: Definitions,
    faults: Faults,
) -> None:
    """An agreement is called as its file and about a place of the year; its figures are named, each once."""
    if agreement.id != stem:
        faults.refuse("agreement_file", row=strict_yaml.line_of(root, ("id",)), value=agreement.id)
    if agreement.platform not in definitions.places:
        near = nearest(agreement.platform, definitions.places) or ", ".join(definitions.places)
        at = {"row": strict_yaml.line_of(root, ("platform",)), "value": agreement.platform}
        faults.refuse("agreement_place", nearest=near, **at)
    known, seen = list(definitions.agreement_measures), set[str]()
    for one in figures:
        place = {"row": strict_yaml.line_of(root, one.place), "value": one.measure}
        if one.measure not in known:
            near = nearest(one.measure, known) or ", ".join(known) or "–"
            faults.refuse("agreement_unknown", nearest=near, year=definitions.year, **place)
        elif one.measure in seen:
            faults.refuse("agreement_twice", **place)
        seen.add(one.measure)


def _try_parties(
    agreement: Agreement, root: yaml.Node | None, definitions: Definitions, faults: Faults
) -> None:
    """Each party has a name, those that have undertaken something too; each is told once."""
    known, told = parties.names(definitions), set[str]()
    places: list[tuple[tuple[str | int, ...], str]] = [(("parties",), party) for party in agreement.parties]
    places += [(("commitments", n, "party"), one.party) for n, one in enumerate(agreement.commitments)]
    for place, party in places:
        if party not in known and party not in told:
            told.add(party)
            near = nearest(party, list(known)) or listing(list(known), "or")
            at = {"row": strict_yaml.line_of(root, place), "value": party}
            faults.flag("agreement_party", nearest=near, year=definitions.year, **at)


def _try_days(agreement: Agreement, year: int, root: yaml.Node | None, faults: Faults) -> None:
    """An agreement ends after it begins, has not ended, and is signed where facts are held against it."""
    start, until = agreement.start, agreement.until
    if start and until and until < start:
        faults.refuse("agreement_days", row=strict_yaml.line_of(root, ("until",)), value=f"{until}")
    elif until and until < dt.date(year, 1, 1):
        faults.flag("agreement_ended", row=strict_yaml.line_of(root, ("until",)), value=f"{until}", year=year)
    begun = start is None or start <= dt.date(year, 12, 31)
    if agreement.state == PROPOSED and begun and any(aim.measure for aim in agreement.targets):
        faults.flag("agreement_proposed", row=strict_yaml.line_of(root, ("state",)), value=agreement.state)


def _try_identities(figures: dict[str, Given], root: yaml.Node | None, faults: Faults) -> None:
    """The share is what the association finances of the municipality's posts; parts add up to their total."""
    names = ("posts:municipality", "posts:association-financed", "association-share")
    whole, part, share = (figures.get(f"agreement:{name}") for name in names)
    if whole and part and share and _exact(part) != _exact(share) * _exact(whole):
        implied = f"{100 * part.value / whole.value:g}" if whole.value else "–"
        at = {"row": strict_yaml.line_of(root, share.place), "value": f"{100 * share.value:g}"}
        faults.flag("agreement_share", implied=implied.replace(".", ","), **at)
    for measure, total in figures.items():
        what, _, last = measure.rpartition(":")
        parts = [one for m, one in figures.items() if m.startswith(f"{what}:") and m != measure]
        if last == TOTAL and parts and sum(map(_exact, parts)) != _exact(total):
            counted = f"{float(sum(map(_exact, parts))):g}"
            at = {"row": strict_yaml.line_of(root, total.place), "value": f"{total.value:g}"}
            faults.flag("agreement_total", counted=counted, **at)


def _exact(one: Given) -> Fraction:
    return Fraction(repr(float(one.value)))


def _try_texts(agreement: Agreement, root: yaml.Node | None, faults: Faults) -> None:
    """A text that asks or leaves something to decide is a draft's."""
    for key, said in agreement.texts.items():
        if found := UNSETTLED.search(said):
            faults.flag("agreement_unsettled", row=strict_yaml.line_of(root, ("texts", key)), value=found[0])
