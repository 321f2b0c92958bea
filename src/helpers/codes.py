"""The codes that tables and facts speak in: groups, how a delivery ended, who decides."""

from helpers.language import letters

GENDERS = ("women", "men")
GROUPS = ("all", *GENDERS)  # whom a figure is about; "unknown" joins them where a Kön is not known
INITIALS = r"[A-ZÅÄÖa-zåäö]{2,4}"  # who decided or cleared something
READ, MISSING, REFUSED, EMPTY = "read", "missing", "refused", "empty"
YES = "yes"  # the definitions' word for it: a decision, a figure that is only about so much
BETWEEN = "; "  # stands between the names in a cell that holds several


def area_id(municipality: str) -> str:
    """A municipality, county or country as an id.

    >>> area_id("Umeå"), area_id("Västerbotten")
    ('umea', 'vasterbotten')
    """
    return "-".join(letters.unaccented(letters.words(municipality).casefold()).split())
