"""The columns that survey tools add themselves, and how they cut headings."""

import re

from helpers.deliveries.files.grid import Cell, clean, folded

MOST_COMPARED = 1000  # letters of a heading that are compared
# Columns that Microsoft Forms, Google Forms and LimeSurvey (headings or codes) add; matched on folded text.
TECHNICAL = {
    "svarsdatum",
    "id",
    "starttid",
    "slutförandetid",
    "sluttid",
    "senast ändrad",
    "tid för senaste ändring",
    "e-post",
    "namn",
    "språk",
    "totalt antal poäng",
    "start time",
    "completion time",
    "last modified time",
    "email",
    "name",
    "language",
    "total points",
    "tidstämpel",
    "e-postadress",
    "användarnamn",
    "poäng",
    "timestamp",
    "email address",
    "username",
    "score",
    "svars-id",
    "datum inskickat",
    "sista sida",
    "startspråk",
    "frö",
    "datum startat",
    "datum senaste aktivitet",
    "ip-adress",
    "hänvisande url",
    "åtkomstkod",
    "response id",
    "date submitted",
    "last page",
    "start language",
    "seed",
    "date started",
    "date last action",
    "ip address",
    "referrer url",
    "access code",
    "submitdate",
    "lastpage",
    "startlanguage",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
    "token",
}
_CUT = re.compile(r"(.{8,}?)\s*(?:\.{2,}|…)\s*")
_CODE_AND_TEXT = re.compile(r"[.:] ")
# Columns of these that tell one respondent's row from another's.
IDENTIFYING = {"id", "svars-id", "response id", "token"}


def identifies(heading: Cell) -> bool:
    """Whether a column holds a number of each respondent's own, as survey tools write it.

    >>> [identifies(h) for h in ("ID", "id. Svars-ID", "E-post")]
    [True, True, False]
    """
    parts = [folded(p) for p in _CODE_AND_TEXT.split(clean(heading).replace("_", " "), maxsplit=1)]
    return all(p in IDENTIFYING for p in parts)


def technical(heading: Cell) -> bool:
    """Whether a survey tool added the column itself.

    >>> [technical(h) for h in ("Slutförandetid", "submitdate. Date submitted", "Response_ID")]
    [True, True, True]
    >>> [technical(h) for h in ("Date last actio..", "Övrigt", "id. Fick du stöd?")]
    [True, False, False]
    """
    parts = [folded(p) for p in _CODE_AND_TEXT.split(clean(heading).replace("_", " "), maxsplit=1)]
    cut = beginning(heading)
    return all(p in TECHNICAL for p in parts) or bool(
        cut and any(t.startswith(folded(cut)) for t in TECHNICAL)
    )


def beginning(heading: Cell) -> str:
    """The beginning that is left of a heading that LimeSurvey has cut, else ''."""
    found = _CUT.fullmatch(clean(heading)[:MOST_COMPARED])
    return found[1] if found else ""
