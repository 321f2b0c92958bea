"""What a lost row means: the one place that decides what of a delivery may be left out, and what is told.

No answer to a defined question and no row that names somebody is left out without an error, but for rows of
sums and rows that stand twice, which are flagged. Rows are the same only where something in them tells people
apart.
"""

import re

from helpers.deliveries.files.grid import column_letter, folded

_TOTAL = re.compile(r"(?:summa|totalt?|antal|s:a)\b")
_CLOCK = re.compile(r"\b(?!0?0:00(?::00)?\b)\d{1,2}:\d\d")


def is_sum(words: str) -> bool:
    """Whether the first words of a row say that it sums the others.

    >>> is_sum("Summa män"), is_sum("S:a"), is_sum("Totalförsvaret")
    (True, True, False)
    """
    return _TOTAL.match(folded(words)) is not None


def sums(texts: list[list[str]], rows: list[int]) -> dict[int, str]:
    """Of these rows, by index, those of sums with their first words; `texts` are the columns of all rows."""
    first = {index: next((column[index] for column in texts if column[index]), "") for index in rows}
    return {index: words for index, words in first.items() if is_sum(words)}


def repeats(texts: list[list[str]], identifying: list[list[str]], timed: list[list[str]]) -> dict[int, int]:
    """Index of a row -> index of the earlier one that it is the same as in every column.

    Equal answers are different people's unless the row has a number of its own (a column of `identifying`) or
    a time of the day (in one of `timed`).

    >>> repeats([["1", "1"], ["Ja", "Ja"]], [["1", "1"]], []), repeats([["Ja", "Ja"]], [], [])
    ({1: 0}, {})
    """
    seen: dict[tuple[str, ...], int] = {}
    found = {}
    for index, row in enumerate(zip(*texts, strict=True)):
        own = any(c[index] for c in identifying) or any(_CLOCK.search(c[index]) for c in timed)
        if own and seen.setdefault(row, index) != index:
            found[index] = seen[row]
    return found


def letters_of(columns: list[int]) -> str:
    """Columns as a sheet calls them, in ranges.

    >>> letters_of([7, 8, 9, 11])
    'H–J, L'
    """
    runs: list[list[int]] = []
    for column in columns:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    ends = [(column_letter(run[0]), column_letter(run[-1])) for run in runs]
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in ends)
