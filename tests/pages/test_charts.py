"""Charts: what they print is what they were given, stands where its figure says, can be read by everyone."""

import itertools
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from helpers.chapters import render
from helpers.facts import Fact, missing, share
from helpers.language.words import Text, Words, joined, plain
from helpers.pages import chart_answers, chart_outcomes, chart_results, chart_slopes, charts
from helpers.pages import style as house
from helpers.pages.document import Cell, Heat, table
from helpers.pages.drawing import TEXT, WIDTH, inlined, width
from helpers.pages.html import written
from helpers.wording import NO_BREAK_SPACE, catalogue, fact_text, percent_text, result_text

SCALE = [
    "Inte alls",
    "Till mycket liten del",
    "Till liten del",
    "Till stor del",
    "Till mycket stor del",
    "Helt och hållet",
]
POSITIVE = SCALE[3:]
OUTCOMES = ["Till arbete", "Till studier", "Till annan behovsanpassad lösning", "Övriga avbrott"]
PALETTE = charts.OUTCOME_COLOURS
LONG = (
    '4.6 Jag anser att "vi" < 2 & andra i '
    "Arbetsmarknadsanpassningsverksamhetssamordningsplattformskonferensen bidrar till målen."
)
KEY = (2019, "vannas", "m", "", "all")


def part(numerator: int, denominator: int = 100) -> Fact:
    return share(KEY, numerator, denominator, "rule")


def year_before(numerator: int) -> Fact:
    return share((2018, *KEY[1:]), numerator, 100, "rule")


ABSENT = [missing(KEY, "share", "rule", state) for state in ("too-few", "missing", "suppressed")]


def bar(
    label: str, *numerators: int, answers: list[str] = SCALE, positive: list[str] = POSITIVE
) -> chart_answers.Bar:
    shares = [part(n, sum(numerators)) for n in numerators]
    result = part(sum(n for a, n in zip(answers, numerators, strict=True) if a in positive), sum(numerators))
    return chart_answers.Bar(label, shares, answers, positive, result)


BARS = [
    bar("1.4 Har du fått stöd?", 3, 7, 10, 25, 30, 25),
    bar(LONG, 9, 9, 9, 9, 55, 9),
    bar("Alla negativa", 100, 0, 0, 0, 0, 0),
    bar("Alla positiva", 0, 0, 0, 0, 0, 100),
    chart_answers.Bar("För få", [ABSENT[0]] * 6, SCALE, POSITIVE, ABSENT[0]),
    chart_answers.Bar("Svaren saknas", [ABSENT[2]] * 6, SCALE, POSITIVE, part(0)),
    bar("1.7 Framtiden", 37, 9, 14, 40, answers=SCALE[:4], positive=[]),
]
DOTS = [
    chart_results.Dot(LONG, part(80), part(68), part(92), part(80), "reached"),
    chart_results.Dot("Noll", part(0), part(0), part(7), part(0), "reached-uncertain"),
    chart_results.Dot("Hundra", part(100), part(93), part(100), part(100), "undecided"),
    chart_results.Dot("Under", part(45), part(40), part(50), part(80), "not-reached"),
    chart_results.Dot("Utan", part(45), None, None, None, ""),
    *(chart_results.Dot(f.state, f, None, f, part(80), f.state) for f in ABSENT[:2]),
    chart_results.Dot("suppressed", ABSENT[2], None, None, None, ""),
]
SIGNS = {"good": "✔", "bad": "✘", "unsure": "≈?"}
PAIRS = [
    ("Lika", part(45), part(45)),
    ("Ytterst", part(0), part(100)),
    ("Nära", part(51), part(50)),
    (LONG, part(12), part(88)),
    ("En", ABSENT[0], part(100)),
    ("Den andra", part(0), ABSENT[1]),
    ("Ingen", ABSENT[1], ABSENT[2]),
]
AIMS = list(zip((35, 25, 30, 0), ("not-reached", "not-reached", "reached", ""), strict=True))


def outcomes(*shares: Fact, last: tuple[int, ...] = ()) -> list[chart_outcomes.Outcome]:
    before = [year_before(n) for n in last] or [None] * len(shares)
    return [
        chart_outcomes.Outcome(name, share, part(aim) if aim else None, signal, was)
        for name, share, (aim, signal), was in zip(OUTCOMES, shares, AIMS, before, strict=False)
    ]


