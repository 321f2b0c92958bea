"""Every rule of the facts: the function that follows it and the published clause it rests on, with its line."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from helpers.counting import (
    answers,
    background,
    comparisons,
    goals,
    good_examples,
    participations,
    society,
    uncertainty,
)

_U18 = "socialt-bokslut-2018-ungdomstorget"
_FROM_SUS = "Siffrorna om försörjning, utbildningsnivå och tid i offentlig försörjning har hämtats från SUS"
_S19 = "styrelsehandlingar-2020-03-20-arsredovisning-2019"


@dataclass(frozen=True)
class Rule:
    """`clause` stands on the lines `first` to `last` of `source`, a text of the record."""

    made_by: Callable
    clause: str
    source: str
    first: int
    last: int

    @property
    def where(self) -> str:
        return f"{self.source}:{self.first}" + (f"–{self.last}" if self.last != self.first else "")

    @property
    def function(self) -> str:
        return f"{self.made_by.__module__}.{self.made_by.__qualname__}"


RULES = {
    "participants.total": Rule(participations.total, "Antal deltagare totalt", _U18, 94, 94),
    "participants.carried-over": Rule(
        participations.carried_over, "Antal kvar i verksamheten", _U18, 108, 108
    ),
    "participants.new": Rule(participations.new, "varav nya för året", _U18, 96, 96),
    "participants.discharged": Rule(
        participations.discharged, "Totalt antal avslutade under året", _U18, 98, 98
    ),
    "participants.to-work": Rule(participations.outcome, "varav till arbete", _U18, 100, 100),
    "participants.to-studies": Rule(participations.outcome, "varav till studier", _U18, 102, 102),
    "participants.to-other-solution": Rule(
        participations.outcome, "varav till annan behovsanpassad lösning", _U18, 104, 104
    ),
    "participants.dropped-out": Rule(participations.outcome, "Övriga avbrott", _U18, 106, 106),
    "participants.remaining": Rule(participations.remaining, "Antal kvar i verksamheten", _U18, 108, 108),
    "participants.referred": Rule(
        participations.referred, "har 148 personer (74 kvinnor/ 74 män) aktualiserats in", _S19, 1789, 1789
    ),
    "participants.accepted": Rule(
        participations.accepted, "fick 121 personer (66 kvinnor/55 män) ja i beredningen", _S19, 1791, 1792
    ),
    "participants.referred-by": Rule(
        participations.place_facts, "aktualiserade Arbetsförmedlingen in 40 %", _S19, 1790, 1790
    ),
    "participants.unique": Rule(
        participations.place_facts, "28 deltagare är dubbelregistrerade", _U18, 38, 39
    ),
    "participants.double-registered": Rule(
        participations.double_registered, "28 deltagare är dubbelregistrerade", _U18, 38, 39
    ),
    "participants.share": Rule(
        participations.place_facts,
        "128 personer (55 kvinnor/ 73 män) avslutades varav 23 % mot arbete",
        _S19,
        1792,
        1793,
    ),
    "participants.positive": Rule(participations.positive, "90 % avslutats i positiv riktning", _U18, 41, 41),
    "participants.gender-share": Rule(
        participations.place_facts, "Könsfördelningen mellan de som gått till studier", _U18, 329, 329
    ),
    "answers.question": Rule(answers.facts, "85 % (11/13) av de deltagare som svarat på", _U18, 435, 435),
    "answers.answer": Rule(answers.facts, "I enkäterna har nedanstående skalor använts", _U18, 306, 307),
    "answers.answered": Rule(answers.facts, "60 % svarat av de som avslutat insatsen", _S19, 863, 864),
    "answers.item-response": Rule(answers.facts, "av de deltagare som svarat på", _U18, 435, 435),
    "answers.asked": Rule(answers.facts, "60 % svarat av de som avslutat insatsen", _S19, 863, 864),
    "answers.response": Rule(
        answers.facts, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", _S19, 863, 864
    ),
    "sus.people": Rule(
        background.facts, "Dessa siffror är för deltagare som aktualiserats under 2017 och 2018", _U18, 86, 86
    ),
    "sus.time": Rule(background.facts, "Deltagarnas tid i offentlig försörjning innan start", _U18, 90, 90),
    "sus.education": Rule(background.facts, _FROM_SUS, _U18, 84, 85),
    "sus.support-before": Rule(background.facts, _FROM_SUS, _U18, 84, 85),
    "society.count": Rule(society.facts, "mätt i antalet helårsekvivalenter", _U18, 421, 421),
    "society.share": Rule(
        society.facts, "mätt i antalet helårsekvivalenter i förhållande till", _U18, 421, 422
    ),
    "society.change": Rule(society.facts, "har minskat med 1%", _U18, 420, 420),
    "decisions.target": Rule(
        goals.facts,
        "ska deltagare på fråga 1.4, 1.5, 1.6, 1.7 till minst 80 % ha gett svar på",
        _S19,
        858,
        858,
    ),
    "decisions.verdict": Rule(
        goals.facts,
        "Den gröna signalen visar att planerat (”budgeterat”) utfall har uppnåtts",
        _U18,
        299,
        300,
    ),
    "decisions.signals": Rule(goals.signal_facts, "Målet har uppnåtts", _U18, 302, 302),
    "decisions.example": Rule(
        good_examples.example_facts, "Två goda exempel där verksamheterna har identifierat", _U18, 779, 779
    ),
    "decisions.judgement": Rule(
        goals.facts, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", _S19, 863, 864
    ),
    "uncertainty.interval": Rule(
        uncertainty.intervals, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", _S19, 863, 864
    ),
    "comparisons.claim": Rule(
        comparisons.women_and_men, "Kvinnor är något positivare i sina svar", _U18, 443, 443
    ),
    "comparisons.even": Rule(
        comparisons.women_and_men, "konsfordelning bland de som deltagit i insatserna", _S19, 785, 785
    ),
    "comparisons.women-men": Rule(
        comparisons.women_and_men, "Kvinnor är något positivare i sina svar", _U18, 443, 443
    ),
}


def off_their_lines(lines: dict[str, list[str]]) -> list[str]:
    """Rules whose clause does not stand on its lines; accents that a scan lost are no difference."""
    return [
        f"{name}: ”{rule.clause}” står inte på {rule.where}"
        for name, rule in RULES.items()
        if rule.source in lines
        and _folded(rule.clause) not in _folded("\n".join(lines[rule.source][rule.first - 1 : rule.last]))
    ]


def _folded(words: str) -> str:
    """Words without accents, divided words and runs of space.

    >>> _folded("är dubbel-\\nregistrerade  män")
    'ar dubbelregistrerade man'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*", "", plain))
