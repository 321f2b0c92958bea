"""The one place that knows what of the surroundings may reach a command.

A command is carried out in a process whose environment is written here: what it may know, and nothing else.
What Python, git, matplotlib, IPython and Jupyter would read at home, in the working folder or in variables is
not there for them. Only what Python has imported before any program is used, so that nothing that lies in the
working folder under a library's name comes first.
"""

import io
import os
import sys

OPTION = "settled"  # `python -X settled=utf-8`: begun by `enter`, which gives the terminal's encoding
CODE = os.path.normpath(os.path.join(os.path.realpath(__file__), *[os.pardir] * 3))  # src: our package

# What a command may know: where the user's key lies, which day it is here, where temporary files may lie,
# what was said to make; how programs are found, and git's own settings (who may read another's folder).
_KEPT = ("HOME", "TZ", "MAKEFLAGS", "SYSTEMROOT")
_KEPT_FOLDERS = ("TMPDIR", "TEMP", "TMP", "SOCIALT_BOKSLUT_WORKSPACE", "SOURCES", "SIGNERS", "ROOT", "FOLDER")
_KEPT_BEGINNINGS = ("SOCIALT_BOKSLUT_", "GIT_CONFIG", "LD_LIBRARY_PATH", "DYLD_")
_OF_THE_SYSTEM = ("LANGUAGE",)  # of make's variables; what is said to make has a name of its own

# What Python and the libraries are told, so that they ask nobody else.
_TOLD = {
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONPATH": CODE,
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": os.path.join(os.path.dirname(CODE), "data", "processed", ".matplotlib"),
    "JUPYTER_NO_CONFIG": "1",
    "JUPYTER_PREFER_ENV_PATH": "1",
    "JUPYTER_PLATFORM_DIRS": "0",
    "JUPYTER_CONFIG_DIR": os.path.join(sys.prefix, "etc", "jupyter"),
    "JUPYTER_DATA_DIR": os.path.join(sys.prefix, "share", "jupyter"),
    "IPYTHONDIR": os.path.join(os.path.dirname(CODE), "data", "processed", ".ipython"),
}
_WORKSPACE, _HOME = "SOCIALT_BOKSLUT_WORKSPACE", "associations"
_OPEN_FILES = 1024  # as many as a run may want open; many systems allow 256 unless asked


def enter(variables: tuple[str, ...]) -> None:
    """Carry on in a process with the environment that commands have; `variables` are those of make.

    Returns in that process alone.
    """
    given = sys._xoptions.get(OPTION)
    if given is None:
        _stand_somewhere()
        _open_streams()
        option = f"{OPTION}={_encoding()}"
        command = [sys.executable, "-X", option, "-m", "helpers", *sys.argv[1:]]
        os.execve(sys.executable, command, environment(dict(os.environ), variables))
    _open_screens(str(given))
    os.umask(os.umask(0) & 0o077)  # what is made can be read by who made it
    _allow_open_files()


def step_aside() -> None:
    """Leave the folder that a command was given in, where libraries look for settings, for our code's."""
    if OPTION in sys._xoptions:
        os.chdir(os.path.join(CODE, "helpers"))


def environment(given: dict[str, str], variables: tuple[str, ...]) -> dict[str, str]:
    """The environment of a command that was given in another, in the working folder of this process.

    What a relative path means is said in full: a command works in no folder of the user's.
    """
    names = {n for n in given if n.startswith(_KEPT_BEGINNINGS)} | {*_KEPT, *variables}
    known = {n: v for n, v in given.items() if n in names and n not in _OF_THE_SYSTEM}
    known |= {n: os.path.abspath(given[n]) for n in _KEPT_FOLDERS if given.get(n)}
    known |= _named(
        given.get(_WORKSPACE, ""), given.get("ROOT") or os.path.join(os.path.dirname(CODE), _HOME)
    )
    if os.path.exists(given.get("AGAINST", "")):
        known["AGAINST"] = os.path.abspath(given["AGAINST"])
    if "BUNDLE" in variables:
        known["BUNDLE"] = os.path.abspath(given.get("BUNDLE") or ".")
    places = given.get("PATH", os.defpath).split(os.pathsep)
    return known | {"PATH": os.pathsep.join(p for p in places if os.path.isabs(p))} | _TOLD


def _named(association: str, home: str) -> dict[str, str]:
    """The folder of an association that is called by its name alone; nothing of a path, or of no name."""
    folder = os.path.join(home, association)
    is_path = os.path.basename(association) != association or os.path.isdir(os.path.join(association, "data"))
    if not association or is_path or not os.path.isdir(os.path.join(folder, "data")):
        return {}
    return {_WORKSPACE: os.path.abspath(folder)}


def private(folder: str) -> dict[str, str]:
    """What a kernel is told beside: a folder of its own where Jupyter and IPython look, none at home."""
    names = ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    return dict.fromkeys(names, folder) | {"JUPYTER_NO_CONFIG": "1", "JUPYTER_PATH": ""}


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def ended(status: int) -> int:
    """The exit status of a command whose own is `status`: another where what it said could not be written."""
    from helpers.machine.screen import Screen

    if not (isinstance(sys.stdout, Screen) and sys.stdout.lost_to_somebody):
        return status
    from helpers.files import told

    print(told(sys.stdout.lost_to_somebody), file=sys.stderr)
    return status or 1


def _open_screens(encoding: str) -> None:
    """Let all that is printed go through screens in the terminal's encoding."""
    from helpers.machine.screen import Screen

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            screen = Screen(stream.detach(), encoding=encoding, errors="replace", line_buffering=True)
            setattr(sys, name, screen)
            setattr(sys, f"__{name}__", screen)


def _stand_somewhere() -> None:
    """Stand in our own folder where the one that the command is given in has been removed."""
    try:
        os.getcwd()
    except FileNotFoundError:
        os.chdir(CODE)


def _open_streams() -> None:
    """Open what is closed of the three streams: the next file opened would be taken for one of them."""
    number = os.open(os.devnull, os.O_RDWR)
    while number <= 2:
        os.set_inheritable(number, True)
        number = os.open(os.devnull, os.O_RDWR)
    os.close(number)


def _encoding() -> str:
    """The encoding of the terminal, as it is or as the user says it is; UTF-8 where neither is known."""
    return (sys.stdout and sys.stdout.encoding) or "utf-8"


def _allow_open_files() -> None:
    try:
        import resource
    except ImportError:
        return
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