LEFT = outcomes(*map(part, (28, 19, 41, 12)), last=(26, 22, 0, 100))
PANELS = [
    ("Ungdomstorget (128)", outcomes(*map(part, (23, 22, 45, 10)))),
    ("Samordningsteamet i Bjurholm", []),
    ("Hälsofrämjande etablering & annat", outcomes(part(0), part(100), *ABSENT[:2])),
    ("Mellansteget", outcomes(*[ABSENT[1]] * 4)),
    ("Våga växa", outcomes(*map(part, (1, 99, 0, 0)))),
]
PLACES = [
    chart_outcomes.Outcome(LONG, part(28), part(35), "not-reached"),
    chart_outcomes.Outcome("Vännäs", part(100, 1000), part(35), "not-reached"),
    chart_outcomes.Outcome("Umeå", part(40), part(35), "reached"),
    chart_outcomes.Outcome("Utan mål", part(30)),
    *(chart_outcomes.Outcome(f.state, f, part(35), f.state) for f in ABSENT[:2]),
]
SLOPES = [
    chart_slopes.Slope(name, year_before(last), part(now))
    for name, last, now in zip(OUTCOMES, (26, 26, 40, 8), (28, 27, 41, 9), strict=True)
]
HEADS = [("2018", "340 avslutade"), ("2019", "318 avslutade")]

DRAWN: dict[str, Callable[[], Markup]] = {
    "svar": lambda: chart_answers.diverging("svar", BARS, 'Svar "<&'),
    "delar": lambda: chart_answers.shares("delar", [("Ja", part(0)), (LONG, part(100))], "Delar"),
    "mal": lambda: chart_results.dots("mal", DOTS, "Mål"),
    "kon": lambda: chart_results.genders("kon", PAIRS, "Kvinnor och män"),
    "utfall": lambda: chart_outcomes.bars("utfall", LEFT, "Utfall"),
    "platser": lambda: chart_outcomes.places("platser", PLACES, "Platser"),
    "platt": lambda: chart_outcomes.multiples("platt", PANELS, "Alla"),
    "ar": lambda: chart_slopes.slopes("ar", SLOPES, HEADS, "Två år"),
    "hog": lambda: chart_results.dots("hog", DOTS[:1], "Höga"),
    "svar1": lambda: chart_answers.diverging("svar1", BARS[:1], "En fråga"),
    "svar12": lambda: chart_answers.diverging("svar12", [BARS[i % 2] for i in range(12)], "Tolv frågor"),
    "bara": lambda: chart_answers.diverging("bara", BARS[4:5], "Ingen"),
    "ingen": lambda: chart_outcomes.bars("ingen", outcomes(*[ABSENT[1]] * 4), "Inget"),
    "lang": lambda: chart_outcomes.bars(
        "lang", [chart_outcomes.Outcome(LONG, part(1), part(99), "reached-uncertain", part(50))], "Lång"
    ),
    "nytt": lambda: chart_slopes.slopes(
        "nytt", [chart_slopes.Slope("Till arbete", ABSENT[1], part(0))], HEADS, "Nytt"
    ),
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Markup]:
    return {id_: draw() for id_, draw in DRAWN.items()}


def shapes(svg: Markup, token: str, tag: str = "path", what: str = "fill") -> list[np.ndarray]:
    """Corners of the shapes filled (or drawn) with a token; of a mark, its one place."""
    found = [
        e
        for e in ElementTree.fromstring(svg).iter(tag)
        if f"{what}:var(--{token})" in e.get("style", "") and "id" not in e.attrib
    ]
    numbers = [
        [e.get("x"), e.get("y")] if tag == "use" else re.findall(r"-?[\d.]+", e.get("d")) for e in found
    ]
    return [np.array(n, dtype=float).reshape(-1, 2) for n in numbers]


def spans(found: list[np.ndarray], axis: int) -> list[tuple[float, float]]:
    return [(float(s[:, axis].min()), float(s[:, axis].max())) for s in found]


def sizes(found: list[np.ndarray], axis: int) -> list[float]:
    return [high - low for low, high in spans(found, axis)]


def texts(svg: Markup, bold: bool | None = None) -> list[ElementTree.Element]:
    return [
        t
        for t in ElementTree.fromstring(svg).iter("text")
        if bold is None or ("font-weight:700" in t.get("style", "")) == bold
    ]


def said(svg: Markup, bold: bool | None = None) -> str:
    return re.sub(r"\s+", " ", " ".join(t.text for t in texts(svg, bold)))


def boxes(svg: Markup) -> list[tuple[str, float, float, float, float]]:
    """Every text with the box it takes in the widest likely font."""
    found = []
    for t in texts(svg):
        style = dict(d.split(":") for d in t.get("style", "").split(";") if d)
        size = float(style.get("font-size", f"{TEXT}px").removesuffix("px"))
        wide = width(t.text, size, "font-weight" in style)
        left = (
            float(t.get("x"))
            - wide * {"start": 0, "middle": 0.5, "end": 1}[style.get("text-anchor", "start")]
        )
        found.append(
            (t.text, left, float(t.get("y")) - 0.75 * size, left + wide, float(t.get("y")) + 0.2 * size)
        )
    return found


