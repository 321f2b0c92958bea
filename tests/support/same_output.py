"""Two sets of reports are the same output: what is printed is equal, only what tells of the code may differ.

    python tests/support/same_output.py OLD_REPORTS NEW_REPORTS

Both are folders like reports/2019, or folders that hold several years. Tables are compared byte for byte, as
is every other file that is no page. Of a page the normaliser sets aside only its code listings; in a voucher
the function's name, the checksums and the line (not the year) of the definitions; in a column of checksums,
told by its head, the checksums. Of the manifest everything is compared but code, lock, outputs and the inputs
that are definitions. `code.json` is ignored.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice, zip_longest
from pathlib import Path

IGNORED = {"code.json"}
FUNCTION, DEFINITIONS = "Räknas av", "Definierat i"  # the catalogue's voucher.function, voucher.definitions
CHECKSUM_HEADS = ("Kontrollsumma", "sha256")  # how the head of a column of checksums begins
SHOWN = 3  # differing lines of a file
BEFORE, AFTER = 40, 80  # characters around the first difference of a line

_SPANS = r"[^<]*(?:</?span[^>]*>[^<]*)*"  # a listing holds highlighted text: no element but spans
_PRE = rf'<pre[^>]*><code class="code">{_SPANS}</code></pre>'
_LISTING = rf'(?:<div class="scroll"[^>]*>\s*{_PRE}\s*</div>|{_PRE})'
_DETAILS = rf"<details[^>]*>\s*<summary>[^<]*</summary>\s*(?:{_LISTING}\s*)+</details>"
_HEX = r"(?=[0-9]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})"  # with a letter: a decimal figure is never a checksum

CODE = re.compile(rf"(?:{_DETAILS}|{_LISTING})\n?")
FUNCTION_ITEM = re.compile(rf"(<dt>{FUNCTION}</dt>\s*<dd>)helpers(?:\.\w+)+(?=</dd>)")
_AT = r"(?:(?::|, rad )\d+)?"  # a line of a file
DEFINITIONS_ITEM = re.compile(rf"(<dt>{DEFINITIONS}</dt>\s*<dd>data/definitions/\d{{4}}\.yaml){_AT}(?=</dd>)")
VOUCHER_CHECKSUM = re.compile(rf"(?<=\(sha256 ){_HEX}(?=(?: …)?\))")
ANSWER = re.compile(r"<dd>.*?</dd>", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"(<t[hd]\b[^>]*>)(.*?)(?=</t[hd]>)", re.DOTALL)
CELL_CHECKSUM = re.compile(rf'(<span class="declared">)?{_HEX}(</span>)?')


def normalised(page: str) -> str:
    """A page without what may differ between two makings of the same output.

    >>> normalised('<p>12</p><pre lang="en"><code class="code"><span class="n">x</span></code></pre>')
    '<p>12</p>'
    >>> normalised("<dd>data/raw/2019/sus.csv (sha256 0123456789ab …): rad 7</dd>")
    '<dd>data/raw/2019/sus.csv (sha256 [checksum] …): rad 7</dd>'
    """
    page = CODE.sub("", page)
    page = FUNCTION_ITEM.sub(r"\1[function]", page)
    page = DEFINITIONS_ITEM.sub(r"\1", page)
    page = ANSWER.sub(lambda found: VOUCHER_CHECKSUM.sub("[checksum]", found[0]), page)
    return TABLE.sub(lambda found: _without_checksums(found[0]), page)


def _without_checksums(table: str) -> str:
    """A table whose columns of checksums hold none; any other column, and any other value, stays."""
    head, end, body = table.partition("</thead>")
    names = [re.sub(r"<[^>]*>", "", cell[2]).strip() for cell in CELL.finditer(head)]
    columns = {i for i, name in enumerate(names) if name.startswith(CHECKSUM_HEADS)}
    return head + end + ROW.sub(lambda row: _row_without(row[0], columns), body) if columns else table


def _row_without(row: str, columns: set[int]) -> str:
    place = count()

    def shown(cell: re.Match[str]) -> str:
        checksum = CELL_CHECKSUM.fullmatch(cell[2]) if next(place) in columns else None
        return cell[1] + (checksum.expand(r"\1[checksum]\2") if checksum else cell[2])

    return CELL.sub(shown, row)


def compared_manifest(manifest: str) -> str:
    """What two manifests must have in common, a line an entry."""
    told = {k: v for k, v in json.loads(manifest).items() if k not in ("code", "lock", "outputs")}
    told["inputs"] = {k: v for k, v in told["inputs"].items() if not k.startswith("data/definitions/")}
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)


def _unchanged(content: str) -> str:
    return content


def normaliser(name: str) -> Callable[[str], str]:
    """What a file of this name is compared by."""
    if name.endswith(".html"):
        return normalised
    return compared_manifest if Path(name).name == "manifest.json" else _unchanged


@dataclass
class Comparison:
    """The names of the files of two sets, by how they compare; a different file with the lines that tell."""

    same: list[str] = field(default_factory=list)
    same_normalised: list[str] = field(default_factory=list)
    different: dict[str, list[str]] = field(default_factory=dict)
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not (self.different or self.only_old or self.only_new)

    @property
    def files(self) -> int:
        """How many files both sets have."""
        return len(self.same) + len(self.same_normalised) + len(self.different)

    def told(self) -> Iterator[str]:
        """Every difference, and the counts last."""
        for name, lines in self.different.items():
            yield from (f"different: {name}", *lines)
        yield from (f"only in the old: {name}" for name in self.only_old)
        yield from (f"only in the new: {name}" for name in self.only_new)
        yield (
            f"files compared: {self.files}, equal byte for byte: {len(self.same)}, "
            f"equal after normalising: {len(self.same_normalised)}, different: {len(self.different)}, "
            f"only in one: {len(self.only_old) + len(self.only_new)}"
        )


def compare(old: Path, new: Path) -> Comparison:
    """Every file of two folders of reports compared."""
    olds, news = _files(old), _files(new)
    result = Comparison(only_old=sorted(olds - news), only_new=sorted(news - olds))
    for name in sorted(olds & news):
        before, after = (folder / name for folder in (old, new))
        if before.read_bytes() == after.read_bytes():
            result.same.append(name)
        elif lines := differences(*(normaliser(name)(_text(p)) for p in (before, after))):
            result.different[name] = lines
        else:
            result.same_normalised.append(name)
    return result


def _files(folder: Path) -> set[str]:
    found = (p for p in folder.rglob("*") if p.is_file() and p.name not in IGNORED)
    return {p.relative_to(folder).as_posix() for p in found}


def _text(path: Path) -> str:
    """A file's text, any byte that is no UTF-8 kept apart."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def differences(old: str, new: str) -> list[str]:
    """The first differing lines of two texts, shortened; none if they are equal.

    >>> differences("a\\nb 1\\n", "a\\nb 2\\n")
    ['  line 2, from character 1', "    old 'b 1'", "    new 'b 2'"]
    """
    olds, news = old.split("\n"), new.split("\n")
    pairs = ((i, a, b) for i, (a, b) in enumerate(zip_longest(olds, news), 1) if a != b)
    shown = SHOWN if len(olds) == len(news) else 1  # after a line too many, every line differs
    return [line for pair in islice(pairs, shown) for line in _around(*pair)]


def _around(number: int, old: str | None, new: str | None) -> list[str]:
    """What stands around the first difference of two lines; None is a line that is not there."""
    both = zip(old or "", new or "", strict=False)
    at = next((i for i, (a, b) in enumerate(both) if a != b), min(len(old or ""), len(new or "")))
    start = max(0, at - BEFORE)
    cut = ["no line" if line is None else repr(line[start : at + AFTER]) for line in (old, new)]
    return [f"  line {number}, from character {start + 1}", f"    old {cut[0]}", f"    new {cut[1]}"]


def main(arguments: list[str] | None = None) -> int:
    """Compare two folders and tell what differs: 0 if nothing does, 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    folders = parser.parse_args(arguments)
    for folder in (folders.old, folders.new):
        if not folder.is_dir() or not _files(folder):
            parser.error(f"{folder}: no folder with files in it")
    result = compare(folders.old, folders.new)
    print("\n".join(result.told()))
    return 0 if result.equal else 1


if __name__ == "__main__":
    sys.exit(main())
