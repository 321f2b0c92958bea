"""What all associations are drawn from: the model, how many people each has, how likely an outcome is there.

Nothing here writes a file. `draw` gives the counts of a year alone, for those who try a statistic many times.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

MODEL = Path(__file__).parent / "template" / "model.yaml"
DAYS_A_YEAR = 365.25
# Every purpose draws from a stream of its own, so that more of one changes nothing of another.
SIZES, VARIATION, COUNTS = 1, 2, 3
STAYS, PEOPLE, CHOICES, STYLES, PARTS, LEDGER = 11, 12, 13, 14, 15, 16
REGISTERS, STATISTICS, SURVEYS = 20, 21, 30


@dataclass(frozen=True)
class Outlier:
    """The one association whose probability of an outcome is shifted, in units of probability."""

    association: str
    measure: str
    shift: float


@dataclass(frozen=True)
class Asked:
    """What is to be drawn. `variation`: how much associations differ, 0 where all are as the nation."""

    associations: int
    years: tuple[int, ...]
    seed: int
    participations: int
    variation: float = 0.0
    outlier: Outlier | None = None


@cache
def model() -> dict[str, Any]:
    """The parameters, as template/model.yaml has them."""
    return yaml.safe_load(MODEL.read_text(encoding="utf-8"))


def association_id(index: int) -> str:
    """The id, and the folder, of an association by its place from 0.

    >>> association_id(6)
    'forbund-007'
    """
    return f"forbund-{index + 1:03}"


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """The random numbers of one purpose of one association, whichever others are drawn."""
    return np.random.default_rng([seed, purpose, index])


def sizes(asked: Asked) -> NDArray[np.int64]:
    """The participations of each association; their sum is what was asked for."""
    spread = stream(asked.seed, SIZES).lognormal(0.0, model()["size"]["sigma"], asked.associations)
    exact = spread / spread.sum() * asked.participations
    whole = np.floor(exact).astype(np.int64)
    most_left = np.argsort(whole - exact, kind="stable")
    whole[most_left[: asked.participations - int(whole.sum())]] += 1
    return whole


def population(seed: int, index: int, municipality: int) -> int:
    """The people of working age in one of an association's municipalities; the same every year."""
    rng = stream(seed, REGISTERS, index * 10_000 + municipality)
    return int(rng.integers(*model()["hae"]["population"]))


def probabilities(asked: Asked, index: int) -> dict[str, float]:
    """How likely each outcome is at an association.

    The nation's, each times a lognormal factor where associations vary; then the planted shift, which the
    other outcomes share in proportion.
    """
    national = model()["outcomes"]
    found = np.array(list(national.values()))
    if asked.variation:
        noise = stream(asked.seed, VARIATION, index).normal(0.0, asked.variation, len(found))
        found = found * np.exp(noise)
        found /= found.sum()
    if asked.outlier and asked.outlier.association == association_id(index):
        at = list(national).index(asked.outlier.measure)
        shifted = found[at] + asked.outlier.shift
        found *= (1 - shifted) / (1 - found[at])
        found[at] = shifted
    return dict(zip(national, found.tolist(), strict=True))


def draw(asked: Asked, measure: str = "to-work") -> pd.DataFrame:
    """The counts of one year alone: `association`, `discharged` and `reached`, those with the outcome.

    As many are discharged as begin: Poisson around the association's participations over the time that they
    are spread on; the outcome is binomial with the association's probability. Another seed is another draw.
    """
    stay = model()["stay"]
    years = len(asked.years) + stay["shape"] * stay["scale"] / DAYS_A_YEAR
    rng = stream(asked.seed, COUNTS)
    discharged = rng.poisson(sizes(asked) / years)
    chances = [probabilities(asked, index)[measure] for index in range(asked.associations)]
    ids = [association_id(index) for index in range(asked.associations)]
    reached = rng.binomial(discharged, chances)
    return pd.DataFrame({"association": ids, "discharged": discharged, "reached": reached})
