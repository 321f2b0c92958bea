"""Personnummer: rows 17, 18 and 40 of the list of bad inputs, against an independent implementation.

Every number is a published test number or made from one while the test runs.
"""

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer as oracle

from helpers import identity
from helpers.language import spellings
from helpers.paths import TEST_NUMBERS

YEAR = 2019
ALL = TEST_NUMBERS.read_text(encoding="ascii").split()
NUMBERS = [n for n in ALL if int(n[:4]) <= YEAR]
PERSONAL = [n for n in NUMBERS if int(n[6:8]) <= 31]


def coordination(number: str) -> str:
    """The samordningsnummer with a personnummer's birthday and serial: day + 60, its own check digit."""
    body = f"{number[:6]}{int(number[6:8]) + 60}{number[8:11]}"
    return next(body + str(d) for d in range(10) if spellings.luhn_ok(f"{body[2:]}{d}"))


FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def short(number: str, year: int = YEAR) -> str:
    """Ten digits with the sign a person of that age has: `+` from the year of the hundredth birthday."""
    sign = "+" if year - int(number[:4]) >= 100 else "-"
    return f"{number[2:8]}{sign}{number[8:]}"


@pytest.fixture
def oracle_in_2019(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package reads the century off today's date: today is the last day of 2019."""
    monkeypatch.setattr(oracle, "_get_current_date", lambda: dt.date(YEAR, 12, 31))


# Row 18: one person


def test_every_published_number_is_read_as_the_oracle_reads_it(oracle_in_2019: None) -> None:
    """Row 18: all of them, twelve digits and ten with the sign of their age."""
    assert len(ALL) > 20_000 and len({n[:2] for n in NUMBERS}) == 3 and 0 < len(PERSONAL) < len(NUMBERS)
    for number in NUMBERS:
        told = oracle.parse(number)
        found = {identity.read(w, YEAR) for w in (number, told.format(), short(number))}
        assert (
            found == {identity.Identity(number)}
            and told.format(True) == oracle.parse(told.format()).format(True) == number
        )


def test_those_born_after_the_report_are_read_in_their_own_year() -> None:
    for number in ALL:
        assert identity.read(number, 2026) == identity.Identity(number)


@pytest.mark.parametrize(
    "number", [PERSONAL[0], PERSONAL[len(PERSONAL) // 2], PERSONAL[-1]], ids=["oldest", "middle", "youngest"]
)
@pytest.mark.parametrize("kind", ["personnummer", "samordningsnummer"])
def test_row_18_one_person_however_the_number_is_written(number: str, kind: str) -> None:
    number = coordination(number) if kind == "samordningsnummer" else number
    ten = short(number)
    written = [
        number,
        int(number),
        float(number),
        f"{number[:8]}-{number[8:]}",
        f"{number[:8]}+{number[8:]}",
        f" {number[:8]} - {number[8:]} ",
        f"{number[:8]}\u2013{number[8:]}",
        f"{number[:8]}\u2212{number[8:]}",
        f"{number[:8]}\u00a0{number[8:]}\n",
        ten,
        ten.replace("-", "\u2013"),
        ten.replace("-", " - "),
    ]
    if "+" not in ten:
        written += [number[2:], int(number[2:]), float(number[2:])]
    assert {identity.read(w, YEAR) for w in written} == {identity.Identity(number)}


def test_row_18_a_number_cell_that_lost_its_leading_zeros_is_the_same_person() -> None:
    """A cell that Excel holds as a number: 0001… is shown as 1…"""
    born = [n for n in NUMBERS if n.startswith(("2000", "2001", "2009"))]
    assert len({len(str(int(n[2:]))) for n in born}) > 1
    for number in born:
        for value in (int(number[2:]), float(number[2:])):
            assert identity.read(value, YEAR) == identity.Identity(number)


def test_row_18_a_plus_is_a_hundred_years_older() -> None:
    young, old = (next(n for n in NUMBERS if n.startswith(y)) for y in ("2018", "1918"))
    assert identity.read(f"{young[2:8]}-{young[8:]}", YEAR).key == young
    assert identity.read(f"{old[2:8]}+{old[8:]}", YEAR).key == old


def test_the_century_comes_from_the_reports_year_and_not_from_the_clock() -> None:
    number = next(n for n in ALL if n.startswith("2019"))
    assert identity.read(number[2:], 2019).key == number
    assert identity.read(number[2:], 2018).key == f"19{number[2:]}"


def test_a_samordningsnummer_is_another_person_than_the_personnummer_of_the_same_day(
    oracle_in_2019: None,
) -> None:
    for number in PERSONAL[::500]:
        other = coordination(number)
        assert oracle.parse(other).is_coordination_number()
        assert identity.read(other, YEAR) == identity.Identity(other) != identity.read(number, YEAR)


def test_row_18_digits_that_were_kept_in_another_form_are_the_same_person() -> None:
    """As pandas, Excel and R write a whole number; a text that lost its leading zeros."""
    for number in PERSONAL[::900]:
        mantissa = f"{number[0]},{number[1:]}"
        for written in (
            f"{number}.0",
            f"{number},00",
            f"{mantissa}E+11",
            f"{mantissa.replace(',', '.')}e11",
            float(number),
            number.translate(FULLWIDTH),
            number.translate(ARABIC),
            f"{number[:8].translate(FULLWIDTH)}－{number[8:]}",
        ):
            assert identity.read(written, YEAR) == identity.Identity(number), written


@pytest.mark.parametrize(
    "write", [int, float, str, lambda n: f"{n}.0"], ids=["int", "float", "text", "decimal"]
)
def test_row_18_lost_leading_zeros_are_filled_in_and_told(write) -> None:
    born = [n for n in NUMBERS if n.startswith(("2000", "2001", "2009"))]
    assert {len(str(int(n[2:]))) for n in born} == {7, 8, 9}
    for number in born:
        read = identity.read(write(int(number[2:])), YEAR)
        assert read == identity.Identity(number) and read.padded and read.told == "padded"
        assert not identity.read(number[2:], YEAR).told


@pytest.mark.parametrize(
    "written",
    [
        "1,96001E+11",
        "1.96001E+11",
        "1,96001e11",
        "1.96e+11",
        "2E+11",
        "9,00101E+09",
        "1,9600101E+11",
        "1,9600101012E+11",
        "1 ,96001 E+11",
        str(int(1.96001e11)),  # as a spreadsheet rounds a number: of no date, and nobody's
        int(1.96001e11),
        1.96001e11,
    ],
)
def test_a_rounded_number_is_no_number(written: object) -> None:
    assert identity.read(written, YEAR) == identity.Identity("", "scientific")


# Row 17: faults

FAULTY = {
    "check digit": lambda n: n[:11] + str((int(n[11]) + 1) % 10),
    "blank": lambda n: "",
    "unseen": lambda n: "\u200b\u00a0",
    "unknown": lambda n: "okänd",
    "protected": lambda n: "Skyddad identitet",
    "zeros": lambda n: "0000",
    "twelve zeros": lambda n: "00000000-0000",
    "a zero": lambda n: 0,
    "ones": lambda n: "11111111-1111",
    "nines": lambda n: "999999-9999",
    "pairs": lambda n: "121212-1212",
    "pairs with a century": lambda n: "20101010-1010",
    "birthday": lambda n: n[:8],
    "birthday and crosses": lambda n: f"{n[:8]}-XXXX",
    "birthday and zeros": lambda n: f"{n[:8]}-0000",
    "birthday and marks": lambda n: f"{n[:8]}-????",
    "birthday and a filled reserve": lambda n: f"{n[:8]}-TF00",
    "rounded": lambda n: f"{n[0]},{n[1:6]}E+11",
    "in order": lambda n: "123456-7890",
    "born tomorrow": lambda n: f"2099{n[4:]}",
    "eleven digits": lambda n: n[:11],
}


def test_row_17_every_other_check_digit_is_wrong(oracle_in_2019: None) -> None:
    for number in NUMBERS[::97]:
        for digit in set("0123456789") - {number[-1]}:
            wrong = number[:-1] + digit
            assert identity.read(wrong, YEAR).fault == "checksum" and not oracle.valid(wrong)


@given(
    st.dates(dt.date(1890, 1, 1), dt.date(YEAR, 12, 31)),
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(1, 999),
    st.integers(0, 9),
)
def test_row_17_valid_or_not_as_the_oracle_says(
    born: dt.date, month: int, day: int, serial: int, check: int
) -> None:
    """Any month and any day of two digits, samordningsnummer among them."""
    for text in (
        f"{born:%Y%m%d}{serial:03d}{check}",
        f"{born:%Y}{month:02d}{day:02d}{serial:03d}{check}",
        f"{born:%Y%m}{day:02d}{serial:03d}{check}",
    ):
        assert (identity.read(text, YEAR).fault is None) == oracle.valid(text)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda n: n[:11] + str((int(n[11]) + 1) % 10), "checksum"),
        (lambda n: n[2:11], "form"),
        (lambda n: int(n[2:11]), "form"),
        (lambda n: n[:11], "form"),
        (lambda n: n + "0", "form"),
        (lambda n: f"{n[:4]}13{n[6:]}", "date"),
        (lambda n: f"{n[:4]}00{n[6:]}", "date"),
        (lambda n: f"{n[:4]}0230{n[8:]}", "date"),
        (lambda n: f"{n[:6]}00{n[8:]}", "date"),
        (lambda n: f"{n[:6]}92{n[8:]}", "date"),
        (lambda n: f"17{n[2:]}", "date"),
        (lambda n: f"30{n[2:]}", "date"),
        (lambda n: f"{n[:8]}-R{n[9:]}", "reserve"),
        (lambda n: f"{n[2:8]}TF{n[10:]}", "reserve"),
        (lambda n: f"{n[:8]}*{n[8:]}", "form"),
        (lambda n: "okänt", "form"),
        (lambda n: "-", "form"),
        (lambda n: 0, "form"),
        (lambda n: True, "form"),
        (lambda n: "", "blank"),
        (lambda n: None, "blank"),
        (lambda n: " \u00a0", "blank"),
    ],
    ids=[
        "check digit",
        "nine digits",
        "nine digits as a number",
        "eleven digits",
        "thirteen digits",
        "month 13",
        "month 0",
        "30 February",
        "day 0",
        "day 92",
        "born in the 18th century",
        "born in 3000",
        "reserve number",
        "reserve number, short",
        "a star",
        "words",
        "dash",
        "zero",
        "true",
        "blank",
        "none",
        "only blanks",
    ],
)
def test_row_17_the_kind_of_fault(change, fault: str) -> None:
    number = next(n for n in NUMBERS if n.startswith("1990"))
    assert identity.read(change(number), YEAR).fault == fault


