"""The commands behind make: `python -m helpers report`, values in the environment, never in the shell."""

import signal
import sys

if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))  # till `ending`
    if not getattr(sys.flags, "safe_path", False):
        del sys.path[0]  # the working folder: nothing in it comes before what is meant

from helpers.machine import installed

if __name__ == "__main__" and installed.old_python():  # told before what it cannot read
    print(installed.old_python(), file=sys.stderr)
    sys.exit(2)

import os
import re

from helpers import association_folder, spoken_language
from helpers.commands_by_name import COMMANDS
from helpers.machine import ending, stopped, surroundings, whole
from helpers.paths import REPOSITORY, Workspace, other_copy

# What a command may be told, by name; the make file hands them on.
VARIABLES = (
    *("YEAR", "EDITION", "LANGUAGE", "SOURCES", "AGAINST", "BY", "REVISION", "DECIDED", "INCOMPLETE"),
    *("BUNDLE", "N", "SEED", "FILE", "HASH", "SIGNERS", "PYTHON", "INTERVENTION", "ASSOCIATION", "URL"),
    *("ROOT", "ASSOCIATIONS", "YEARS", "PARTICIPATIONS", "OUTLIER", "VARIATION", "SCHEDULER", "FORMS"),
    *("MEASURE", "NAME", "FOLDER"),
)


def _unknown_variables() -> list[str]:
    """Variables of make's command line that no target knows: a misspelt one must not be ignored."""
    _, _, given = os.environ.get("MAKEFLAGS", "").partition("-- ")
    return [n for n in re.findall(r"(?:^|(?<!\\) )(\w+)=", given) if n not in VARIABLES]


def _asked(arguments: list[str]) -> tuple[str, str]:
    """The command of the command line, or what to do where it names none or more than one."""
    if len(arguments) == 1 and arguments[0] in COMMANDS:
        return arguments[0], ""
    from helpers import identity
    from helpers.reading.definition_faults import nearest
    from helpers.wording import listing, text

    known = listing(list(COMMANDS))
    if not arguments or arguments[0] in ("-h", "--help"):
        return "", text("run.commands", commands=known)
    given = identity.mask(" ".join(arguments))
    if arguments[0] in COMMANDS:  # a value that belongs in the environment
        return "", text("run.values_apart", given=given, command=arguments[0])
    return "", text("run.no_command", given=given, commands=known) + nearest(arguments[0], list(COMMANDS))


def main() -> int:
    """Carry out the command of the command line: the exit status.

    0 all is well, 1 something was refused, failed or differs, 2 nothing was done; why is on stderr.
    """
    try:
        return _carried_out()
    except Exception as error:
        status, said = stopped.told(Workspace.current(), error)
        print(said, file=sys.stderr)
        return status


def _carried_out() -> int:
    name, misuse = _asked(sys.argv[1:])
    if misuse:
        print(misuse, file=sys.stderr)
        return 2
    command = COMMANDS[name]
    if copy := other_copy():
        from helpers.wording import text

        print(text("run.other_copy", copy=copy, program=REPOSITORY), file=sys.stderr)
        return 2
    surroundings.step_aside()
    if unknown := _unknown_variables():
        from helpers.reading.definition_faults import nearest
        from helpers.wording import listing, text

        near = "".join(nearest(name.upper(), list(VARIABLES)) for name in unknown)
        said = text("run.bad_variable", name=listing(unknown, "or"), allowed=listing(list(VARIABLES)))
        print(f"{said}{near}", file=sys.stderr)
        return 2
    workspace = Workspace.current()
    association_folder.refuse_misuse(workspace, name)
    spoken_language.refuse_misuse(name)
    whole.sweep(workspace.root)
    return command(workspace)


if __name__ == "__main__":
    surroundings.enter(VARIABLES)
    ending.answer(Workspace.current().root)
    sys.exit(surroundings.ended(main()))
