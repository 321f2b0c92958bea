"""What quotients and identities of the economy are made of: facts whose weakest origin is theirs.

A sum of the ledger is no quotient: whether it stands printed, follows or is invented is said of each by
`data/reconstruction/origins.csv`.
"""

from helpers.counting.economy_parts import PREFIX
from helpers.definitions import Definitions
from helpers.economy_definitions import Economy
from helpers.economy_names import MUNICIPALITY, OF_IDENTITY

PER = {"per-participation": "total", "per-discharge": "discharged"}
WHOLE_OF_MEMBER = {"assets": "assets:total", "debt": "debt:total", "equity": "equity:closing"}
# The sides of each identity; that of a municipality's fee rests on the people of a register too.
SIDES = {
    "4:closing": ["assets:total", "equity-and-debt:total"],
    "4:opening": [
        "equity:brought-forward",
        *(f"cash-flow:{line}" for line in ("opening-cash", "receivables-change", "short-debt-change")),
    ],
    "5:change": ["equity:change", "result"],
    "5:last-year": ["equity:brought-forward"],
    "7": ["cash-flow:total"],
    "10:outcome": ["outcome:result"],
    "10:budget": ["budget:result"],
    "10:equity": ["budget:equity:closing", "equity:brought-forward", "budget:result"],
}

Place = tuple[str, str]  # platform and measure


def quotient_of(measure: str, defined: Definitions) -> list[Place]:
    """The facts that a share, a member's part, a cost or an identity is of; nothing for a sum of the ledger.

    >>> from helpers.definitions import load
    >>> from helpers.paths import REPOSITORY
    >>> of = load(REPOSITORY / "data/definitions/2019.yaml")
    >>> quotient_of("economy:deviation-share:costs:samo", of)
    [('forbundet', 'economy:deviation:costs:samo'), ('forbundet', 'economy:budget:costs:samo')]
    >>> quotient_of("economy:cost:vannas:per-discharge", of)
    [('forbundet', 'economy:outcome:activities:samo:vannas'), ('vannas', 'discharged')]
    """
    economy, place = defined.economy, defined.together.id
    kind, _, rest = measure.removeprefix(PREFIX).partition(":")
    of, _, what = rest.rpartition(":")
    if economy is None:
        return []
    if kind == "cost" and what in PER:
        platforms = of.split("+")
        paid = [line.id for line in economy.budget if sorted(line.platforms) == sorted(platforms)]
        return [*_here(place, [f"outcome:{row}" for row in paid]), *((p, PER[what]) for p in platforms)]
    if kind == "deviation-share":
        return _here(place, [f"deviation:{rest}", f"budget:{rest}"])
    if kind == "member-share" and what in WHOLE_OF_MEMBER:
        return _here(place, [WHOLE_OF_MEMBER[what], *_fees(economy)])
    if kind == "own-capital":
        return _here(place, ["equity:closing", *_fees(economy)])
    if kind in OF_IDENTITY:
        return _here(place, _sides(rest, economy))
    return _here(place, _fees(economy)) if kind == "share-of-member-fees" else []


def _sides(id_: str, economy: Economy) -> list[str]:
    """What an identity holds against each other.

    >>> from helpers.definitions import load
    >>> from helpers.paths import REPOSITORY
    >>> economy = load(REPOSITORY / "data/definitions/2019.yaml").economy
    >>> _sides("8:hfe", economy), _sides("6:note2", economy), _sides("9:municipality:umea", economy)
    (['outcome:costs:hfe'], ['note2:total'], [])
    """
    number, _, of = id_.partition(":")
    if number == "6":
        return (
            [f"{of}:total"] if of.startswith("note") else [line.id for line in economy.notes if line.project]
        )
    if number == "8":
        return [f"outcome:costs:{of}"]
    if number == "9" and not id_.startswith(MUNICIPALITY):
        return _fees(economy)
    return SIDES.get(id_, [])


def _here(place: str, measures: list[str]) -> list[Place]:
    return [(place, PREFIX + measure) for measure in measures]


def _fees(economy: Economy) -> list[str]:
    return [line.id for line in economy.notes if line.member]
