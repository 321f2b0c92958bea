"""The parties of agreements by name, as the year's definitions have them."""

from helpers.definitions import Definitions
from helpers.wording import text


def names(definitions: Definitions) -> dict[str, str]:
    """Id -> name: who refers, the municipalities, the association, and those of `agreement_parties`.

    What stands in `agreement_parties` comes before what another section says of the same id.
    """
    named = {r.id: r.name for r in definitions.referrers}
    named |= {m.id: text("agreed.municipality", name=m.name) for m in definitions.municipalities}
    return named | {definitions.together.id: definitions.association} | definitions.agreement_parties
