"""The house style in one place: every colour of pages and charts, and how a chart stands on a page."""

# Names of colours -> (light, dark). Tests hold them to WCAG contrast, and apart for colour-blind readers.
TOKENS = {
    "ink": ("#1b2430", "#e8edf2"),
    "soft": ("#4c5866", "#b3bfcb"),
    "line": ("#c9d0d8", "#3a4653"),
    "paper": ("#ffffff", "#12181f"),
    "tint": ("#f3f6f9", "#1b242e"),
    "link": ("#004f8a", "#8cc4f5"),
    "good": ("#0c6b68", "#4fdcb8"),
    "bad": ("#972232", "#e26a6a"),
    "unsure": ("#986604", "#f1c62f"),
    "good-tint": ("#8ecfc7", "#1d625b"),
    "bad-tint": ("#fba593", "#4d110e"),
    "unsure-tint": ("#f0e478", "#6c570d"),
    "women": ("#c2571a", "#f0894a"),
    "men": ("#1a5fa8", "#6db3f2"),
    "all": ("#1a5fa8", "#6db3f2"),
    "positive-1": ("#0a3f66", "#a9d6f7"),
    "positive-2": ("#1f6fa8", "#5ba3d9"),
    "positive-3": ("#5294c6", "#3a6d96"),
    "negative-1": ("#c28233", "#96602a"),
    "negative-2": ("#a3500c", "#d98a3d"),
    "negative-3": ("#6b2f05", "#f7cfa0"),
    "neutral": ("#6a7683", "#8995a2"),
    "on-strong": ("#ffffff", "#10161d"),
    "on-weak": ("#10161d", "#ffffff"),
    "work": ("#0b3d6b", "#b5dcff"),
    "studies": ("#2a93c9", "#3f9ad6"),
    "other-solution": ("#8a4f9e", "#d7a2bc"),
    "dropped-out": ("#c2571a", "#f0894a"),
    "target": ("#1b2430", "#e8edf2"),
    "grid": ("#d5dbe1", "#36424f"),
    "edge": ("#ffffff", "#12181f"),
    "outline": ("#ffffff", "#12181f"),
}
# Where a reader's system chooses the colours: shapes are solid and apart, shares with a label inside are
# outlined; labels, sides and shapes carry the meaning.
_LIGHT = (
    "paper",
    "tint",
    "edge",
    "neutral",
    *(f"{kind}-tint" for kind in ("good", "bad", "unsure")),
    *(f"{side}-{n}" for side in ("positive", "negative") for n in (1, 2, 3)),
)
FORCED = (
    dict.fromkeys(TOKENS, "CanvasText")
    | dict.fromkeys(_LIGHT, "Canvas")
    | {"link": "LinkText", "grid": "GrayText", "line": "GrayText"}
)
_FIRST = 0xF00D00  # a drawing's own colour for each token, so that two tokens of one colour stay two

RULES = """
.plot { display: block; width: 100%; height: auto; max-width: 30rem; overflow: visible; \
color: var(--ink); fill: var(--ink); }
figure.chart { display: block; width: auto; max-width: 35rem; margin: .8rem 0 1rem; \
background: none; break-inside: avoid; }
figure.chart figcaption { margin-bottom: .4rem; font-weight: 400; }
figure.chart .finding-title { margin: 0; font-weight: 700; font-size: 1.08rem; \
line-height: 1.35; text-wrap: balance; }
figure.chart .sub { margin: .15rem 0 0; color: var(--soft); font-size: .92rem; line-height: 1.4; }
figure.chart .source { margin: .4rem 0 0; color: var(--soft); font-size: .9rem; line-height: 1.4; }
figure.chart details { margin-top: .5rem; font-size: .95rem; }
figure.chart summary { color: var(--link); cursor: pointer; padding: .35rem 0; width: fit-content; }
.heat { table-layout: fixed; font-size: .9rem; }
.heat thead th:first-child { width: 9.4rem; } .heat tbody th { padding: .35rem .2rem; font-size: .8rem; }
.heat thead th:not(:first-child) { font-weight: 400; font-size: .75rem; line-height: 1.3; }
.heat thead .of { display: block; color: var(--soft); }
.heat thead th:not(:first-child), .heat td { text-align: center; padding: .35rem .1rem; }
.heat td { border: 2px solid var(--paper); white-space: nowrap; background: var(--tint); \
print-color-adjust: exact; }
.heat td:empty { background: none; }
.heat td.reached { background: var(--good-tint); } .heat td.not-reached { background: var(--bad-tint); }
.heat td.reached-uncertain, .heat td.undecided { background: var(--unsure-tint); }
.heat .sign { font-weight: 700; } .heat .share { margin-left: .3em; }
@media (max-width: 40rem) {
  .heat thead th:first-child { width: 8rem; } .heat .share, .heat thead .of { display: none; }
  .heat thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); \
text-align: left; white-space: nowrap; padding: .2rem 0; vertical-align: middle; }
  .heat td { border-width: 1px; padding: .3rem 0; }
}
@media print { .plot, figure.chart { max-width: 12cm; } }
"""


def paint(token: str) -> str:
    """The colour a drawing uses for a token until it stands on a page.

    >>> paint("ink"), variable(paint("ink"))
    ('#f00d00', 'var(--ink)')
    """
    return f"#{_FIRST + list(TOKENS).index(token):06x}"


def variable(colour: str) -> str:
    """The page's name of a drawing's colour.

    Raises:
        ValueError: the colour is not of the house.
    """
    place = int(colour.lstrip("#"), 16) - _FIRST
    if not 0 <= place < len(TOKENS):
        raise ValueError(f"{colour} is not a colour of the house")
    return f"var(--{list(TOKENS)[place]})"


def scheme(name: str) -> dict[str, str]:
    """The colours of `light` or `dark`."""
    return {token: pair[name == "dark"] for token, pair in TOKENS.items()}


def css() -> str:
    """The tokens as custom properties, and RULES.

    Light, dark on a screen that asks for it, light on paper, the reader's own where forced.
    """
    return (
        f":root {{ color-scheme: light dark; {_declared(scheme('light'))} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_declared(scheme('dark'))} }} }}\n"
        f"@media print {{ :root {{ color-scheme: light; {_declared(scheme('light'))} }} }}\n"
        f"@media (forced-colors: active) {{ :root {{ {_declared(FORCED)} }} }}" + RULES
    )


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"--{token}: {colour};" for token, colour in colours.items())
