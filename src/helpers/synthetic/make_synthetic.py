"""`make synthetic`: associations that nobody has, in a folder of their own, as ordinary runs read them."""

import json
import os
import re
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from helpers import identity
from helpers.faults import Stop
from helpers.files import write_whole
from helpers.synthetic import association_files
from helpers.synthetic.national_model import Asked, Outlier, association_id, model
from helpers.wording import number, text

TRUTH, NOTICE = "sanning.json", "LÄSMIG.md"
DEFAULTS = {"ASSOCIATIONS": "80", "YEARS": "2015-2024", "SEED": "1"}
_OUTLIER = re.compile(r"([a-z0-9-]+):([a-z0-9-]+):([+-]?[01]?\.?[0-9]+)")


def command(given: Mapping[str, str]) -> int:
    """Write what the variables of the command ask for.

    Raises:
        Stop: a value cannot be used, or the folder holds something; what to write instead.
    """
    root, asked = folder(given.get("ROOT", "")), read(given)
    known = make(root, asked)
    print(
        text(
            "synthetic.made",
            folder=root,
            associations=len(known),
            participations=number(asked.participations),
        )
    )
    return 0


def make(root: Path, asked: Asked) -> list[dict]:
    """Write every association, as many at a time as there are processors, then the truth: what is true."""
    root.mkdir(parents=True, exist_ok=True)
    write_whole(root / NOTICE, text("synthetic.notice", truth=TRUTH).encode())
    one = partial(association_files.write, root, asked)
    workers = min(os.cpu_count() or 1, asked.associations)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as crew:
        found = list(crew.map(one, range(asked.associations)))
    national = {"asked": asdict(asked), "probabilities": model()["outcomes"]}
    write_whole(root / TRUTH, _json(national | {"associations": found}))
    return found


def _json(content: dict) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def folder(given: str) -> Path:
    """The folder to write in: an empty one, or none yet.

    Raises:
        Stop: none is named, or something lies in it.
    """
    if not given:
        raise Stop(text("synthetic.no_root"))
    root = Path(given).resolve()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Stop(text("synthetic.not_empty", folder=identity.mask(str(root))))
    return root


def read(given: Mapping[str, str]) -> Asked:
    """What is asked for.

    Raises:
        Stop: a value cannot be used; which, and what to write instead.
    """
    associations, seed = _number(given, "ASSOCIATIONS", 1, 999), _number(given, "SEED", 0, 2**31)
    years = _years(given.get("YEARS") or DEFAULTS["YEARS"])
    usual = model()["size"]["per_year"] * associations * len(years)
    participations = _number(given, "PARTICIPATIONS", associations, 10**8, str(usual))
    asked = Asked(associations, years, seed, participations, _variation(given.get("VARIATION", "")))
    outlier = _outlier(given.get("OUTLIER", ""), asked)
    return Asked(**{**{k: getattr(asked, k) for k in asked.__dataclass_fields__}, "outlier": outlier})


def _number(given: Mapping[str, str], name: str, least: int, most: int, usual: str = "") -> int:
    said = given.get(name) or usual or DEFAULTS[name]
    if not re.fullmatch("[0-9]{1,10}", said) or not least <= int(said) <= most:
        raise Stop(text("synthetic.bad_number", name=name, value=identity.mask(said), least=least, most=most))
    return int(said)


def _years(said: str) -> tuple[int, ...]:
    found = re.fullmatch("(20[0-9]{2})(?:-(20[0-9]{2}))?", said)
    years = tuple(range(int(found[1]), int(found[2] or found[1]) + 1)) if found else ()
    if not years:
        raise Stop(text("synthetic.bad_years", value=identity.mask(said)))
    return years


def _variation(said: str) -> float:
    if said and not re.fullmatch(r"[01](\.[0-9]+)?", said):
        raise Stop(text("synthetic.bad_variation", value=identity.mask(said)))
    return float(said or 0)


def _outlier(said: str, asked: Asked) -> Outlier | None:
    if not said:
        return None
    found, chances = _OUTLIER.fullmatch(said), model()["outcomes"]
    ids = [association_id(n) for n in range(asked.associations)]
    if not found or found[1] not in ids or found[2] not in chances:
        known = ", ".join(chances)
        raise Stop(text("synthetic.bad_outlier", value=identity.mask(said), example=ids[-1], measures=known))
    if not 0 <= chances[found[2]] + float(found[3]) <= 1:
        raise Stop(text("synthetic.bad_shift", value=identity.mask(said), chance=str(chances[found[2]])))
    return Outlier(found[1], found[2], float(found[3]))
