"""Signatures beside the board's decisions, made and tried with OpenSSH's own `ssh-keygen -Y`.

`data/adopted/<year>-<revision>.sig` signs the year's register as it stood after that decision, byte for byte:
the rows name the manifests, and the manifests every frozen file, so one signature holds them all, and the
decisions before. What a signature adds to the chain stands in docs/adoption.md.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from helpers.context import Context
from helpers.faults import Stop
from helpers.identity import without_numbers
from helpers.language import letters
from helpers.wording import text

NAMESPACE = "socialt-bokslut"  # a signature made for anything else does not hold here
_BEGINS = b"-----BEGIN SSH SIGNATURE-----"
_LARGEST = 65536  # bytes; a signature has some hundreds
_OLDER = re.compile(rb"usage:|nsupported operation")  # of a program that knows no signatures


def verify(context: Context, signers: str = "") -> list[tuple[int, str]]:
    """What can be said of the signatures of a year's decisions: revision and words, in order.

    The chain is verified before. `signers` is the auditor's own file of whose keys are whose
    (`allowed_signers`); who gives it demands a decision, and that somebody in it has signed the last one.

    Raises:
        Stop: a signature is not of the register as it stands, nor of one of the signers, or is none; signers
            are given and no decision is made, or the last is not signed; or they cannot be asked.
    """
    path = context.workspace.adopted / f"{context.year}.csv"
    stood = list(_after_each_decision(path.read_bytes())) if path.exists() else []
    found = _signatures(context, len(stood))
    if found and not stood[0].splitlines()[0].endswith(b";seal"):
        raise Stop(text("signature.unsealed", year=context.year))
    if signers:
        _check_signers(context, Path(signers))
    said = []
    for revision, register in enumerate(stood, 1):
        if revision in found:
            said.append((revision, _tried(context, revision, register, found[revision], signers)))
        elif revision > max(found, default=0):
            said.append((revision, text("signature.none", revision=revision)))
    if signers and len(stood) not in found:
        key = "signature.missing" if stood else "signature.nothing"
        raise Stop(text(key, year=context.year, revision=len(stood)))
    return said


def _after_each_decision(register: bytes) -> Iterator[bytes]:
    """The register as it stood after its first decision, its second, and so on.

    >>> list(_after_each_decision(b"head\\none\\n\\ntwo\\n"))
    [b'head\\none\\n', b'head\\none\\n\\ntwo\\n']
    """
    lines = register.splitlines(keepends=True)
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            yield b"".join(lines[:number])


def _signatures(context: Context, decisions: int) -> dict[int, Path]:
    """The signatures beside a year's register, by revision.

    Raises:
        Stop: one has another name, is no signature, or is of a decision that the register does not have.
    """
    found = {}
    for path in sorted(context.workspace.adopted.glob(f"{context.year}*.sig")):
        said: dict[str, str | int] = {"name": _name(context, path), "year": context.year}
        if not (named := re.fullmatch(r"[0-9]{4}-([1-9][0-9]*)", path.stem)):
            raise Stop(text("signature.no_name", **said))
        if (revision := int(named[1])) > decisions:
            raise Stop(text("signature.no_decision", revision=revision, **said))
        if not _is_signature(path):
            raise Stop(text("signature.no_signature", **said))
        found[revision] = path
    return found


def _is_signature(path: Path) -> bool:
    """Whether a file looks like a signature: a file of its own, not large, that begins as they do."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        return False
    return path.read_bytes().startswith(_BEGINS)


def _check_signers(context: Context, signers: Path) -> None:
    """Stop where whose keys are whose is not said by a file of the auditor's own.

    Raises:
        Stop: there is no such file, or it lies where who can change the decisions can change it too.
    """
    given = without_numbers(str(signers))
    if not signers.is_file():
        raise Stop(text("signature.no_signers", signers=given))
    root = context.workspace.root.resolve()
    if any(path.is_relative_to(root) for path in (signers.absolute(), signers.resolve())):
        raise Stop(text("signature.own_signers", signers=given))


def _tried(context: Context, revision: int, register: bytes, path: Path, signers: str) -> str:
    """What one signature is found to be, once it has been tried.

    Raises:
        Stop: it is not of this register, nor of one of the signers; or no program can try it for them.
    """
    said: dict[str, str | int] = {"name": _name(context, path), "year": context.year, "revision": revision}
    done = _keygen(register, "check-novalidate", "-n", NAMESPACE, "-s", str(path))
    if done is None:
        if signers:
            raise Stop(text("signature.no_program", **said))
        return text("signature.not_checked", **said)
    if done.returncode:
        raise Stop(text("signature.wrong", **said))
    fingerprint = _fingerprint(done.stdout)
    if not signers:
        return text("signature.some_key", fingerprint=fingerprint, **said)
    if who := _signer(register, path, signers):
        return text(
            "signature.whose", who=without_numbers(letters.words(who)), fingerprint=fingerprint, **said
        )
    raise Stop(text("signature.stranger", signers=without_numbers(signers), fingerprint=fingerprint, **said))


def _signer(register: bytes, path: Path, signers: str) -> str:
    """The signer whose key made a signature, '' where none of them did."""
    asked = ("-f", signers, "-s", str(path))
    found = _keygen(b"", "find-principals", *asked)
    names = found.stdout.decode(errors="replace").splitlines() if found and not found.returncode else []
    for name in (one for line in names for one in line.split(",")):
        done = _keygen(register, "verify", "-n", NAMESPACE, "-I", name, *asked)
        if done and not done.returncode:
            return name
    return ""


def _fingerprint(said: bytes) -> str:
    """The fingerprint of the key that a signature was made with, as ssh-keygen tells it.

    >>> _fingerprint(b'Good "socialt-bokslut" signature with ED25519 key SHA256:abc+/9')
    'SHA256:abc+/9'
    """
    found = re.search(rb"SHA256:[A-Za-z0-9+/=]+", said)
    return found[0].decode() if found else ""


def _keygen(given: bytes, what: str, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """What ssh-keygen says of what it is given; None where there is none that knows signatures."""
    try:
        done = subprocess.run(["ssh-keygen", "-Y", what, *arguments], input=given, capture_output=True)
    except OSError:
        return None
    return None if done.returncode and _OLDER.search(done.stderr) else done


def _name(context: Context, path: Path) -> str:
    return without_numbers(path.relative_to(context.workspace.root).as_posix())
