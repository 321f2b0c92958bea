"""The key: made once, private, long enough; one that others can read, replace or guess stops everything."""

import errno
import os
import stat
from pathlib import Path

import pytest

from helpers import identity
from helpers.faults import Stop
from helpers.machine import secret
from helpers.runs.tell import tell_of_the_key

GIVEN = "0123456789abcdef" * 2
OURS, OTHERS = "Samordningsförbundet Umeåregionen", "Samordningsförbundet Uppsala län"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and no key in the environment."""
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def write(content: bytes, mode: int = 0o600) -> Path:
    path = secret.key_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_key_is_made_once_for_its_owner_alone_whatever_the_umask(home: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        first = secret.secret_key(OURS)
    finally:
        os.umask(before)
    (kept,) = [p for p in home.rglob("*") if p.is_file()]
    assert kept == secret.key_file() and len(kept.read_bytes()) == 64
    assert mode(kept) == 0o600 and mode(kept.parent) == 0o700
    assert secret.secret_key(OURS) == first and len(first) == 32
    assert not secret.make_key_file()


def test_a_key_can_be_given_and_has_then_no_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(secret.VARIABLE, GIVEN)
    given = secret.secret_key(OURS)
    assert given == secret.secret_key(OURS) and not list(home.iterdir())
    monkeypatch.setenv(secret.VARIABLE, f" {GIVEN}\n")
    assert secret.secret_key(OURS) == given
    monkeypatch.setenv(secret.VARIABLE, GIVEN[::-1])
    assert secret.secret_key(OURS) != given


def test_one_persons_pseudonyms_do_not_link_across_associations(home: Path, test_numbers: list[str]) -> None:
    ours, others = (secret.secret_key(name) for name in (OURS, OTHERS))
    assert not set(identity.pseudonyms(test_numbers, ours)) & set(identity.pseudonyms(test_numbers, others))
    assert secret.secret_key(OURS.upper().replace("Å", "A\u030a")) == ours  # the same name, otherwise written


WEAK = ["", " ", "a", "a" * 31, " " * 40 + "abc", "a" * 64, "abcabc" * 10, GIVEN[:31], "x" * 5000]


@pytest.mark.parametrize("weak", WEAK)
def test_a_key_that_can_be_guessed_stops_and_says_how_to_make_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, weak: str
) -> None:
    write(weak.encode())
    for where in (str(secret.key_file()), secret.VARIABLE):
        if where == secret.VARIABLE:
            monkeypatch.setenv(secret.VARIABLE, weak)
        with pytest.raises(Stop) as stopped:
            secret.secret_key(OURS)
        told = str(stopped.value)
        assert where in told and "openssl rand -hex 32" in told and "Ingenting har lästs" in told
        assert not weak.strip() or len(weak) < 4 or weak not in told
        with pytest.raises(Stop):
            tell_of_the_key(print)


@pytest.mark.parametrize("shared", [0o666, 0o644, 0o640, 0o604, 0o620, 0o660, 0o610])
def test_a_key_file_that_others_may_open_stops_and_says_what_to_do(home: Path, shared: int) -> None:
    path = write(GIVEN.encode(), shared)
    with pytest.raises(Stop, match=f"chmod 600 {path}"):
        secret.secret_key(OURS)
    path.chmod(0o600)
    assert secret.secret_key(OURS)
    path.parent.chmod(0o777)
    with pytest.raises(Stop, match=f"chmod 700 {path.parent}"):
        secret.secret_key(OURS)


def _link(path: Path) -> None:
    real = path.with_name("elsewhere")
    real.write_text(GIVEN)
    real.chmod(0o600)
    path.symlink_to(real)


KINDS = {
    "a folder": lambda path: path.mkdir(),
    "a FIFO": lambda path: os.mkfifo(path, 0o600),
    "a link": _link,
    "a link to nothing": lambda path: path.symlink_to(path.with_name("nowhere")),
    "a link to itself": lambda path: path.symlink_to(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_no_key(home: Path, kind: str) -> None:
    path = secret.key_file()
    path.parent.mkdir(parents=True, mode=0o700)
    KINDS[kind](path)
    for tried in (lambda: secret.secret_key(OURS), secret.check, lambda: tell_of_the_key(print)):
        with pytest.raises(Stop, match="en länk, en mapp eller något annat"):
            tried()


def test_a_key_of_another_user_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(GIVEN.encode())
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(Stop, match="tillhör en annan användare"):
        secret.secret_key(OURS)


@pytest.mark.parametrize("where", ["a file for a home", "a disk that is full", "no right to write"])
def test_where_no_key_file_can_be_written_the_key_lives_for_the_run_and_that_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "a file for a home":
        (home / "home").write_text("a file, not a folder", encoding="ascii")
        monkeypatch.setenv("HOME", str(home / "home"))
    else:
        code = errno.ENOSPC if "full" in where else errno.EACCES

        def refused(*_: object, **__: object) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(Path, "mkdir", refused)
    told: list[str] = []
    tell_of_the_key(told.append)
    assert len(told) == 1 and "gäller bara den här körningen" in told[0]
    assert len(secret.secret_key(OURS)) == 32 and secret.secret_key(OURS) != secret.secret_key(OURS)


def test_the_first_run_tells_where_the_key_lies_and_no_later_one(home: Path) -> None:
    told: list[str] = []
    tell_of_the_key(told.append)
    tell_of_the_key(told.append)
    assert len(told) == 1 and str(secret.key_file()) in told[0]
