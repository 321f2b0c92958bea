"""Words of the definitions that hold figures are labels, whatever an association calls its things."""

from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.definitions import Apart, Definitions, Named, Together
from helpers.pages import figures
from helpers.pages.document import Paragraph
from helpers.pages.said import said

DEFINED = definitions.load(FIXTURE_DEFINITIONS)


def changed(**parts: object) -> Definitions:
    return DEFINED.model_copy(update=parts)


def test_every_name_with_a_figure_that_pages_print_is_a_label() -> None:
    outcome = DEFINED.outcomes[0].model_copy(update={"name": "Till 2 arbeten", "short": "2 jobb"})
    d = changed(
        association="Förbund 12",
        together=Together(id="alla", short="Förb. 12"),
        apart=Apart(id="projekt", name="De 3 projekten", short="3 projekt"),
        platforms=[p.model_copy(update={"name": f"{p.name} 4", "short": "Nr 4"}) for p in DEFINED.platforms],
        outcomes=[outcome, *DEFINED.outcomes[1:]],
        referrers=[Named(id="a", name="Enhet 7")],
        municipalities=[Named(id="b", name="Distrikt 8")],
    )
    words = {
        "Förbund 12",
        "Förb. 12",
        "De 3 projekten",
        "3 projekt",
        "Nr 4",
        f"{DEFINED.platforms[0].name} 4",
        "Till 2 arbeten",
        "2 jobb",
        "Enhet 7",
        "Distrikt 8",
    }
    assert words <= set(figures.label_words(d)) and not words & set(figures.label_words(DEFINED))
    bare = said(map(Paragraph, words)).bare
    assert figures.unexplained(bare, figures.label_words(d)) == []
    assert len(figures.unexplained(bare, figures.label_words(DEFINED))) == len(words)


def test_a_name_without_a_figure_is_no_label() -> None:
    assert all(any(c.isdigit() for c in words) for words in figures.label_words(DEFINED))
    assert DEFINED.association not in figures.label_words(DEFINED)