def assert_legible(svg: Markup) -> None:
    """No text over another, none outside the drawing."""
    _, _, wide, high = map(float, ElementTree.fromstring(svg).get("viewBox").split())
    for words, left, top, right, bottom in boxes(svg):
        assert left > -0.6 and top > -0.6 and right < wide + 0.6 and bottom < high + 0.6, f"outside: {words}"
    for (a, l1, t1, r1, b1), (b, l2, t2, r2, b2) in itertools.combinations(boxes(svg), 2):
        assert not (l1 < r2 - 0.1 and l2 < r1 - 0.1 and t1 < b2 - 0.1 and t2 < b1 - 0.1), (
            f"over each other: {a} | {b}"
        )


# A drawing as part of a page.


@pytest.mark.parametrize("id_", DRAWN)
def test_a_drawing_is_a_clean_part_of_the_page(drawn: dict, id_: str) -> None:
    svg = drawn[id_]
    root = ElementTree.fromstring(svg)
    assert (
        isinstance(svg, Markup)
        and root.tag == "svg"
        and root.get("class") == "plot"
        and root.get("role") == "img"
    )
    assert (
        root.get("viewBox").startswith(f"0 0 {WIDTH:g} ")
        and root.get("aria-label")
        and root.get("focusable") == "false"
    )
    assert not {"width", "height", "id", "xmlns"} & set(root.attrib)
    assert {e.tag for e in root.iter()} <= {"svg", "defs", "path", "text", "use"}
    assert not re.search(r"xlink|<!--|<\?|<style|DejaVu|clip-path|#[0-9a-f]{6}|\bnan\b|\d\.\d{3}", svg)
    assert set(re.findall(r"var\(--([\w-]+)\)", svg)) <= set(house.TOKENS)
    high = float(root.get("viewBox").split()[3])
    everything = [
        e
        for e in root.iter("path")
        if len(n := re.findall(r"[\d.]+", e.get("d"))) > 7 and {str(WIDTH), f"{high:g}"} <= set(n)
    ]
    assert not everything, "a background is left"
    assert len(svg) < (20_000 if id_ == "svar12" else 12_000)


def test_alt_text_and_labels_are_escaped_and_without_marks(drawn: dict) -> None:
    assert ElementTree.fromstring(drawn["svar"]).get("aria-label") == 'Svar "<&'
    marked = chart_answers.diverging("x", BARS[:1], "Bara " + fact_text(part(80)))
    assert ElementTree.fromstring(marked).get("aria-label") == f"Bara 80{NO_BREAK_SPACE}%"
    assert 'anser att "vi" < 2 & andra' in said(drawn["svar"])


def test_no_id_stands_twice_and_all_are_used(drawn: dict) -> None:
    page = "".join(drawn.values())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 4
    assert set(ids) == set(re.findall(r'href="#([^"]+)"', page))
    assert all(
        i.startswith(f"{id_}-") for id_, svg in drawn.items() for i in re.findall(r'\bid="([^"]+)"', svg)
    )


def test_the_same_bytes_every_time(drawn: dict) -> None:
    assert {id_: draw() for id_, draw in DRAWN.items()} == drawn
    code = (
        "import sys, test_charts as t; "
        "sys.stdout.buffer.write(''.join(d() for d in t.DRAWN.values()).encode())"
    )
    fresh = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
    )
    assert fresh.stdout.decode() == "".join(drawn.values())


def test_a_colour_that_is_not_of_the_house_is_refused() -> None:
    with pytest.raises(ValueError, match="#123456"):
        inlined(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
            '<path d="M 0 0 L 1 1" style="fill: #123456"/></svg>',
            "x",
            "x",
        )


# What is printed.


BROKEN = (max(LONG.split(), key=len), "behovsanpassad")  # words that may be wider than their room
GIVEN = (chart_answers.Bar, chart_results.Dot, chart_outcomes.Outcome, chart_slopes.Slope)


def _given(value: object) -> list[str]:
    """All words in what a chart was given."""
    if isinstance(value, Fact):
        return [plain(result_text(value)), str(value.year)]
    if isinstance(value, Text):
        return [plain(value)]
    if isinstance(value, int):
        return [str(value)]
    if isinstance(value, GIVEN):
        value = list(vars(value).values())
    return [w for v in value or () for w in _given(v)]


@pytest.mark.parametrize(
    ("id_", "material"),
    [
        ("svar", BARS),
        ("mal", DOTS),
        ("kon", PAIRS),
        ("utfall", LEFT),
        ("platser", PLACES),
        ("platt", PANELS),
        ("ar", [SLOPES, HEADS]),
    ],
)
def test_every_word_and_figure_is_given(drawn: dict, id_: str, material: object) -> None:
    own = [
        re.sub(r"\{\w+\}", " ", v)
        for k, v in catalogue().items()
        if k.startswith(("chart.", "state.", "signal."))
    ]
    own += [sign for signs in SIGNS.values() for sign in signs]
    ticks = [percent_text(p, 100) for p in (0, 10, 20, 25, 30, 40, 50, 75, 100)]
    known = re.sub(r"[()\s]+", " ", " ".join([*_given(material), *own, *ticks]))
    for word in (w for t in texts(drawn[id_]) for w in re.sub(r"[()\s]+", " ", t.text).split()):
        pieces = any(word.rstrip("-") in whole for whole in BROKEN)
        assert word.rstrip(",:") in known.split() or pieces, word


