"""The year's tables for other programs: a package that describes each column, a crate that says what made it.

Sources: Data Package 2.0 (Frictionless) for `datapackage.json`, RO-Crate 1.1 for `ro-crate-metadata.json`.
"""

import json
from collections.abc import Iterator
from typing import Any

from helpers.codes import area_id
from helpers.definitions import Definitions
from helpers.editions import Edition
from helpers.files import sha256
from helpers.forms import research_crate
from helpers.forms.shown_account import Account
from helpers.forms.table_schemas import COMPARISON, FINDINGS, Schema, facts
from helpers.wording import text

FOLDER = "data"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`data/`: the tables as published, byte for byte, and the two files that describe them."""
    schemas = (facts(account.report.now.definitions), FINDINGS, COMPARISON)
    published = account.report.context.reports
    made = [schema for schema in schemas if (published / f"{schema.name}.csv").is_file()]
    given = {f"{s.name}.csv": (published / f"{s.name}.csv").read_bytes() for s in made}
    given["datapackage.json"] = as_json(
        _package(account, [resource(s, given[f"{s.name}.csv"]) for s in made])
    )
    crate = research_crate.crate(account, title(account), about(account), given)
    given[research_crate.METADATA] = as_json(crate)
    for name, content in given.items():
        yield f"{FOLDER}/{name}", content


def title(account: Account) -> str:
    """What the package is called."""
    context = account.report.context
    return text("form.package.title", year=context.year, association=context.association)


def about(account: Account) -> str:
    """What the package is, whom it may reach, and that figures are invented where they are."""
    said = [text("form.package.about", year=account.report.context.year), Edition().line]
    return " ".join([*said, *([text("form.package.invented")] if account.report.now.invented() else [])])


def _package(account: Account, resources: list[dict[str, Any]]) -> dict[str, Any]:
    context, definitions = account.report.context, account.report.now.definitions
    described = {
        "$schema": PROFILE,
        "name": f"socialt-bokslut-{area_id(context.association)}-{context.year}",
        "title": title(account),
        "description": about(account),
        "version": f"{account.made_of.revision}.0.0",
        "sources": [{"title": name} for name in account.made_of.delivered(context.year)],
    }
    return described | licences(definitions) | {"resources": resources}


def licences(definitions: Definitions) -> dict[str, Any]:
    """Under which licence the association gives its figures, as a package says it, if any."""
    known = definitions.licence
    return {"licenses": [{"name": known, "path": research_crate.licence_page(known)}]} if known else {}


def resource(schema: Schema, content: bytes) -> dict[str, Any]:
    """A table of a package as its description gives it."""
    return {
        "name": schema.name,
        "type": "table",
        "path": f"{schema.name}.csv",
        "title": text(f"form.table.{schema.name}"),
        "description": text(f"form.table.{schema.name}_about"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema.described(),
    }


def as_json(described: dict[str, Any]) -> bytes:
    """A description as its file holds it."""
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()
