"""What is masked everywhere and which delivered values are told: spellings, contacts, names, figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import identity
from helpers.masking import telling
from helpers.paths import TEST_NUMBERS

NUMBERS = TEST_NUMBERS.read_text(encoding="ascii").split()
PEOPLE = [NUMBERS[i] for i in (0, len(NUMBERS) // 3, len(NUMBERS) // 2, -1)]
_SIGNS = (
    "",
    "-",
    "+",
    " ",
    " - ",
    "\u2013",
    "\u2212",
    "\u2011",
    "\u00a0",
    "/",
    ".",
    ":",
    "_",
    "~",
    "=",
    "#",
    "→",
)
_UNSEEN = ("\u200b", "\u2060", "\u00ad", "\ufeff", "\u200e", "\u202e", "\u2066", "\ufe0f")


def realistic(number: str) -> list[str]:
    """The ways in which somebody writes or a program exports a number; all are masked."""
    day, last = number[:8], number[8:]
    found = [f"{d}{sign}{last}" for sign in _SIGNS for d in (day, day[2:])]
    found += [f"{d}{a}{last}{b}" for d in (day, day[2:]) for a, b in ((" (", ")"), ("(", ")"), (" [", "]"))]
    found += [f"({day[2:]}) {last}", f"{day[:3]}\u2060{day[3:]}-{last}", f"\u202e{day[2:]}-{last}\u202c"]
    found += [unseen.join(number) for unseen in _UNSEEN] + [
        blank.join(number) for blank in (" ", "\u00a0", "  ")
    ]
    found += [f"{day[2:]}{sign}{letters}" for sign in ("-", "", " ") for letters in ("TF12", "T123", "tf12")]
    found += [f"{day}-TF12", f"{number}1", f"{number[2:]}1", f"1{number}", f"7{number[2:]}"]
    found += [f"{day}-{last}5", f"{day[2:]}-{last}5", f"{number}{number}", f"{number[2:]}{number[2:]}"]
    return [*found, f"{day[2:]}-{last}{day[2:]}-{last}", f"{number}.0", f"{number[0]},{number[1:]}E+11"]


# Not masked, and why.
LET_THROUGH = {
    "{short}-XXXX": "the last four are hidden already",
    "{day}-{three}": "a digit of the last four is missing",
    "{short};{last}": "two cells of a table; so stand a date and an amount",
    '"{short}"-"{last}"': "a number within quotes is nobody's spelling",
    "{short}\U0001f600{last}": "a picture between the digits is nobody's spelling",
    "{back}": "digits backwards are nobody's spelling",
}


def test_all_realistic_spellings_are_masked_and_the_rest_is_listed() -> None:
    spelt = [s for n in PEOPLE for s in realistic(n)]
    assert len(spelt) >= 200
    assert [s for s in spelt if sum(c.isdigit() for c in identity.mask(f"a {s} b")) > 1] == []
    for n in PEOPLE:
        parts = {"day": n[:8], "short": n[2:8], "last": n[8:], "three": n[8:11], "back": n[::-1]}
        for form in LET_THROUGH:
            written = form.format(**parts)
            assert identity.mask(written) in (written, identity.MASK)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(NUMBERS),
    st.sampled_from([s for s in _SIGNS if s.strip() or not s]),
    st.lists(st.tuples(st.integers(0, 14), st.sampled_from(_UNSEEN)), max_size=4),
    st.sampled_from(["", "Ring ", "åäö: "]),
)
def test_no_number_is_read_after_masking_and_a_mask_is_left_alone(number, sign, unseen, before) -> None:
    written = f"{number[:8]}{sign}{number[8:]}"
    for at, character in unseen:
        written = written[:at] + character + written[at:]
    masked = identity.mask(f"{before}{written} i dag")
    assert not any(c.isdigit() for c in masked) and identity.mask(masked) == masked


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(st.characters(categories=("L", "Zs", "Pd"), max_codepoint=0x24F), max_size=60))
def test_words_without_digits_are_left_alone(words: str) -> None:
    assert identity.mask(words) == words


@pytest.mark.parametrize(
    "written",
    ["1 234,5 %", "2019-03-01", "2018–2019", "47 % (8/17)", "12 345 678 kr", "556012-3456", "2019/00123"],
)
def test_figures_dates_and_numbers_of_organisations_are_left_alone(written: str) -> None:
    assert identity.mask(written) == written == telling.value(written)


def test_contacts_are_masked() -> None:
    for written in (
        "070-123 45 67",
        "+46 70 123 45 67",
        "a.b@exempel.se",
        "a (at) exempel.se",
        "Storgatan 3 B",
    ):
        assert identity.mask(f"Se {written}.") in {f"Se {m}." for m in identity.HIDDEN.values()}


def test_a_value_is_told_where_it_is_nearly_an_allowed_one_and_names_nobody() -> None:
    known = ("Avslut", "Arbetsförmedlingen", "Annan", "Umeå")
    told = ("Avslutt", "Arbetsförmedlingn", "2019-13-01", "3 mars 19", "#N/A", "NA", "H–J, L")
    assert [telling.value(v, known) for v in told] == list(told)
    names = (
        "Anna",
        "Testa Testsson",
        "Arbetsförmedlingen Kalle",
        "karlsson",
        "Bo",
        "EVA",
        "Ring mamma",
        "AF",
    )
    assert {telling.value(v, known) for v in names} == {telling.hidden()}


def test_a_heading_a_sheet_or_a_file_that_names_somebody_is_hidden() -> None:
    for label in ("Anna Svensson", "anna_svensson.xlsx", "Testa Testsson", "Samtal med Fatima", "BLOMKVIST"):
        assert telling.name(label) == telling.hidden()
    for label in ("Deltagare 2019", "participants/vannas.xlsx", "Kontaktperson", "Antal personer", "Säsong"):
        assert telling.name(label) == label