def test_figures_are_printed_as_facts_print_them(drawn: dict) -> None:
    for words in ("80 %", "73 %", "0 %", "100 %", "För få", "Visas inte"):
        assert words.replace(" ", NO_BREAK_SPACE) in [
            t.text.replace(" ", NO_BREAK_SPACE) for t in texts(drawn["svar"], bold=True)
        ]
    whole = said(drawn["utfall"], bold=True).replace(NO_BREAK_SPACE, " ")
    assert all(plain(result_text(r.result)).replace(NO_BREAK_SPACE, " ") in whole for r in LEFT)
    bold = said(drawn["mal"], bold=True).replace(NO_BREAK_SPACE, " ")
    assert bold == " ".join(plain(result_text(d.result)).replace(NO_BREAK_SPACE, " ") for d in DOTS)
    assert said(drawn["mal"]).count("mål ") == 4


def test_only_shares_of_some_size_are_labelled_in_a_bar() -> None:
    words = [
        t.text.replace(NO_BREAK_SPACE, " ")
        for t in texts(chart_answers.diverging("x", BARS[:1], "x"), bold=False)
    ]
    assert "7 %" not in words and "3 %" not in words
    assert [w for w in words if "%" in w] and {"10 %", "30 %"} <= set(words) and words.count("25 %") == 2


def absent_outcome(fact: Fact) -> chart_outcomes.Outcome:
    return chart_outcomes.Outcome("Utfall", fact, part(35), fact.state, part(20))


def test_absent_figures_are_words_and_never_zero() -> None:
    for fact in ABSENT:
        state = plain(fact_text(fact))
        alone = {
            "svar": chart_answers.diverging(
                "x", [chart_answers.Bar("Fråga", [fact] * 6, SCALE, POSITIVE, fact)], "x"
            ),
            "mal": chart_results.dots(
                "x", [chart_results.Dot("Mål", fact, fact, fact, part(80), fact.state)], "x"
            ),
            "kon": chart_results.genders("x", [("Kön", fact, fact)], "x"),
            "delar": chart_answers.shares("x", [("Ja", fact)], "x"),
            "utfall": chart_outcomes.bars("x", [absent_outcome(fact)], "x"),
            "platser": chart_outcomes.places("x", [absent_outcome(fact)], "x"),
            "platt": chart_outcomes.multiples("x", [("A", [absent_outcome(fact)])], "x"),
        }
        for id_, svg in alone.items():
            assert state in said(svg) and said(svg).count(state) <= 2, id_
            assert not re.search(r"\d", re.sub(r"\b(0|10|20|25|30|40|50|75|100).%", "", said(svg))), id_
            assert not any(
                shapes(svg, token)
                for token in ("all", "women", "good", "bad", "unsure", "neutral", "positive-1", "target")
            ), id_
    assert all(
        draw("x", [], "x")
        for draw in (chart_answers.diverging, chart_results.dots, chart_results.genders, chart_answers.shares)
    )


# Where things stand.


def proportional(lengths: list[float], values: list[float]) -> None:
    assert len(lengths) == len(values) > 1
    unit = max(lengths) / max(values)
    assert lengths == pytest.approx([v * unit for v in values], abs=0.03)


def test_shares_of_answers_are_as_wide_as_they_are_large() -> None:
    asked = [bar("A", 5, 15, 20, 10, 20, 30), bar("B", 0, 10, 10, 30, 25, 25)]
    svg = chart_answers.diverging("x", asked, "x")
    for at, tone in enumerate((3, 2, 1)):
        found = shapes(svg, f"negative-{tone}")
        proportional(
            [*sizes(found, 0), 360 - 52], [*(v for b in asked if (v := b.shares[at].value)), 0.4 + 0.8]
        )
    for at, tone in enumerate((3, 2, 1), 3):
        proportional(sizes(shapes(svg, f"positive-{tone}"), 0), [b.shares[at].value for b in asked])
    zero = {low for low, _ in spans(shapes(svg, "positive-3"), 0)} | {
        high for _, high in spans(shapes(svg, "negative-1"), 0)
    }
    assert max(zero) - min(zero) < 0.02
    assert spans(shapes(svg, "negative-3"), 0)[0][0] < spans(shapes(svg, "negative-2"), 0)[0][0] < min(zero)


def test_results_targets_and_intervals_stand_on_one_scale(drawn: dict) -> None:
    known = [d for d in DOTS if d.result.ok]
    low, high = chart_results.TRACK
    for token, mine in by_colour(known).items():
        at = [place[0, 0] for place in shapes(drawn["mal"], token, "use")]
        assert at == pytest.approx([low + (high - low) * d.result.value for d in mine], abs=0.02)
        intervals = spans(shapes(drawn["mal"], token, what="stroke"), 0)
        assert [v for pair in intervals for v in pair] == pytest.approx(
            [low + (high - low) * f.value for d in mine if d.low for f in (d.low, d.high)], abs=0.02
        )
    ticks = [low for low, _ in spans(shapes(drawn["mal"], "target", what="stroke"), 0)]
    assert ticks == pytest.approx([low + (high - low) * d.target.value for d in known if d.target], abs=0.02)


