"""Participant lists: one row a participation or referral."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers import identity
from helpers.deliveries import dates, personnummer
from helpers.deliveries.corrections import Correction
from helpers.deliveries.grid import Table, clean, folded, is_blank_word, nearest
from helpers.deliveries.personnummer import Ages
from helpers.deliveries.table import cell, find, flag_stray_personnummer, note_extra_columns, reference, refuse_other_year, report_hazards
from helpers.faults import Faults

HEADERS = [
    "Personnummer", "Kön", "Kommun", "Aktualiserad", "Aktualiserad av", "Beslut", "Start", "Slut", "Avslutsorsak",
]  # fmt: skip
GENDERS = {"kvinna": "women", "k": "women", "kvinnor": "women", "man": "men", "m": "men", "män": "men"}
REFERRERS = {
    "Arbetsförmedlingen": "arbetsformedlingen",
    "Försäkringskassan": "forsakringskassan",
    "Region Västerbotten": "region-vasterbotten",
    "Socialtjänsten": "socialtjansten",
    "Övriga kommunen": "ovriga-kommunen",
}
DECISIONS = {"Ja": "yes", "Nej": "no"}
OUTCOMES = {
    "Arbete": "to-work",
    "Studier": "to-studies",
    "Annan behovsanpassad lösning": "to-other-solution",
    "Övrigt avbrott": "dropped-out",
}
COLUMNS = [
    "row", "platform", "person", "gender", "municipality", "referred", "referred_by", "decision", "start", "end", "outcome",
]  # fmt: skip
DATES = {"Aktualiserad": "referred", "Start": "start", "Slut": "end"}
_TOTAL = re.compile(r"(?:summa|totalt?|antal|s:a)\b")


def gender(value: object, flag: Callable[[str], None]) -> str:
    """Kvinna or Man in any spelling the contract allows, else `unknown` and a flag: `gender_unknown`, or `blank_word` which refuses.

    >>> gender(" K ", print), gender("man", print), gender("X", lambda code: None)
    ('women', 'men', 'unknown')
    """
    found = GENDERS.get(folded(value))
    if found is None:
        flag("blank_word" if is_blank_word(value) else "gender_unknown")
    return found or "unknown"


def flag_gender(faults: Faults, code: str, **where: object) -> None:
    """Tell what `gender` found in a column Kön."""
    faults.add("refuse" if code == "blank_word" else "flag", code, column="Kön", **where)


def read(
    path: Path, name: str, platform: str, year: int, secret: bytes, corrections: list[Correction],
    *, ages: Ages | None = None, invented: bool = False,
) -> tuple[pd.DataFrame, Faults]:  # fmt: skip
    """Read one list. The frame has COLUMNS; it is empty when the list is refused or holds no row.

    `person` is a keyed pseudonym; dates are dates; everything else is one of the codes above. A fault in a
    row that touches the year refuses the list, elsewhere it is flagged. `ages` are the platform's; what a
    personnummer says of an invented person is not held against the row.
    """
    faults = Faults(platform, name)
    table = find(path, HEADERS, faults, corrections, hazards=False)
    if table is None:
        return _frame([]), faults
    note_extra_columns(table, HEADERS, faults)
    flag_stray_personnummer(table, ["Personnummer"], faults)
    rows = {number: _record(table, number, row, platform, year, secret, faults) for number, row in table.data_rows()}
    report_hazards(table, faults, lambda number, column: _hazard_level(rows, number, column, year))
    records = _without_repeats([r for r in rows.values() if r is not None], faults)
    _check_periods(records, year, faults)
    refuse_other_year([r[c] for r in records for c in DATES.values()], year, faults)
    if not invented:
        _check_identities(table, records, year, ages, faults)
    return _frame([] if faults.refused else records), faults


def _frame(records: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=[*COLUMNS])
    for column in ("referred", "start", "end"):
        frame[column] = pd.to_datetime(frame[column])
    texts = [c for c in COLUMNS if c not in ("referred", "start", "end")]
    return frame.astype(dict.fromkeys(texts, "string"))


def touches(record: dict, year: int) -> bool:
    """Whether a row counts in the year: in the activity some day of it, or referred in it.

    A row whose dates cannot be read is taken to touch it.
    """
    if record["unreadable"]:
        return True
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if record["referred"] and first <= record["referred"] <= last:
        return True
    known = [d for d in (record["start"], record["end"]) if d]
    if not known:
        return False
    begin = min(known) if record["start"] else dt.date.min
    finish = max(known) if record["end"] else dt.date.max
    return begin <= last and finish >= first


def _hazard_level(rows: dict[int, dict | None], number: int, column: str, year: int) -> str:
    """A cell that cannot be trusted spoils a row that touches the year, but in a column nobody reads."""
    if folded(column) not in {folded(h) for h in HEADERS}:
        return "flag"
    harmless = number in rows and (rows[number] is None or not touches(rows[number], year))
    return "flag" if harmless else "refuse"


def _record(table: Table, number: int, row: list[object], platform: str, year: int, secret: bytes, faults: Faults) -> dict | None:
    """One row as codes; None for a total row and a row with nothing under the headers."""
    sheet = table.grid.sheet
    unsure = {h for h in HEADERS if (number, table.columns[folded(h)]) in table.grid.hazards}

    def at(column: str) -> dict:
        return {"sheet": sheet, "row": number, "column": column, "value": clean(cell(table, row, column))}

    texts = [clean(c) for c in row]
    first_text = next(t for t in texts if t)
    person = identity.read(cell(table, row, "Personnummer"), year)
    if _TOTAL.match(folded(first_text)) and person.fault in ("blank", "form"):
        faults.flag("total_row", sheet=sheet, row=number, value=first_text)
        return None
    if not unsure and not any(clean(cell(table, row, h)) for h in HEADERS):
        return None
    record: dict = {"row": reference(faults.file, table, number), "platform": platform, "number": number}
    record |= {"sheet": sheet, "unreadable": bool(unsure.intersection(DATES))}
    later: list[tuple[str, dict]] = []
    for column, name in DATES.items():
        try:
            record[name] = dates.read(cell(table, row, column))
        except dates.NotADate:
            record[name], record["unreadable"] = None, True
            later.append(("not_a_date", at(column)))
    for name, column, codes in (
        ("referred_by", "Aktualiserad av", REFERRERS),
        ("decision", "Beslut", DECISIONS),
        ("outcome", "Avslutsorsak", OUTCOMES),
    ):
        record[name] = _code(clean(cell(table, row, column)), codes)
        if record[name] is None and clean(cell(table, row, column)):
            near = nearest(at(column)["value"], list(codes))
            later.append(("unknown_label", at(column) | {"nearest": near or " / ".join(codes)}))
    blank_words = {c for c in ("Personnummer", "Kön", "Kommun") if is_blank_word(cell(table, row, c))}
    later += [("blank_word", at(column)) for column in ("Kön", "Kommun") if column in blank_words]
    record["municipality"] = identity.mask(clean(cell(table, row, "Kommun")))
    odd_gender = [] if "Kön" in unsure | blank_words else ["Kön"]
    record["gender"] = gender(cell(table, row, "Kön"), lambda code: [faults.flag(code, **at(c)) for c in odd_gender])
    if "Personnummer" in blank_words:
        later.append(("person_form", {"sheet": sheet, "row": number, "column": "Personnummer"}))
    elif person.fault and "Personnummer" not in unsure:
        faults.flag(f"person_{person.fault}", sheet=sheet, row=number, column="Personnummer")
    record["person"] = identity.pseudonym(identity.person_key(person, record["row"]), secret)
    unread = unsure | {where["column"] for _, where in later}
    later += [(code, at(column)) for code, column in _contradictions(record, unread)]
    refuse = touches(record, year)
    for code, where in later:
        (faults.refuse if refuse else faults.flag)(code, **where)
    for column, code in _oddities(record, year):
        faults.flag(code, **at(column))
    return record


def _code(value: str, codes: dict[str, str]) -> str | None:
    return {folded(k): v for k, v in codes.items()}.get(folded(value))


def _contradictions(r: dict, unread: set[str]) -> list[tuple[str, str]]:
    """What cannot be true of one row (contract: a row with Beslut Nej or pending has no Start)."""
    found = []
    if r["start"] and r["end"] and r["end"] < r["start"]:
        found.append(("end_before_start", "Slut"))
    if r["end"] and not r["start"] and "Start" not in unread:
        found.append(("end_without_start", "Slut"))
    if r["start"] and r["decision"] != "yes" and "Beslut" not in unread:
        found.append(("start_without_yes", "Beslut"))
    if r["end"] and not r["outcome"] and "Avslutsorsak" not in unread:
        found.append(("end_without_reason", "Avslutsorsak"))
    if r["outcome"] and not r["end"] and "Slut" not in unread:
        found.append(("reason_without_end", "Slut"))
    return found


def _oddities(r: dict, year: int) -> list[tuple[str, str]]:
    limit = dt.date(year + 1, 12, 31)
    found = [(column, "far_date") for column, name in DATES.items() if r[name] and r[name] > limit]
    if r["referred"] and r["start"] and r["referred"] > r["start"]:
        found.append(("Aktualiserad", "referred_after_start"))
    return found


def _without_repeats(records: list[dict], faults: Faults) -> list[dict]:
    """Rows that are the same in every column count once."""
    seen: dict[tuple, int] = {}
    kept = []
    for r in records:
        same = tuple(r[c] for c in COLUMNS if c != "row")
        if same in seen:
            faults.flag("row_twice", sheet=r["sheet"], row=r["number"], other=seen[same])
            continue
        seen[same] = r["number"]
        kept.append(r)
    return kept


def _check_periods(records: list[dict], year: int, faults: Faults) -> None:
    """One person's periods in one list, first and last day included, may not overlap; apart they are two participations."""
    by_person: dict[str, list[dict]] = {}
    for r in records:
        if r["start"]:
            by_person.setdefault(r["person"], []).append(r)
    for periods in by_person.values():
        periods.sort(key=lambda r: (r["start"], r["end"] or dt.date.max, r["number"]))
        for i, later in enumerate(periods):
            for earlier in periods[:i]:
                if (earlier["end"] or dt.date.max) >= later["start"]:
                    bad = touches(earlier, year) or touches(later, year)
                    (faults.refuse if bad else faults.flag)(
                        "overlapping_periods", sheet=later["sheet"], row=later["number"],
                        column="Start", value=str(later["start"]), other=earlier["number"],
                    )  # fmt: skip


def _check_identities(table: Table, records: list[dict], year: int, ages: Ages | None, faults: Faults) -> None:
    """Kön, dates and age of each row against its personnummer."""
    cells = dict(table.data_rows())
    for r in records:
        row = cells[r["number"]]
        person = identity.read(cell(table, row, "Personnummer"), year)
        for code, column, details in personnummer.against(person, r["gender"], r["referred"], r["start"], ages):
            faults.flag(code, sheet=r["sheet"], row=r["number"], column=column, value=clean(cell(table, row, column)), **details)
