"""What `make audit` asks first: whether the board's decisions are those that were made."""

from collections.abc import Iterable

from helpers.assurance import history
from helpers.assurance.register import Adoption, register
from helpers.context import Context
from helpers.faults import Stop
from helpers.wording import text

LEAST = 12  # characters of a checksum that are compared: as many as pages show


def verified(context: Context) -> tuple[list[Adoption], list[str]]:
    """A year's decisions, and what can be said of them.

    Raises:
        Stop: the register's chain is broken, a set is not what was adopted, or git has decisions that the
            register lacks.
    """
    known, year = register(context), context.year
    if commit := history.rewritten(context):
        raise Stop(text("adoption.rewritten", year=year, commit=commit[:LEAST]))
    if not known:
        return [], []
    last = known[-1]
    key = "adoption.chain" if all(a.seal for a in known) else "adoption.unsealed"
    said = [text(key, year=year, count=len(known), seal=last.seal)]
    said += [text("adoption.manifest", revision=a.revision, manifest=a.manifest) for a in known]
    if history.uncommitted(context):
        said.append(text("adoption.not_in_git", year=year))
    return known, said


def in_the_minutes(known: Iterable[Adoption], given: str) -> str:
    """What to say of a checksum from the minutes: of which revision it is.

    Raises:
        Stop: it is no checksum, or no decision has it.
    """
    asked = given.strip().lower()
    if len(asked) < LEAST or not all(c in "0123456789abcdef" for c in asked):
        raise Stop(text("adoption.no_checksum", least=LEAST))
    for adoption in known:
        if adoption.manifest.startswith(asked) or adoption.seal.startswith(asked):
            return text("adoption.in_minutes", revision=adoption.revision)
    raise Stop(text("adoption.not_in_minutes", given=asked[:LEAST]))
