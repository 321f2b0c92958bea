"""Good examples: free text that an indicator asks for, one Markdown file each."""

from pathlib import Path

import pandas as pd
import yaml

from helpers import identity
from helpers.definitions import Definitions
from helpers.deliveries import textfile
from helpers.deliveries.grid import nearest
from helpers.deliveries.surveys import Places
from helpers.faults import Faults, Refusal

COLUMNS = ["row", "platform", "account", "file"]


def read(path: Path, name: str, definitions: Definitions) -> tuple[pd.DataFrame, Faults]:
    """What an example is about: COLUMNS, at most one row. Its text is left where it is delivered."""
    faults = Faults("examples", name)
    try:
        content = textfile.decode(path.read_bytes())
    except Refusal:
        faults.refuse("not_prose")
        return pd.DataFrame(columns=COLUMNS, dtype="string"), faults
    front, _ = _split(content)
    wanted = {a.id for _, a, i in definitions.indicators() if i.kind == "example"}
    account, written = str(front.get("indicator", "")), str(front.get("platform", ""))
    place = Places.of(definitions).find(written)
    if account not in wanted:
        faults.flag("example_indicator", column="indicator", value=account, nearest=", ".join(sorted(wanted)) or "–")
    if place is None:
        near = nearest(written, [definitions.label(p) for p in definitions.platform_ids])
        faults.flag("unknown_platform", column="platform", value=written, nearest=near or "–")
    for line in identity.lines_that_look_like(content):
        faults.flag("example_personnummer", row=line)
    rows = [(f"{name}#!1", place, account, name)] if account in wanted and place else []
    return pd.DataFrame(rows, columns=COLUMNS, dtype="string"), faults


def text(path: Path) -> str:
    """The example's own words, with everything that looks like a personnummer hidden."""
    return identity.mask(_split(textfile.decode(path.read_bytes()))[1].strip())


def _split(content: str) -> tuple[dict, str]:
    content = content.replace("\r\n", "\n")
    if content.startswith("---\n") and "\n---\n" in content[4:]:
        front, _, body = content[4:].partition("\n---\n")
        try:
            loaded = yaml.load(front, Loader=yaml.BaseLoader)  # builds text only
        except yaml.YAMLError:
            loaded = None
        return (loaded if isinstance(loaded, dict) else {}), body
    return {}, content