def by_colour(rows: list) -> dict[str, list]:
    """Rows by the colour that what became of their goal has."""
    colours = {"reached": "good", "not-reached": "bad", "": "neutral"}
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(colours.get(row.signal, "unsure"), []).append(row)
    return found


def test_a_scale_begins_at_half_where_nothing_is_lower_and_says_so(drawn: dict) -> None:
    low, high = chart_results.TRACK
    assert shapes(drawn["hog"], "good", "use")[0][0, 0] == pytest.approx(low + (high - low) * 0.6, abs=0.02)
    assert "Skalan börjar vid 50 %" in said(drawn["hog"]) and "Skalan" not in said(drawn["mal"])
    lower = chart_results.Dot("Under", part(50), part(49), part(60), part(80), "not-reached")
    assert "Skalan" not in said(chart_results.dots("x", [DOTS[0], lower], "x"))
    unknown = chart_results.Dot("Utan", ABSENT[0], part(1), part(2), part(3), "too-few")
    assert "Skalan" in said(chart_results.dots("x", [DOTS[0], unknown], "x"))


def test_what_became_of_a_goal_is_never_told_by_colour_alone(drawn: dict) -> None:
    for id_, rows in (("mal", DOTS), ("utfall", LEFT), ("platser", PLACES)):
        for colour, mine in by_colour([r for r in rows if r.result.ok]).items():
            found = len(shapes(drawn[id_], colour)) + len(shapes(drawn[id_], colour, "use"))
            assert found == len(mine), (id_, colour)
            signs = sum(said(drawn[id_]).count(sign) for sign in SIGNS.get(colour, ""))
            assert signs == len(mine) * (colour in SIGNS), (id_, colour)


def test_women_and_men_stand_on_one_scale_in_shapes_of_their_own(drawn: dict) -> None:
    svg = drawn["kon"]
    for token, which in (("women", 1), ("men", 2)):
        at = [place[0, 0] for place in shapes(svg, token, "use")]
        assert at == pytest.approx([72 + 216 * row[which].value for row in PAIRS if row[which].ok], abs=0.02)
    marks = {
        token: set(re.findall(rf'href="#([^"]+)"[^>]*fill:var\(--{token}\)', svg))
        for token in ("women", "men")
    }
    assert len(marks["women"]) == len(marks["men"]) == 1 and marks["women"] != marks["men"]
    same = [shapes(svg, token, "use")[0][0, 1] for token in ("women", "men")]
    assert abs(same[0] - same[1]) > 5, "equal shares hide each other"


def test_outcomes_are_as_long_as_they_are_large_with_goal_and_last_year_on_the_same_scale(
    drawn: dict,
) -> None:
    svg = drawn["utfall"]
    for colour, mine in by_colour(LEFT).items():
        ends = [high for _, high in spans(shapes(svg, colour), 0)]
        assert ends == pytest.approx([WIDTH * r.result.value for r in mine], abs=0.02)
    ticks = [(low + high) / 2 for low, high in spans(shapes(svg, "target"), 0)]
    assert ticks == pytest.approx([WIDTH * r.target.value for r in LEFT if r.target], abs=0.02)
    before = [place[0, 0] for place in shapes(svg, "soft", "use")]
    assert before == pytest.approx([0.26 * WIDTH, 0.22 * WIDTH, 4, WIDTH - 4], abs=0.02)
    assert "2018" not in said(chart_outcomes.bars("x", outcomes(*map(part, (28, 19, 41, 12))), "x"))


def test_panels_share_one_scale_and_tick_the_goals(drawn: dict) -> None:
    svg = drawn["platt"]
    found = [s for token in ("bad", "good", "neutral") for s in sizes(shapes(svg, token), 0)]
    proportional(found, [0.23, 0.22, 1.0, 0.01, 0.99, 0.45, 0.10])
    apart = chart_outcomes.PANEL + chart_outcomes.GAP
    ticks = {round((low + high) / 2 % apart, 1) for low, high in spans(shapes(svg, "target"), 0)}
    assert sorted(ticks) == pytest.approx([max(found) * v for v in (0.25, 0.3, 0.35)], abs=0.1)


def test_places_stand_on_one_scale(drawn: dict) -> None:
    low, high = chart_outcomes.BESIDE
    for colour, mine in by_colour([r for r in PLACES if r.result.ok]).items():
        ends = [end for _, end in spans(shapes(drawn["platser"], colour), 0)]
        assert ends == pytest.approx([low + (high - low) * r.result.value / 0.4 for r in mine], abs=0.02)
    assert len(shapes(drawn["platser"], "target")) == 3


