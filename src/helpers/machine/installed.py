"""Whether the environment is whole: the libraries of the lock file, each as it was installed.

Of the standard library alone, and without the reader of the catalogue: it is asked when a library is missing.
"""

from __future__ import annotations  # an older Python must come as far as to be told

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib import metadata

LEAST_PYTHON = (3, 11, 1)  # the first that brings an expat as new as LEAST_EXPAT; systems may bring their own
LEAST_EXPAT = (2, 5, 0)  # reads delivered XML: bounds nested entities, and mends CVE-2022-43680
_PACKAGE = Path(__file__).resolve().parents[1]
_LOCK = _PACKAGE.parents[1] / "requirements.lock"
_LOCKED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s\\;]+)( *;)?")
_MOST_NAMED = 3


def faults() -> list[str]:
    """The libraries that are missing, of another version or not as they were installed, by name."""
    from importlib import metadata

    lock = _LOCKED.findall(_LOCK.read_text(encoding="utf-8"))
    found = {_name(d.metadata["Name"] or ""): d for d in metadata.distributions()}
    asked = [(_name(name), version, condition) for name, version, condition in lock]
    named = {name for name, _, _ in asked}
    missing = {n for n, _, condition in asked if not condition and n not in found}
    other = {n for n in named & found.keys() if found[n].version not in {v for m, v, _ in asked if m == n}}
    return sorted(missing | other | {n for n in named & found.keys() if not _is_whole(found[n])})


def said() -> str:
    """What to do where the environment is not whole, in words; '' where it is."""
    if old := old_python():
        return old
    if not (broken := faults()):
        return ""
    more = len(broken) - _MOST_NAMED
    names = ", ".join(broken[:_MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    return words("broken_environment").format(libraries=names)


def old_python() -> str:
    """What to do where Python, or what it reads XML with, is not the project's; '' where it is."""
    version = sys.version_info[:3]
    if not LEAST_PYTHON <= version < (3, 12):
        least = ".".join(map(str, LEAST_PYTHON))
        return words("other_python").format(found=".".join(map(str, version)), least=least)
    if (expat := expat_version()) < LEAST_EXPAT:
        least, found = (".".join(map(str, v)) for v in (LEAST_EXPAT, expat))
        return words("old_expat").format(found=found, least=least)
    return ""


def expat_version() -> tuple[int, ...]:
    """The version of the library that reads XML."""
    from pyexpat import version_info

    return version_info


def words(key: str) -> str:
    """Words of the catalogue's `run`, read without a library."""
    catalogue = _PACKAGE / "catalogue" / "sv.yaml"
    found = re.search(rf'(?m)^  {key}: "(.*)"$', catalogue.read_text(encoding="utf-8"))
    return found[1] if found else key


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_whole(library: metadata.Distribution) -> bool:
    """Whether every file of a library is there, of the size that it had when it was installed.

    What lies outside the libraries' folder, as commands and manuals, is none that anything imports.
    """
    files = [f for f in library.files or () if f.size is not None and f.parts[0] != ".."]
    try:
        return all(Path(str(f.locate())).stat().st_size == f.size for f in files)
    except OSError:
        return False
