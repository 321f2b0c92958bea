"""Good examples: free text that an indicator asks for, one Markdown file each."""

from pathlib import Path

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import allowed
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.taken import taken
from helpers.deliveries.places import Places
from helpers.faults import Faults, Refusal
from helpers.masking import freetext
from helpers.masking.cleared import front_matter
from helpers.reading import encoding, limits
from helpers.rows import RowPlace

_OF_FILE = ("beyond_limit", "no_file", "no_right_to_file", "unreadable_file")
COLUMNS = ["row", "platform", "account", "file"]


def read(path: Path, name: str, definitions: Definitions, to_clear: str = "") -> tuple[pd.DataFrame, Faults]:
    """What an example is about: COLUMNS, at most one row. Its text is left where it is delivered.

    `to_clear` is the command that clears a text which nobody has cleared; '' where it may be shown.
    """
    faults = Faults("examples", name, known=allowed.vocabulary(definitions))
    try:
        content = encoding.decode(taken(path, limits.MAX_PROSE_BYTES))
    except Refusal as refusal:
        code = refusal.code if refusal.code in _OF_FILE else "not_prose"
        faults.refuse(code, **refusal.where)
        return pd.DataFrame(columns=COLUMNS, dtype="string"), faults
    front, _ = front_matter(content)
    wanted = {a.id for _, a, i in definitions.indicators() if i.kind == "example"}
    account, written = front.get("indicator", ""), front.get("platform", "")
    place = Places.of(definitions).find(written)
    if not front:
        shown = {"indicator": min(wanted, default="1.3"), "platform": definitions.platform_ids[0]}
        faults.omit("example_head", **shown)
    elif account not in wanted:
        faults.omit(
            "example_indicator", column="indicator", value=account, nearest=", ".join(sorted(wanted)) or "–"
        )
    if front and place is None:
        near = nearest(written, [definitions.label(p) for p in definitions.platform_ids])
        faults.omit("unknown_platform", column="platform", value=written, nearest=near or "–")
    for line, kind in freetext.found(content, freetext.places(definitions)):
        if to_clear or kind == "personnummer":
            faults.flag(f"example_{kind}", row=line)
    if to_clear:
        faults.flag("example_quarantined", command=to_clear)
    rows = [(str(RowPlace(name, "", 1)), place, account, name)] if account in wanted and place else []
    return pd.DataFrame(rows, columns=COLUMNS, dtype="string"), faults
