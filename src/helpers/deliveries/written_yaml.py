"""A delivered YAML file that is one model: an agreement, a final report."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml

from helpers.definitions import Definitions
from helpers.deliveries.files.taken import taken
from helpers.faults import Faults, Refusal
from helpers.masking import freetext
from helpers.reading import encoding, limits, strict_yaml
from helpers.reading.strict_yaml import DefinitionError

T = TypeVar("T")


def read(
    path: Path, model: type[T], definitions: Definitions, faults: Faults, codes: tuple[str, str]
) -> tuple[T, yaml.Node | None] | None:
    """The file as a model and as nodes, which know their lines; None where it is refused.

    Args:
        path: the file.
        model: what it is read as.
        definitions: the year's, whose places are nobody's name.
        faults: what is told of it.
        codes: of a personnummer in it, and of what the model does not have.
    """
    personnummer, schema = codes
    try:
        written = encoding.decode(taken(path, limits.MAX_YAML_BYTES))
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
        return None
    for line, kind in freetext.found(written, freetext.places(definitions)):
        if kind == "personnummer":
            faults.refuse(personnummer, row=line)
    try:
        found = strict_yaml.told_faults(written, path, model, lambda _: ())
    except DefinitionError as error:
        for at, what in _lines(str(error), path.name):
            faults.refuse(schema, row=at, what=what)
        return None
    return found, strict_yaml.document(written, path)[0]


def _lines(told: str, file: str) -> Iterator[tuple[int | None, str]]:
    """The faults of a YAML file one by one: the line, and what is wrong."""
    for one in told.splitlines():
        found = re.fullmatch(rf"{re.escape(file)}:(?:(\d+):)? ?(.*)", one)
        yield (int(found[1]) if found and found[1] else None), (found[2] if found else one)
