"""The key behind the pseudonyms: where it lies, what is asked of it, and what of it an association uses.

One user has one key. Each association's pseudonyms are made with a key of their own that is drawn from it, so
that the same person has another pseudonym in another association's tables.
"""

import hmac
import os
import secrets
import stat
from pathlib import Path

from helpers.faults import Stop
from helpers.language import letters
from helpers.machine.whole import write_new
from helpers.wording import text

VARIABLE = "SOCIALT_BOKSLUT_KEY"
LEAST_BYTES = 32  # of a key that nobody can try out
LEAST_DIFFERENT = 8  # characters; a random key of 32 bytes has more, whatever alphabet it is written in
_MOST_BYTES = 4096  # a longer file is something else


def key_file() -> Path:
    """Where the key lies when the environment does not give it: in the home folder, outside every project."""
    return Path(os.environ.get("HOME") or "~").expanduser() / ".config" / "socialt-bokslut" / "key"


def is_given() -> bool:
    """Whether the environment gives the key, be it an empty one."""
    return VARIABLE in os.environ


def secret_key(association: str) -> bytes:
    """The key of an association's pseudonyms: of `SOCIALT_BOKSLUT_KEY`, else of the user's key file.

    The file is made on first use. Losing it costs only that tables of another day cannot be joined person by
    person; facts and reports do not depend on it. Where no file can be written the key lives for this run
    alone.

    Raises:
        Stop: the key that is given or lies there is none to rely on; says what to do.
    """
    return hmac.digest(_users_key(), letters.compared(association).encode(), "sha256")


def _users_key() -> bytes:
    if is_given():
        return _relied_on(os.environ[VARIABLE].encode(errors="surrogateescape"), VARIABLE)
    make_key_file()
    return _relied_on(kept, key_file()) if (kept := _read()) is not None else secrets.token_bytes(LEAST_BYTES)


def make_key_file() -> bool | None:
    """Make the key file where there is none; whether it was made now, None where it cannot be.

    The folder, where it is made, is its owner's alone.
    """
    path = key_file()
    if os.path.lexists(path):
        return False
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    try:
        write_new(path, secrets.token_hex(LEAST_BYTES).encode("ascii"), private=True)
    except FileExistsError:  # another run was first
        return False
    except OSError:
        return None
    return True


def check() -> None:
    """Stop before anything is read where the key is none to rely on; a key that cannot be kept is none yet.

    Raises:
        Stop: says what to do.
    """
    if is_given() or os.path.lexists(key_file()):
        _users_key()


def _read() -> bytes | None:
    """What the key file holds, None where there is none.

    Raises:
        Stop: it is no file, or others than its owner can read or replace it.
    """
    path = key_file()
    if not os.path.lexists(path):
        return None
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Stop(text("key.not_a_file", path=path))
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Stop(text("key.unreadable", path=path)) from None
    with open(opened, "rb") as handle:
        found, folder = os.fstat(handle.fileno()), path.parent.stat()
        if found.st_uid != os.geteuid():
            raise Stop(text("key.not_ours", path=path))
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise Stop(text("key.open", path=path))
        if folder.st_uid not in (0, os.geteuid()) or stat.S_IMODE(folder.st_mode) & 0o022:
            raise Stop(text("key.open_folder", path=path.parent))
        return handle.read(_MOST_BYTES + 1)


def _relied_on(written: bytes, where: object) -> bytes:
    """A key as it is used, without the blanks around it.

    Raises:
        Stop: it can be guessed.
    """
    key = written.strip()
    if not LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise Stop(text("key.length", where=where, least=LEAST_BYTES, most=_MOST_BYTES, count=len(key)))
    if len(set(key)) < LEAST_DIFFERENT:
        raise Stop(text("key.simple", where=where, least=LEAST_DIFFERENT))
    return key