@pytest.mark.parametrize("write", FAULTY.values(), ids=FAULTY)
def test_row_17_what_identifies_nobody_has_no_key(write) -> None:
    """The same placeholder twice is two people: their rows are told apart by where they stand."""
    for number in NUMBERS[5000:5003]:
        nobody = identity.read(write(number), YEAR)
        assert nobody.fault and not nobody.key and not nobody.born and not nobody.gender
        assert identity.person_key(nobody, "row 2") != identity.person_key(nobody, "row 3")


# Pseudonyms


def test_pseudonyms_are_keyed() -> None:
    """Without the key a guess cannot be tested: no plain hash of the number is its pseudonym."""
    number = NUMBERS[0]
    one = identity.pseudonym(number, b"one key")
    assert one == identity.pseudonym(number, b"one key") != identity.pseudonym(number, b"another key")
    plain = [getattr(hashlib, h)(number.encode()).hexdigest() for h in ("md5", "sha1", "sha256", "sha512")]
    assert (
        len(one) == 16 and set(one) <= set("0123456789abcdef") and not any(p.startswith(one) for p in plain)
    )


def test_no_two_of_the_published_numbers_share_a_pseudonym() -> None:
    assert len({identity.pseudonym(n, b"one key") for n in ALL}) == len(set(ALL))


