"""Which commands may speak which language. What is adopted, compared and sent back is in the first alone."""

import os

from helpers.paths import LANGUAGES, SPOKEN

IN_ANY = ("report", "annual-report", "final-report", "forms", "portal")


def refuse_misuse(command: str) -> None:
    """Stop a command in a language that there is not, or that it does not have.

    Raises:
        Stop: it is so; what to write instead.
    """
    given = os.environ.get(SPOKEN) or LANGUAGES[0]
    if given == LANGUAGES[0] or (given in LANGUAGES and command in IN_ANY):
        return
    from helpers import identity  # not before a run that has nothing to do has ended
    from helpers.faults import Stop
    from helpers.reading.definition_faults import nearest
    from helpers.wording import listing, text

    if given in LANGUAGES:
        raise Stop(text("run.one_language", command=command, known=listing(list(IN_ANY))))
    said = text("run.bad_language", value=identity.mask(given), allowed=listing(list(LANGUAGES)))
    raise Stop(said + nearest(given, list(LANGUAGES)))
