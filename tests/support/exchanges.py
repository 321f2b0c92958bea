"""Exchange folders written by hand, of invented associations: what others have let out of a year."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from helpers.fact_csv import csv_text
from helpers.facts import INVENTED, Fact, Facts, missing, share

TOGETHER = "alla"
WORDS = {
    "to-work": "till arbete",
    "to-studies": "till studier",
    "to-other-solution": "till annan behovsanpassad lösning",
    "dropped-out": "övriga avbrott",
}
CHANCES = {"to-work": 0.28, "to-studies": 0.2, "to-other-solution": 0.38, "dropped-out": 0.14}
QUESTIONS = (
    ("1.4", "deltagare", "Har du fått det stöd du behöver för att öka din chans att få ett arbete?"),
    ("1.5", "deltagare", "Har du fått vara med och bestämma vilket stöd som du får?"),
    ("4.5", "personal", "Stödet vi har gett har gjort att deltagaren är mer redo att arbeta eller studera."),
)
POSITIVE = "Till stor del | Till mycket stor del | Helt och hållet"


def meaning(measure: str, words: str, respondents: str = "", positive: str = "") -> tuple[str, ...]:
    """A row of measures.csv; questions in the same words have the same definition whatever their number."""
    alike = f"{words}\n{positive}" if respondents else measure
    definition = hashlib.sha256(alike.encode()).hexdigest()[:12]
    return measure, respondents, definition, words, positive


@dataclass
class Sent:
    """What an association lets out of a year, put together piece by piece."""

    association: str
    year: int
    name: str = ""
    origin: str = INVENTED
    facts: list[Fact] = field(default_factory=list)
    means: set[tuple[str, ...]] = field(default_factory=set)

    def outcomes(self, counts: dict[str, int]) -> "Sent":
        """How many left, by outcome."""
        left = sum(counts.values())
        self._count("discharged", left, "antal avslutade")
        for outcome, n in counts.items():
            self._count(outcome, n, WORDS[outcome])
            key = (self.year, TOGETHER, f"share:{outcome}", "", "all")
            self.facts.append(replace(share(key, n, left, ""), origin=self.origin))
            self.means.add(meaning(f"share:{outcome}", f"{WORDS[outcome]} (andel)"))
        return self

    def _count(self, measure: str, n: int, words: str) -> None:
        fact = Fact(self.year, TOGETHER, measure, value=n, state="ok", origin=self.origin)
        self.facts.append(fact)
        self.means.add(meaning(measure, words))

    def question(
        self, id_: str, asked: str, words: str, counts: tuple[int, int] | str, platform: str = "norr"
    ) -> "Sent":
        """How a platform answered: counts, or why there are none."""
        key = (self.year, platform, f"question:{id_}", asked, "all")
        fact = share(key, *counts, "") if isinstance(counts, tuple) else missing(key, "share", "", counts)
        self.facts.append(replace(fact, origin=self.origin))
        self.means.add(meaning(f"question:{id_}", words, asked, POSITIVE))
        return self

    def write(self, folder: Path) -> Path:
        """The folder, as `exchange_folder` writes it."""
        folder.mkdir(parents=True, exist_ok=True)
        out = io.StringIO()
        columns = ("measure", "respondents", "definition", "words", "positive")
        csv.writer(out, lineterminator="\n").writerows([columns, *sorted(self.means)])
        tables = {"facts.csv": csv_text(Facts(self.facts)), "measures.csv": out.getvalue()}
        for name, content in tables.items():
            (folder / name).write_text(content, encoding="utf-8")
        sums = {name: hashlib.sha256(content.encode()).hexdigest() for name, content in tables.items()}
        own = {
            "version": 1,
            "association": self.association,
            "name": self.name or self.association,
            "year": self.year,
            "together": TOGETHER,
            "definitions": "0" * 64,
        }
        resources = [{"path": name, "hash": f"sha256:{sum_}"} for name, sum_ in sums.items()]
        described = {"socialt-bokslut-exchange": own, "resources": resources}
        (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
        return folder

    def own(self, root: Path) -> Path:
        """Written as an association of the root makes it."""
        return self.write(root / self.association / "data" / "exchange" / str(self.year))

    def received(self, root: Path) -> Path:
        """Written as an association has sent it."""
        return self.write(root / "national" / "received" / self.association / str(self.year))


def nation(
    root: Path,
    associations: int,
    years: Iterable[int],
    planted: str = "",
    questions: Iterable[tuple[str, str, str]] = QUESTIONS,
    seed: int = 1,
) -> None:
    """Associations that do not differ but by chance, and one `planted` that does.

    Every other one has sent its folders; every ninth asks its second question in other words; one of twenty
    years is not there.
    """
    random = np.random.default_rng(seed)
    asked = list(questions)
    for a in range(associations):
        name = f"forbund-{a + 1:02d}"
        for year in years:
            left, at = int(random.integers(20, 420)), [*CHANCES.values()]
            counts = random.multinomial(left, [0.7, 0.1, 0.1, 0.1] if name == planted else at).tolist()
            sent = Sent(name, year, f"Samordningsförbundet {'ÖÄÅZ'[a % 4]}-byn {a + 1:02d}")
            sent.outcomes(dict(zip(CHANCES, counts, strict=True)))
            for i, (id_, who, words) in enumerate(asked):
                mine = f"{words} Verkligen?" if i == 1 and a % 9 == 4 else words
                for platform in ("norr", "soder"):
                    n = int(random.integers(0, 40))
                    went = (int(random.binomial(n, 0.75)), n) if n >= 5 else "too-few"
                    sent.question(id_, who, mine, went, platform)
            if random.random() < 0.05:
                continue
            sent.received(root) if a % 2 else sent.own(root)