# Masks

SPELLINGS = st.builds(
    lambda number, century, coordinated, left, dash, right: (
        (n := coordination(number) if coordinated else number)[0 if century else 2 : 8]
        + left
        + dash
        + right
        + n[8:]
    ),
    st.sampled_from(PERSONAL),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", " ", "\u00a0", "\n"]),
    st.sampled_from(["", "-", "+", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u00ad"]),
    st.sampled_from(["", " ", "\u202f"]),
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Nd", "Nl", "No"]), max_size=20)


@given(st.lists(st.tuples(WORDS, SPELLINGS), min_size=1, max_size=4), WORDS)
def test_row_40_mask_never_leaves_a_digit(pieces: list[tuple[str, str]], end: str) -> None:
    """Texts whose only digits are personnummer, in any spelling, with words between them."""
    text = " ".join(f"{words}x{number}" for words, number in pieces) + f"y{end}"
    masked = identity.mask(text)
    assert identity.looks_like(text) and not any(c.isdigit() for c in masked)
    assert masked.count(identity.MASK) == len(pieces) + text.count(identity.MASK) and masked.endswith(
        f"y{end}"
    )


def spelt(number: str, cuts: list[int], sign: str, unseen: str, script: int) -> str:
    """A number with the same sign where it is cut, unseen characters between all, in some script's digits."""
    for cut in sorted(set(cuts), reverse=True):
        number = number[:cut] + sign + number[cut:]
    return unseen.join(number.translate((str.maketrans("", ""), FULLWIDTH, ARABIC)[script]))


@given(
    st.sampled_from(PERSONAL),
    st.booleans(),
    st.lists(st.integers(1, 11), max_size=5),
    st.sampled_from([" ", "\u00a0", "\u2009", "\u3000", *"-.,'’_/:*·|", "\u2011", "\u2015", "\u2212", "  "]),
    st.sampled_from(["", "", "\u200b", "\u2060", "\u00ad", "\u0301", "\u20e3", "\ufe0f", "\U000e0020"]),
    st.integers(0, 2),
    WORDS,
)
def test_row_40_no_spelling_of_groups_signs_scripts_and_unseen_characters_is_shown(
    number: str, century: bool, cuts: list[int], sign: str, unseen: str, script: int, words: str
) -> None:
    digits = number if century else number[2:]
    text = f"{words}x{spelt(digits, [c for c in cuts if c < len(digits)], sign, unseen, script)}y"
    masked = identity.mask(text)
    assert identity.looks_like(text) and not any(c.isdigit() for c in masked), masked
    assert not identity.looks_like(masked)


@pytest.mark.parametrize(
    "spell",
    [
        lambda n: f"{n[:8]}<b>{n[8:]}</b>",
        lambda n: f"{n[:8]}&nbsp;{n[8:]}",
        lambda n: f"{n[:8]}&#8203;-&#8203;{n[8:]}",
        lambda n: f"{n[:8]} ({n[8:]})",
        lambda n: f"{n[:8]}, {n[8:]}",
        lambda n: f"{n[2:8]} - {n[8:]}",
        lambda n: f"{n[:2]} {n[2:8]}-{n[8:]}",
        lambda n: f"{n[:4]} - {n[4:6]} - {n[6:8]} - {n[8:]}",
        lambda n: f"{n[0]},{n[1:]}E+11",
        lambda n: f"{n[0]}.{n[1:]}e11",
        lambda n: f"{n[2]},{n[3:]}E+09",
        lambda n: f"{n}.0",
        lambda n: f"{n},00",
        lambda n: n.replace("0", "O"),
        lambda n: f"{n[2:8]}-{n[8:]}".replace("1", "l"),
        lambda n: f"pnr{n}!",
        lambda n: "\n".join((n[:8], n[8:])),
    ],
)
def test_row_40_what_people_and_programs_write_is_masked(spell) -> None:
    for number in (n for n in PERSONAL[:: len(PERSONAL) // 40] if sum(c in "01" for c in n) <= 4):
        assert number[8:] not in identity.mask(f"Ring {spell(number)} i dag") and identity.looks_like(
            spell(number)
        )


@given(st.text(max_size=60) | st.text("0123456789-+ \u2013\n", max_size=60))
def test_row_40_after_a_mask_nothing_looks_like_a_personnummer(text: str) -> None:
    masked = identity.mask(text)
    assert not identity.looks_like(masked) and identity.mask(masked) == masked
    assert identity.looks_like(text) == bool(identity.lines_that_look_like(text)) == (masked != text)


def test_row_40_every_published_number_is_masked_in_its_four_forms() -> None:
    for number in ALL:
        for written in (number, f"{number[:8]}-{number[8:]}", number[2:], f"{number[2:8]}-{number[8:]}"):
            assert identity.mask(f"a {written}, b") == "a [personnummer], b"


def test_a_date_with_four_digits_after_it_is_masked_whatever_its_check_digit() -> None:
    for number in ALL[:50]:
        wrong = number[:11] + str((int(number[11]) + 1) % 10)
        for n in (number, wrong):
            assert identity.mask(f"a {n[:4]}-{n[4:6]}-{n[6:8]}-{n[8:]}.") == "a [personnummer]."


NO_NUMBERS = (
    "2019-03-01--2019-04-01",
    "2019-03-01-2019-04-01",
    "2019-03-01",
    "20190301",
    "2019-03-01 13:45",
    "1 234 567,5",
    "8 459",
    "2018–2019",
    "47 % (8/17)",
)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_personnummer_is_left_alone(text: str) -> None:
    assert identity.mask(text) == text


# Unseen characters and groups

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u202a\u202e\u2066\ufeff"
    "\u00ad\u061c\u180e\ufe0f\u3164\U000e0020\x00\x1b"
)
BLANKS = " \u00a0\u202f\u2007\u2009\u3000\t"
FORMS = [
    lambda n: n,
    lambda n: f"{n[:8]}-{n[8:]}",
    lambda n: n[2:],
    lambda n: f"{n[2:8]}-{n[8:]}",
    lambda n: f"{n[:4]}-{n[4:6]}-{n[6:8]}-{n[8:]}",
]


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
@pytest.mark.parametrize("number", PERSONAL[:: len(PERSONAL) // 3])
def test_an_unseen_character_hides_no_personnummer(number: str, unseen: str) -> None:
    """At every place in every form, and between all its digits; what stands around it is left as it was."""
    for form in FORMS:
        written = form(number)
        spoilt = [written[:i] + unseen + written[i:] for i in range(1, len(written))] + [unseen.join(written)]
        for text in spoilt:
            around = f"a\u200b\n{text}{unseen} b\u00ad1"
            assert identity.looks_like(text) and identity.lines_that_look_like(around) == [2]
            assert identity.mask(around) == f"a\u200b\n{identity.MASK}{unseen} b\u00ad1"


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_digits_glued_by_an_unseen_character_hide_no_personnummer(unseen: str) -> None:
    masked = identity.mask(f"5{unseen}{PERSONAL[0]}{unseen}5")
    assert masked in (identity.MASK, f"5{unseen}{identity.MASK}{unseen}5")  # glued it is one, or all of them


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_a_cell_with_unseen_characters_is_read_as_the_number(unseen: str) -> None:
    for number in PERSONAL[:: len(PERSONAL) // 5]:
        for written in (number, f"{number[:8]}-{number[8:]}", short(number)):
            assert (
                identity.read(unseen.join(written), YEAR)
                == identity.read(f"{unseen}{written}", YEAR)
                == identity.Identity(number)
            )
    assert identity.read(unseen, YEAR).fault == "blank"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_digits_in_groups_are_masked(blank: str) -> None:
    """Groups of any size with one blank between.

    Twelve digits whatever the check digit, ten digits only with the right one.
    """

    def grouped(digits: str, size: int) -> str:
        return blank.join(digits[i : i + size] for i in range(0, len(digits), size))

    for number in PERSONAL[:: len(PERSONAL) // 7]:
        wrong = number[:11] + str((int(number[11]) + 1) % 10)
        for size in (1, 2, 3, 4, 5, 6):
            for n in (number, wrong):
                assert identity.mask(f"a {grouped(n, size)}, b") == "a [personnummer], b"
                assert identity.mask(f"3 {grouped(n, size)}.") == "3 [personnummer]."
            assert identity.mask(f"a {grouped(number[2:], size)}, b") == "a [personnummer], b"
            if size != 6:  # a birthday and four digits is masked whatever the check digit
                other = f"a {grouped(wrong[2:], size)}, b"  # it may be a phone number
                assert identity.mask(other) in (other, "a [telefonnummer], b")
        assert identity.mask(f"a {number[:6]}{blank}{number[6:8]}-{number[8:]}") == "a [personnummer]"
        assert identity.mask(f"a {number[:3]}\u200b{blank}\u200b{number[3:]}") == "a [personnummer]"


@pytest.mark.parametrize(
    "text",
    [
        "199 013 012 384",
        "1990 0132 2384",
        "2 019 035",
        "2018 2019 2020",
        "47 12 13",
        "1 234 567 890 123",
        "19\n90\n01\n01\n23\n84",
        "1990  0101  23  84",
    ],
)
def test_groups_that_are_no_personnummer_are_left_alone(text: str) -> None:
    assert identity.mask(text) == text