def test_a_line_goes_from_last_years_share_to_this_years(drawn: dict) -> None:
    marks = [[place[0] for place in shapes(drawn["ar"], token, "use")] for token in PALETTE]
    assert [[x for x, _ in ends] for ends in marks] == [list(chart_slopes.ENDS)] * 4
    down = np.array([[y for _, y in ends] for ends in marks])
    values = np.array([[float(f.value) for f in row.ends] for row in SLOPES])
    nought = down.max() + (down.max() - down.min()) * values.min() / (values.max() - values.min())
    proportional(list((nought - down).ravel()), list(values.ravel()))
    for token, ends in zip(PALETTE, marks, strict=True):
        assert any(s == pytest.approx(np.array(ends)) for s in shapes(drawn["ar"], token, what="stroke"))
    assert "340 avslutade" in said(drawn["ar"]) and "318 avslutade" in said(drawn["ar"])


def test_every_text_is_at_least_twelve_pixels_on_a_phone(drawn: dict) -> None:
    """A phone of 390 pixels leaves a chart what the page's margins do not take."""
    css = (Path(render.__file__).parent / "template" / "style.css").read_text(encoding="utf-8")
    margin = 2 * float(re.search(r"header, main, footer \{[^}]*padding: 0 ([\d.]+)rem", css)[1])
    card = re.search(r"\.card \{ border-left: (\d+)px [^;]+; padding: 0 0 0 ([\d.]+)rem;", css)
    edge, padding = map(float, card.groups())
    for id_, svg in drawn.items():
        in_a_card = 16 * padding + edge if id_ == "delar" else 0
        shown = (390 - 16 * margin - in_a_card) / WIDTH
        for t in texts(svg):
            size = re.search(r"font-size:([\d.]+)px", t.get("style", ""))
            assert shown * (float(size[1]) if size else TEXT) >= 12, (id_, t.text)


def test_a_side_of_the_zero_line_says_which_answers_it_holds() -> None:
    words = said(chart_answers.diverging("x", [bar("A", 5, 15, 20, 10, 20, 30)], "x"))
    assert "← Inte alls – Till liten del" in words and "Till stor del – Helt och hållet →" in words
    words = said(chart_answers.diverging("x", [bar("A", 4, 6, answers=["Nej", "Ja"], positive=["Ja"])], "x"))
    assert "← Nej" in words and "Ja →" in words
    assert not re.search("[←→]", said(chart_answers.diverging("x", [BARS[6]], "x")))


@pytest.mark.parametrize("id_", DRAWN)
def test_no_text_stands_over_another_or_outside(drawn: dict, id_: str) -> None:
    assert_legible(drawn[id_])


few = settings(max_examples=12)


@few
@given(st.lists(st.lists(st.integers(0, 40), min_size=6, max_size=6).filter(sum), min_size=1, max_size=4))
def test_any_answers_are_legible(rows: list[list[int]]) -> None:
    assert_legible(chart_answers.diverging("x", [bar(LONG, *r) for r in rows], "x"))


@few
@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=4, max_size=4))
def test_any_outcomes_are_legible(rows: list[tuple[int, int, int]]) -> None:
    found = [
        chart_outcomes.Outcome(name, part(a), part(b), signal, part(c))
        for name, (a, b, c), signal in zip(
            OUTCOMES, rows, ("reached", "not-reached", "reached-uncertain", "undecided"), strict=True
        )
    ]
    for draw in (chart_outcomes.bars, chart_outcomes.places):
        assert_legible(draw("x", found, "x"))
    assert_legible(chart_outcomes.multiples("x", [("A", found), (LONG, found)], "x"))
    slopes = [
        chart_slopes.Slope(r.label, part(c), r.result) for r, (_, _, c) in zip(found, rows, strict=True)
    ]
    assert_legible(chart_slopes.slopes("x", slopes, HEADS, "x"))


@few
@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=5)
)
def test_any_results_are_legible(rows: list[tuple[int, int, int]]) -> None:
    found = [
        chart_results.Dot("1.4 Stöd", part(a), part(min(a, b)), part(max(a, b)), part(c), "reached-uncertain")
        for a, b, c in rows
    ]
    assert_legible(chart_results.dots("x", found, "x"))
    assert_legible(chart_results.genders("x", [("Till arbete", part(a), part(b)) for a, b, _ in rows], "x"))


# The same in words.


