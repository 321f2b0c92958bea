"""The first cell of every row of a tagged PDF as the row's head, which the typesetter cannot say of it.

Source: ISO 32000-1, 14.8.4.3.4 (TH) and table 349 (Scope).
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name


def with_row_scopes(made: bytes) -> bytes:
    """A PDF whose tables name their rows; every table of ours begins its rows with their names.

    The same PDF gives the same bytes.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        for element in document.objects:
            if isinstance(element, Dictionary) and element.get("/S") == Name.TR:
                _name(element)
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _name(row: Dictionary) -> None:
    cell = row.K[0] if isinstance(row.K, Array) else row.K
    if cell.S == Name.TD:
        cell.S = Name.TH
        cell.A = Array([*cell.get("/A", Array()), Dictionary(O=Name.Table, Scope=Name.Row)])
