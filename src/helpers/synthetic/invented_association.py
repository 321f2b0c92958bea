"""One association: platforms, years, what it delivers and what not, by random numbers of its own."""

from dataclasses import dataclass

import numpy as np

from helpers.synthetic.national_model import (
    CHOICES,
    PARTS,
    Asked,
    association_id,
    model,
    probabilities,
    sizes,
    stream,
)

ADULT, YOUNG = "adult", "young"


@dataclass(frozen=True)
class PlatformPlan:
    """A platform: when it is there, how many participations it has, and the years its list is not delivered.

    `first` and `last` are its days within the years asked for; `is_older`: it was there before the first;
    `closes`: everybody has left on the last.
    """

    id: str
    name: str
    municipality: str
    ages: tuple[int, int]
    separate: bool
    first: np.datetime64
    last: np.datetime64
    is_older: bool
    closes: bool
    participations: int
    without_list: frozenset[int]

    def stands(self, year: int) -> bool:
        """Whether the platform is one of a year's."""
        return int(str(self.first)[:4]) <= year <= int(str(self.last)[:4])


@dataclass(frozen=True)
class Association:
    """An association as it is invented, before anybody takes part in it."""

    index: int
    seed: int
    id: str
    name: str
    municipalities: tuple[str, ...]
    referrers: tuple[str, ...]
    platforms: tuple[PlatformPlan, ...]
    years: tuple[int, ...]
    probabilities: dict[str, float]
    wording: str
    surveyed: dict[str, frozenset[int]]
    counts_the_asked: bool
    registers: frozenset[str]


def invent(asked: Asked, index: int) -> Association:
    """The association at a place, the same whichever others are made."""
    rng = stream(asked.seed, CHOICES, index)
    parts = stream(asked.seed, PARTS, index)
    years = _years(rng, asked.years)
    municipalities = _municipalities(rng, index)
    shares = model()["wordings"]["shares"]
    return Association(
        index,
        asked.seed,
        association_id(index),
        f"Samordningsförbundet {_place(index)} (påhittat)",
        municipalities,
        ("Arbetsförmedlingen", "Försäkringskassan", f"Region {_place(index)}", "Socialtjänsten"),
        _platforms(rng, years, municipalities, int(sizes(asked)[index])),
        years,
        probabilities(asked, index),
        str(rng.choice(list(shares), p=list(shares.values()))),
        {group: _surveyed(parts, years, model()["surveys"][group]) for group in ("deltagare", "personal")},
        bool(parts.random() < model()["surveys"]["invited"]),
        frozenset(r for r, share in model()["registers"].items() if parts.random() < share),
    )


def _place(number: int) -> str:
    """An invented place; no two of the first 256 have one name."""
    first, last = model()["places"]["first"], model()["places"]["last"]
    return f"{first[number % len(first)]}{last[(number // len(first) + number) % len(last)]}"


def _municipalities(rng: np.random.Generator, index: int) -> tuple[str, ...]:
    """One to five invented places, the association's own first."""
    others = rng.choice(256, int(rng.integers(0, 5)), replace=False)
    return tuple(dict.fromkeys([_place(index), *(_place(int(n)) for n in others)]))


def _years(rng: np.random.Generator, asked: tuple[int, ...]) -> tuple[int, ...]:
    """The years that the association delivers: some began later, some have left one out."""
    absent = model()["absent"]
    skipped = rng.random(len(asked)) < absent["year"]
    begins = int(rng.integers(1, 1 + max(1, len(asked) // 3))) if rng.random() < absent["first_years"] else 0
    found = tuple(y for n, y in enumerate(asked) if n >= begins and not skipped[n])
    return found or asked[-1:]


def _surveyed(rng: np.random.Generator, years: tuple[int, ...], share: float) -> frozenset[int]:
    does, in_year = rng.random() < share, rng.random(len(years)) < model()["surveys"]["year"]
    return frozenset(y for y, asks in zip(years, in_year, strict=True) if does and asks)


def _platforms(
    rng: np.random.Generator, years: tuple[int, ...], municipalities: tuple[str, ...], participations: int
) -> tuple[PlatformPlan, ...]:
    kinds, absent, names = model()["platforms"], model()["absent"], model()["places"]["platform"]
    count = int(rng.integers(kinds["least"], kinds["most"] + 1))
    called = [str(n) for n in rng.permutation(names)[:count]]
    spread = rng.multinomial(participations, rng.dirichlet(np.full(count, 3.0)))
    found = []
    for number, (name, mine) in enumerate(zip(called, spread.tolist(), strict=True)):
        at = municipalities[number % len(municipalities)]
        is_young, is_separate, opens_later, closes = rng.random(4) < [
            kinds["young"],
            kinds["separate"],
            kinds["opens_later"],
            kinds["closes"],
        ]
        middle = years[len(years) // 2]
        later = number > 0 and bool(opens_later) and middle > years[0]
        earlier = number > 0 and bool(closes) and middle < years[-1] and not later
        missing = rng.random(len(years)) < absent["list"]
        found.append(
            PlatformPlan(
                plain_id(name),
                f"{name} i {at}",
                at,
                tuple(model()["ages"][YOUNG if is_young else ADULT]),
                bool(is_separate) and number > 0,
                np.datetime64(f"{middle if later else years[0]}-01-01"),
                np.datetime64(f"{middle if earlier else years[-1]}-12-31"),
                not later,
                earlier,
                mine,
                frozenset(y for y, gone in zip(years, missing, strict=True) if gone and number > 0),
            )
        )
    return tuple(found)


def plain_id(name: str) -> str:
    """A name as an id.

    >>> plain_id("Region Åköping")
    'region-akoping'
    """
    return name.lower().translate(str.maketrans("åäö ", "aao-"))