def test_charts_are_told_in_words() -> None:
    def words(lines: list[Text]) -> str:
        return plain(joined(" ", lines)).replace(NO_BREAK_SPACE, " ")

    assert words(chart_answers.described(BARS[:1])) == (
        "1.4 Har du fått stöd? – 80 % positiva svar. "
        "Inte alls 3 %, Till mycket liten del 7 %, Till liten del 10 %, "
        "Till stor del 25 %, Till mycket stor del 30 %, Helt och hållet 25 %."
    )
    assert words(chart_answers.described(BARS[4:5])) == "För få: För få."
    assert "positiva" not in words(chart_answers.described(BARS[6:])) and isinstance(
        chart_answers.described(BARS[:1])[0], Words
    )
    assert (
        words(chart_results.described_dots(DOTS[1:2]))
        == "Noll: 0 % (0/100), osäkerhetsintervall 0 % till 7 %, målet är 0 %, uppnått men osäkert."
    )
    assert words(chart_results.described_genders(PAIRS[4:5])) == "En: kvinnor För få, män 100 %."
    assert words(chart_results.described_dots(DOTS[5:6])) == "too-few: För få."
    assert words(chart_outcomes.described(LEFT[:1])) == (
        "Till arbete: 28 % (28/100), målet är 35 %, ej uppnått, 2018: 26 %."
    )
    assert words(chart_outcomes.described([absent_outcome(ABSENT[0])])) == "Utfall: För få."
    assert words(chart_slopes.described_slopes(SLOPES[:1])) == "Till arbete: 2018: 26 %, 2019: 28 %."
    assert (
        words(chart_outcomes.described_multiples(PANELS[1:2]))
        == "Samordningsteamet i Bjurholm: utfall saknas."
    )
    assert words(chart_answers.described_shares([("Ja", part(4))])) == "Ja: 4 %."
    key = written(chart_answers.scale_key(BARS))
    assert re.findall(r"<span>([^<]+)</span>", key) == list(BARS[0].answers)
    assert re.findall(r"--([a-z]+-\d)", key) == [
        "negative-3",
        "negative-2",
        "negative-1",
        "positive-3",
        "positive-2",
        "positive-1",
    ]


def test_a_bound_without_people_of_its_own_is_printed() -> None:
    low, high = (Fact(*KEY, value=v, unit="share", state="ok") for v in (Decimal("0.615"), Decimal("0.9")))
    row = chart_results.Dot("Stöd", part(80), low, high, None, "")
    assert "62 % till 90 %" in plain(chart_results.described_dots([row])[0]).replace(NO_BREAK_SPACE, " ")
    assert shapes(chart_results.dots("x", [row], "x"), "neutral", what="stroke")


def test_a_figure_has_its_finding_its_source_and_its_words_behind_a_click() -> None:
    plot = DRAWN["svar1"]()
    rows = table("Tabell", ["Svar"], [["Ja"]])
    whole = ElementTree.fromstring(
        written(charts.figure("svar1", "A & b", "Andel", plot, ["Ett", "Två"], "Källa: x.", rows))
    )
    assert (
        whole.get("class") == "chart"
        and whole.get("id") == "svar1"
        and [e.tag for e in whole] == ["figcaption", "svg", "p", "details"]
    )
    assert [p.get("class") for p in whole.iter("p")] == ["finding-title", "sub", "source"]
    assert whole.find("details/div/table") is not None and whole.find("p").text == "Källa: x."
    assert [li.text for li in whole.iter("li")] == ["Ett", "Två"] and whole.find(
        "details/summary"
    ).text == "Beskrivning och siffror"
    assert written(charts.figure("x", "A", "B", plot, "Ord", "C")).count("<p>Ord</p>") == 1
    bare = written(charts.figure("x", "A", "", plot, [], ""))
    assert "<details>" not in bare and 'class="sub"' not in bare and "source" not in bare


def test_alternative_texts_say_the_finding_and_what_is_drawn() -> None:
    assert charts.alternative("Uppnått: stöd.", "Punkter.") == "Uppnått: stöd. Punkter."
    told = charts.alternative(fact_text(part(28)) + " gick till arbete", "Staplar, Vännäs 2019.")
    assert plain(told) == f"28{NO_BREAK_SPACE}% gick till arbete. Staplar, Vännäs 2019."


def test_a_share_that_would_be_printed_as_its_goal_has_a_decimal() -> None:
    missed = chart_outcomes.Outcome("Till arbete", part(346, 1000), part(35), "not-reached")
    for draw in (chart_outcomes.bars, chart_outcomes.places):
        assert "34,6" in said(draw("x", [missed], "x"))
    assert "34,6" in said(chart_outcomes.multiples("x", [("A", [missed])], "x"))
    dot = chart_results.Dot("Stöd", part(795, 1000), None, None, part(80), "undecided")
    assert "79,5" in said(chart_results.dots("x", [dot], "x"))


def test_a_heat_table_has_a_kind_and_words_in_every_cell() -> None:
    whole = ElementTree.fromstring(
        written(Heat("Målen", ("Plattform", "Arbete"), (("A", Cell("✔", "reached")), ("B", ""))))
    )
    assert [c.get("class") for c in whole.iter("td")] == ["reached", None]
    assert [(h.get("scope"), h.text) for h in whole.iter("th")] == [
        ("col", "Plattform"),
        ("col", "Arbete"),
        ("row", "A"),
        ("row", "B"),
    ]


# The colours.

