"""The picture of the package in docs/architecture.svg, made from the imports.

`python tests/support/house_picture.py` draws it anew.
"""

import ast
import sys
from html import escape
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
HOUSE = REPOSITORY / "src" / "helpers"
PICTURE = REPOSITORY / "docs" / "architecture.svg"
ROOT = "root"
STREET = {  # the way of a row; what stands around it is drawn above
    "deliveries": "files → clean tables",
    "counting": "clean tables → facts",
    "pages": "how facts look",
    "chapters": "notebook → page",
    "forms": "page → PDF, workbook",
}
AROUND = {
    "synthetic": "many invented ones",
    "reconstruction": "the shipped years",
    "checks": "rows, files, years",
    "audit": "printed against facts",
    "disclosure": "what may be told",
    "assurance": "vouchers, adoption",
    "runs": "plan, execute, publish",
}
ROOMS = ("language", "reading", "masking", "machine", "defining")  # of the root
DOOR = ("__main__.py", "commands_by_name.py")  # imports what it opens to
WIDE, HIGH, GAP_X, GAP_Y, TOP = 170, 64, 40, 60, 150


def wing(path: Path) -> str:
    """The wing a file stands in; files at the top and in its rooms are the root's."""
    inner = path.relative_to(HOUSE).parts
    return inner[0] if len(inner) > 1 and inner[0] not in ROOMS else ROOT


def arrows() -> set[tuple[str, str]]:
    """Which wing imports from which; the door is left out."""
    found = set()
    wings = {p.parent.name for p in HOUSE.glob("*/__init__.py")} - {*ROOMS}
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.name not in DOOR else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
                for name in node.names:
                    parts = f"{node.module}.{name.name}".split(".")
                    found.add((wing(path), parts[1] if parts[1] in wings else ROOT))
    return {(one, other) for one, other in found if one != other}


def picture() -> str:
    """The wings as boxes, an arrow for an import.

    The street of a row stands below, what stands around it above, the root under all.
    """
    at = {}
    for row, names in enumerate((AROUND, STREET)):
        for n, name in enumerate(names):
            at[name] = (
                40 + n * (WIDE + GAP_X) + (0 if row == 0 else (WIDE + GAP_X) // 2),
                TOP + row * (HIGH + 2 * GAP_Y),
            )
    width = 40 + len(AROUND) * (WIDE + GAP_X)
    base = TOP + HIGH + 2 * GAP_Y + HIGH + 2 * GAP_Y
    parts = [_arrow(at[a], at[b]) for a, b in sorted(arrows()) if ROOT not in (a, b)]
    parts += [_box(name, (STREET | AROUND)[name], *at[name], WIDE) for name in at]
    words = (
        "facts, definitions, wording, files, context, and its rooms "
        + ", ".join(f"{room}/" for room in ROOMS)
        + ": every wing imports from here, it imports no wing"
    )
    parts.append(_box(ROOT, words, 40, base, width - GAP_X - 40))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {base + HIGH + 30}" '
        'font-family="sans-serif" font-size="14">'
    )
    title = "<title>The wings of the package and the imports between them</title>"
    tip = (
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" '
        'orient="auto" markerUnits="userSpaceOnUse">'
        '<path d="M0 0 10 5 0 10z" fill="#4c5866"/></marker></defs>'
    )
    return (
        "\n".join(
            [
                head,
                title,
                tip,
                f'<rect width="{width}" height="{base + HIGH + 30}" fill="#fff"/>',
                *parts,
                "</svg>",
            ]
        )
        + "\n"
    )


def _box(name: str, told: str, x: int, y: int, wide: int) -> str:
    label = name if name == ROOT else f"{name}/"
    middle = f'x="{x + wide / 2:g}" text-anchor="middle"'
    fill = "#e3eefa" if name in STREET else "#f3f6f9"
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{HIGH}" rx="6" fill="{fill}" stroke="#4c5866"/>'
        f'<text {middle} y="{y + 28}" font-weight="700">{label}</text>'
        f'<text {middle} y="{y + 48}" font-size="12" fill="#4c5866">{escape(told)}</text>'
    )


def _arrow(one: tuple[int, int], other: tuple[int, int]) -> str:
    """From the wing that imports to the one it imports from; between boxes of one row as a bow."""
    (a, y1), (b, y2) = ((x + WIDE / 2, y) for x, y in (one, other))
    if y1 == y2:
        y, way = (y1, -1) if y1 == TOP else (y1 + HIGH, 1)
        shift = 14 if a < b else -14
        path = f"M{a + shift:g} {y} Q{(a + b) / 2:g} {y + way * (44 + abs(b - a) / 5):g} {b - shift:g} {y}"
    else:
        pull = max(-WIDE / 2.5, min(WIDE / 2.5, (b - a) / 8))
        leaves, meets = (y1 + HIGH, y2) if y1 < y2 else (y1, y2 + HIGH)
        path = f"M{a + pull:g} {leaves} L{b - pull:g} {meets}"
    return f'<path d="{path}" fill="none" stroke="#4c5866" stroke-width="1.3" marker-end="url(#tip)"/>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(REPOSITORY)}\n")
