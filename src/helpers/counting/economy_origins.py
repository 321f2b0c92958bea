"""What quotients and identities of the economy are made of: facts whose weakest origin is theirs.

A sum of the ledger is no quotient: whether it stands printed, follows or is invented is said of each by
`data/reconstruction/origins.csv`.
"""

from helpers.counting.economy_parts import PREFIX
from helpers.defining.economy_definitions import Economy
from helpers.defining.economy_names import MUNICIPALITY, OF_IDENTITY
from helpers.definitions import Definitions

PER = {"per-participation": "total", "per-discharge": "discharged"}
WHOLE_OF_MEMBER = {"assets": "assets:total", "debt": "debt:total", "equity": "equity:closing"}
LAST_YEAR = "last-year:"
# The sums that an identity is of; those of notes, projects and fees are named by it.
IDENTITIES: dict[str, tuple[str, ...]] = {
    "4:opening": (f"{LAST_YEAR}assets:total", f"{LAST_YEAR}equity-and-debt:total"),
    "4:closing": ("assets:total", "equity-and-debt:total"),
    "5:change": ("equity:change", "result"),
    "5:last-year": ("equity:brought-forward", f"{LAST_YEAR}equity:closing"),
    "7": ("cash-flow:total", "cash-flow:opening-cash", "assets:cash"),
    "10:outcome": ("outcome:result", "result"),
    "10:budget": ("budget:result",),
    "10:equity": ("budget:equity:closing", "equity:brought-forward", "budget:result"),
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
    if rest.startswith(MUNICIPALITY):
        return []  # it rests on the people of a register too
    if kind in OF_IDENTITY:
        return _here(place, identity_of(rest, economy))
    if kind == "deviation-share":
        return _here(place, [f"deviation:{rest}", f"budget:{rest}"])
    if kind == "member-share" and what in WHOLE_OF_MEMBER:
        return _here(place, [WHOLE_OF_MEMBER[what], *_fees(economy)])
    if kind == "own-capital":
        return _here(place, ["equity:closing", *_fees(economy)])
    return _here(place, _fees(economy)) if kind == "share-of-member-fees" else []


def identity_of(id_: str, economy: Economy) -> list[str]:
    """The measures, without `economy:`, that an identity is of.

    >>> identity_of("8:samo", Economy(chart="bas")), identity_of("6:note3", Economy(chart="bas"))
    (['outcome:costs:samo'], ['note3:total'])
    """
    number, _, of = id_.partition(":")
    if number == "8":
        return [f"outcome:costs:{of}"]
    if number == "6" and of.startswith("note"):
        return [f"{of}:total"]
    if number == "6" and of == "other-income":
        fees = {line.group for line in economy.notes if line.member}
        return [line.id for line in economy.notes if line.group in fees and not line.member]
    return list(IDENTITIES.get(id_, _fees(economy)))


def _here(place: str, measures: list[str]) -> list[Place]:
    return [(place, PREFIX + measure) for measure in measures]


def _fees(economy: Economy) -> list[str]:
    return [line.id for line in economy.notes if line.member]