MACHADO = {  # Machado, Oliveira and Fernandes 2009, severity 1.0
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TOLD_APART = 10.0  # CIEDE2000; 1 is what an eye can just tell side by side
TONES = (1, 2, 3)


def linear(colour: str) -> np.ndarray:
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> tuple[float, float, float]:
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = matrix @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), xyz * 841 / 108 + 4 / 29)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """CIEDE2000 as Sharma, Wu and Dalal (2005) write it."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = np.hypot(a1 * (1 + g), b1), np.hypot(a2 * (1 + g), b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * (1 + g))) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    around = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weights = ((0.17, 1, -30), (-0.24, 2, 0), (-0.32, 3, 6), (0.2, 4, -63))
    t = 1 - sum(w * np.cos(np.radians(n * around + shift)) for w, n, shift in weights)
    dl = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotated = (
        -2
        * np.sqrt(chroma**7 / (chroma**7 + 25**7))
        * np.sin(np.radians(60 * np.exp(-(((around - 275) / 25) ** 2))))
    )
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rotated * dc * dh))


def test_the_measure_of_difference_is_the_published_one() -> None:
    """Three of the pairs of Sharma, Wu and Dalal, Table 1."""
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 2.49, -0.001), (50, -2.49, 0.0011)) == pytest.approx(7.2195, abs=1e-4)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(
        1.2644, abs=1e-4
    )


@pytest.mark.parametrize("name", ["light", "dark"])
def test_texts_and_shapes_have_contrast(name: str) -> None:
    c = house.scheme(name)
    for token in ("ink", "soft", "link", "good", "bad", "unsure"):
        assert min(contrast(c[token], c["paper"]), contrast(c[token], c["tint"])) >= 4.5, token
    drawn = (
        "women",
        "men",
        "all",
        "target",
        "neutral",
        "good",
        "bad",
        "unsure",
        *PALETTE,
        *(f"{s}-{n}" for s in ("positive", "negative") for n in TONES),
    )
    for token in drawn:
        assert contrast(c[token], c["paper"]) >= 3, token
    assert name == "light" or all(contrast(c[token], c["paper"]) >= 4.5 for token in PALETTE)
    strong, weak = (
        ("positive-1", "positive-2", "negative-2", "negative-3", "neutral"),
        ("positive-3", "negative-1"),
    )
    assert all(contrast(c["on-strong"], c[t]) >= 4.5 for t in strong)
    assert all(contrast(c["on-weak"], c[t]) >= 4.5 for t in weak)
    tints = ("good-tint", "bad-tint", "unsure-tint")
    assert all(contrast(c["ink"], c[t]) >= 4.5 for t in tints)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("sight", MACHADO)
def test_colours_of_one_chart_are_told_apart(name: str, sight: str) -> None:
    c = house.scheme(name)
    sides = [(f"positive-{a}", f"negative-{b}") for a in TONES for b in TONES]
    tones = [
        (f"{s}-{a}", f"{s}-{b}")
        for s in ("positive", "negative")
        for a, b in itertools.combinations(TONES, 2)
    ]
    one_chart = [
        ("women", "men"),
        ("all", "target"),
        *itertools.combinations(("good", "bad", "unsure"), 2),
        *itertools.combinations(PALETTE, 2),
        *tones,
        *itertools.combinations(("good-tint", "bad-tint", "unsure-tint", "tint"), 2),
    ]
    one_chart += [(token, "target") for token in ("good", "bad", "unsure", "neutral")]
    for a, b in one_chart + [(p, n) for p, n in sides if p[-1] != {"1": "3", "3": "1"}.get(n[-1], "")]:
        seen = [lab(MACHADO[sight] @ linear(c[t])) for t in (a, b)]
        assert difference(*seen) >= TOLD_APART, (a, b, round(difference(*seen), 1))


def test_the_style_sheet_has_every_colour_in_every_scheme() -> None:
    css = house.css()
    blocks = re.findall(r"((?:@media [^{]+)?)\{? ?:root \{([^}]*)\}", css)
    assert len(re.findall(r":root \{", css)) == 4 and css.count("color-scheme: light dark") == 1
    declared = [dict(re.findall(r"--([\w-]+): ([^;]+);", inner)) for _, inner in blocks]
    assert declared == [house.scheme("light"), house.scheme("dark"), house.scheme("light"), house.FORCED]
    media = re.findall(r"@media ([^{]+?) \{ :root", css)
    assert media == ["screen and (prefers-color-scheme: dark)", "print", "(forced-colors: active)"]
    assert set(house.FORCED.values()) <= {"Canvas", "CanvasText", "LinkText", "GrayText"} and set(
        re.findall(r"var\(--([\w-]+)\)", css)
    ) <= set(house.TOKENS)
    assert css.count("{") == css.count("}")


def test_every_token_has_a_colour_of_its_own_in_a_drawing() -> None:
    assert {house.variable(house.paint(t)) for t in house.TOKENS} == {f"var(--{t})" for t in house.TOKENS}
