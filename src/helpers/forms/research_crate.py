"""The data package as a research object: one run of the code, what it read, and the tables that came out.

RO-Crate 1.1. It names no person, clock, host or path of a computer: inputs, libraries and code are known by
sha256, the one who answers for the account is the association.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from helpers.files import sha256
from helpers.forms.shown_account import Account, MadeOf
from helpers.wording import text

FORMAT = "https://w3id.org/ro/crate/1.1"
CONTEXT = [
    f"{FORMAT}/context",
    {"sha256": "https://schema.org/sha256"},
]  # the term is younger than the format
METADATA = "ro-crate-metadata.json"
RUN, CODE, PUBLISHER, LICENCE = "#run", "#code", "#association", "#licence"
TYPES = {"csv": "text/csv", "json": "application/json"}

Entity = dict[str, Any]


def crate(account: Account, title: str, about: str, given: Mapping[str, bytes]) -> Entity:
    """The content of `ro-crate-metadata.json` for a folder with the files of `given`, by name."""
    made_of, context = account.made_of, account.report.context
    descriptor = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": FORMAT},
        "about": {"@id": "./"},
    }
    licence = _licence(account.report.now.definitions.licence)
    dataset = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": about,
        # Published when the board has decided; else only the year that is accounted for is known.
        "datePublished": context.decided or str(context.year),
        "temporalCoverage": f"{context.year}-01-01/{context.year}-12-31",
        "license": {"@id": licence["@id"]},
        "publisher": {"@id": PUBLISHER},
        "hasPart": _references(given),
        "mentions": {"@id": RUN},
    }
    publisher = {"@id": PUBLISHER, "@type": "Organization", "name": context.association}
    inputs = [_work(name, hash_) for name, hash_ in sorted({**made_of.inputs, **made_of.libraries}.items())]
    described = [descriptor, dataset, publisher, licence, _run(made_of, given), _code(made_of)]
    return {"@context": CONTEXT, "@graph": [*described, *map(_file, given, given.values()), *inputs]}


def licence_page(id_: str) -> str:
    """Where a licence is told of, by its SPDX id."""
    return f"https://spdx.org/licenses/{id_}.html"


def _run(made_of: MadeOf, given: Mapping[str, bytes]) -> Entity:
    return {
        "@id": RUN,
        "@type": "CreateAction",
        "name": text("form.crate.run"),
        "description": text("form.crate.run_about"),
        "instrument": {"@id": CODE},
        "object": [{"@id": _outside(name)} for name in sorted(made_of.inputs)],
        "result": _references(n for n in given if n.endswith(".csv")),
    }


def _code(made_of: MadeOf) -> Entity:
    """The code that ran, by one sha256 of the names and sha256 of its files."""
    known: Entity = {"@id": CODE, "@type": "SoftwareSourceCode", "name": text("form.crate.code")}
    known |= {"softwareRequirements": [{"@id": _outside(name)} for name in made_of.libraries]}
    if made_of.code is None:
        return known | {"description": text("form.crate.code_unknown")}
    listed = json.dumps(dict(sorted(made_of.code.items())), separators=(",", ":"), ensure_ascii=False)
    return known | {"description": text("form.crate.code_about"), "sha256": sha256(listed.encode())}


def _licence(id_: str) -> Entity:
    if not id_:
        return {"@id": LICENCE, "@type": "CreativeWork", "name": text("form.crate.no_licence")}
    return {"@id": licence_page(id_), "@type": "CreativeWork", "name": id_, "identifier": id_}


def _file(name: str, content: bytes) -> Entity:
    described = {"@id": name, "@type": "File", "name": name, "encodingFormat": TYPES[name.rpartition(".")[2]]}
    return described | {"contentSize": str(len(content)), "sha256": sha256(content)}


def _work(name: str, hash_: str) -> Entity:
    """What was read and does not come along."""
    return {"@id": _outside(name), "@type": "CreativeWork", "name": name, "sha256": hash_}


def _outside(name: str) -> str:
    """The id of a file that does not come along."""
    return f"#{quote(name)}"


def _references(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": name} for name in names]
