"""The proof that the record stands in the sources: prints on their lines, no digit left, readings alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from helpers.audit.record import Record, read, tables
from helpers.audit.registers import Claim
from helpers.files import sha256


def claims_off_their_lines(claims: Iterable[Claim], lines: dict[str, list[str]]) -> list[str]:
    """Claims whose words do not stand on their line of the sources."""
    return [
        f"claims.csv:{c.row}: ”{c.printed}” står inte på {c.source}:{c.line}"
        for c in claims
        if c.source in lines
        and (c.line > len(lines[c.source]) or c.printed not in lines[c.source][c.line - 1])
    ]


SECOND_READING = "second-reading"


def source_lines(record: Record, sources: Path) -> tuple[dict[str, list[str]], list[str]]:
    """The texts by source, and which of them are missing or not the ones that were read."""
    lines, faults = {}, []
    for source in record.sources.values():
        path = sources / f"{source.source}.txt"
        if not path.exists():
            faults.append(f"{path.name}: finns inte i {sources}")
        elif sha256(path.read_bytes()) != source.sha256:
            faults.append(f"{path.name}: är inte den text som lästes (sha256 skiljer)")
        else:
            lines[source.source] = path.read_bytes().decode("utf-8").split("\n")
    return lines, faults


def check_sources(record: Record, sources: Path) -> tuple[int, list[str]]:
    """Prove that every `printed` stands on its line, with its minus word, and that no digit is left over.

    Returns how many stand, and the faults.
    """
    lines, faults = source_lines(record, sources)
    stand = 0
    for where in (record.published, record.published / SECOND_READING):
        for table in tables(where):
            for number, figure in enumerate(read(where, table), 2):
                text = lines.get(figure.source)
                if (
                    text
                    and figure.printed
                    and figure.line <= len(text)
                    and figure.printed in text[figure.line - 1]
                ):
                    stand += where == record.published
                elif text is not None:
                    faults.append(
                        f"{where.name}/{table}.csv:{number}: ”{figure.printed}” står inte på "
                        f"{figure.source}:{figure.line}"
                    )
    return stand, faults + list(words_off_their_lines(record, lines)) + list(left_over(record, lines))


def words_off_their_lines(record: Record, lines: dict[str, list[str]]) -> Iterator[str]:
    """Words of `unsigned.csv` that stand neither on their figure's line nor on the one before."""
    for u in record.unsigned:
        if u.source in lines and u.word not in "\n".join(lines[u.source][max(0, u.line - 2) : u.line]):
            yield f"unsigned.csv: ”{u.word}” står inte på {u.source}:{u.line} eller raden före"


YEAR_ALONE = re.compile(r"(?:19|20)\d\d")


def left_over(record: Record, lines: dict[str, list[str]]) -> Iterator[str]:
    """Digits of the sources neither recorded nor listed as not-a-figure; a year standing alone is none."""
    recorded: dict[tuple[str, int], list[str]] = defaultdict(list)
    for f in record.figures:
        recorded[f.source, f.line].append(f.printed)
    whole: set[tuple[str, int]] = set()
    for n in record.not_figures:
        for at in range(n.first, n.last + 1):
            if n.printed:
                recorded[n.source, at].append(n.printed)
            else:
                whole.add((n.source, at))
    for source, content in lines.items():
        for number, line in enumerate(content, 1):
            if (source, number) not in whole:
                rest = _uncovered(line, recorded[source, number])
                if rest:
                    told = "är varken antecknat eller angivet som något annat än en siffra"
                    yield f"{source}:{number}: {', '.join(rest)} {told}"


def _uncovered(line: str, prints: list[str]) -> list[str]:
    """Runs of digits that no print covers; each print covers one place, the longest first.

    >>> _uncovered("408 496 904 av 40", ["408", "496", "904"])
    ['40']
    """
    covered = [False] * len(line)
    for printed in sorted(filter(None, prints), key=len, reverse=True):
        places = [
            m.start() for m in re.finditer(re.escape(printed), line) if not any(covered[m.start() : m.end()])
        ]
        alone = [p for p in places if not _inside_a_number(line, p, p + len(printed))]
        for start in (alone or places)[:1]:
            covered[start : start + len(printed)] = [True] * len(printed)
    return [
        m.group()
        for m in re.finditer(r"\d+", line)
        if not all(covered[m.start() : m.end()]) and not YEAR_ALONE.fullmatch(m.group())
    ]


def _inside_a_number(line: str, start: int, end: int) -> bool:
    before = start > 0 and line[start - 1].isdigit() and line[start].isdigit()
    return before or (end < len(line) and line[end].isdigit() and line[end - 1].isdigit())


def reading_differences(record: Record) -> list[str]:
    """Lines where the two readings differ and nobody has settled it, and settlements of no difference."""
    one, two = (_by_line(folder) for folder in (record.published, record.published / SECOND_READING))
    differing = {place for place in {*one, *two} if one.get(place) != two.get(place)}
    return [
        f"{s}:{n}: {_reads(one.get((s, n)))} / {_reads(two.get((s, n)))}"
        for s, n in sorted(differing - record.settled)
    ] + [f"settled.csv: {s}:{n}: läsningarna skiljer sig inte" for s, n in sorted(record.settled - differing)]


Read = tuple[Decimal | None, int | None, int | None, str]


def _by_line(folder: Path) -> dict[tuple[str, int], Counter[Read]]:
    """Every number read on each line; what a reader called the measure is not compared."""
    found: dict[tuple[str, int], Counter[Read]] = defaultdict(Counter)
    for table in tables(folder):
        for f in read(folder, table):
            found[f.source, f.line][f.value, f.numerator, f.denominator, f.unit] += 1
    return found


def _reads(numbers: Counter[Read] | None) -> str:
    if not numbers:
        return "–"
    return ", ".join(f"{value} {unit}" for value, _, _, unit in numbers.elements())
