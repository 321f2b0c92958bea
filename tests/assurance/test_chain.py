"""The chain of decisions: what was adopted cannot be edited unseen, and what others hold is asked."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.assurance import adoption, chain, history, register
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import Workspace

AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.org")


@pytest.fixture(scope="module")
def decided(tmp_path_factory) -> Path:
    """A workspace with two decisions, small sets, published reports of the last one."""
    root = tmp_path_factory.mktemp("decided")
    context, known = Context(Workspace(root), 2019), []
    for revision in (1, 2):
        shutil.rmtree(context.reports, ignore_errors=True)
        (context.reports / "notebooks").mkdir(parents=True)
        files = {"facts.csv": f"{revision}\n", "notebooks/1_clean.html": "<p>"}
        for name, content in files.items():
            (context.reports / name).write_text(content, encoding="utf-8")
        outputs = {n: hashlib.sha256(c.encode()).hexdigest() for n, c in files.items()}
        manifest = {"parameters": {"revision": revision}, "outputs": outputs}
        (context.reports / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (context.reports / "code.json").write_text("{}", encoding="utf-8")
        reason = "" if revision == 1 else "fel"
        asked = register.Adoption(revision, "AB", "2020-03-21", reason, decided="2020-03-20")
        known.append(adoption.freeze(context, [*known, asked], context.reports))
    return root


def _rewrite(root: Path, **changed: str) -> None:
    """The first row with another field, the seals as they were: a careless hand."""
    path = root / "data/adopted/2019.csv"
    one, *others = (a for _, a in register.read(2019, path.read_bytes()))
    path.write_bytes(register.written([replace(one, **changed), *others]))


def _drop(root: Path, lines: slice) -> None:
    path = root / "data/adopted/2019.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    del rows[lines]
    path.write_text("".join(rows), encoding="utf-8")


def _replace(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def _last_removed(root: Path) -> None:
    _drop(root, slice(2, 3))
    shutil.rmtree(root / "data/adopted/2019/2")


EDITS: dict[str, Callable[[Path], object]] = {
    "who": lambda root: _rewrite(root, by="CD"),
    "when": lambda root: _rewrite(root, date="2020-03-22"),
    "the board's day": lambda root: _rewrite(root, decided="2020-03-01"),
    "why": lambda root: _rewrite(root, reason="annat"),
    "what was missing": lambda root: _rewrite(root, incomplete="inget"),
    "the manifest's hash": lambda root: _rewrite(root, manifest="0" * 64),
    "the code's hash": lambda root: _rewrite(root, code="0" * 64),
    "the seal": lambda root: _rewrite(root, seal="0" * 64),
    "the first row": lambda root: _drop(root, slice(1, 2)),
    "the last row": lambda root: _drop(root, slice(2, 3)),
    "the register": lambda root: (root / "data/adopted/2019.csv").unlink(),
    "the last row and its set": _last_removed,
    "all that was adopted": lambda root: shutil.rmtree(root / "data/adopted"),
    "a set": lambda root: shutil.rmtree(root / "data/adopted/2019/1"),
    "a figure": lambda root: _replace(root / "data/adopted/2019/1/facts.csv", b"7\n"),
    "a manifest": lambda root: _replace(root / "data/adopted/2019/1/manifest.json", b"{}"),
    "the code that ran": lambda root: _replace(root / "data/adopted/2019/1/code.json", b"{ }"),
    "a page less": lambda root: (root / "data/adopted/2019/1/notebooks/1_clean.html").unlink(),
    "a page more": lambda root: (root / "data/adopted/2019/1/till.html").write_bytes(b""),
    "a folder more": lambda root: (root / "data/adopted/2019/1/till").mkdir(),
    "a page led to": lambda root: _led_to(root / "data/adopted/2019/1/facts.csv", root / "1"),
    "another set": lambda root: (root / "data/adopted/2019/3").mkdir(),
    "two sets exchanged": lambda root: _exchanged(root / "data/adopted/2019"),
}


def _led_to(path: Path, place: Path) -> None:
    shutil.move(path, place)
    path.symlink_to(place)


def _exchanged(folder: Path) -> None:
    (folder / "1").rename(folder / "x")
    (folder / "2").rename(folder / "1")
    (folder / "x").rename(folder / "2")


@pytest.mark.parametrize("edited", EDITS)
def test_what_was_adopted_cannot_be_edited_unseen(decided, tmp_path, edited):
    root = tmp_path / "w"
    shutil.copytree(decided, root)
    assert len(register.register(Context(Workspace(root), 2019))) == 2
    EDITS[edited](root)
    with pytest.raises(Stop, match=r"data/adopted|reports/2019/manifest.json"):
        register.register(Context(Workspace(root), 2019))


def test_a_whole_chain_made_anew_is_seen_by_git_and_by_the_minutes(decided, tmp_path):
    """Row, set and seals together: nothing in the workspace itself can tell."""
    root = tmp_path / "w"
    shutil.copytree(decided, root)
    context = Context(Workspace(root), 2019)
    for asked in (["init", "-q"], ["add", "-A"], [*AUTHOR, "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(root), *asked], check=True, capture_output=True)
    known, said = chain.verified(context)
    head = known[-1]
    assert head.seal in said[0] and head.manifest in said[2]
    assert "revision 2" in chain.in_the_minutes(known, head.manifest[:12].upper())
    assert "revision 2" in chain.in_the_minutes(known, head.seal)
    path = root / "data/adopted/2019.csv"
    path.write_bytes(register.written(register.sealed(2019, [replace(known[0], by="CD"), known[1]])))
    assert len(register.register(context)) == 2 and history.uncommitted(context)
    with pytest.raises(Stop, match="alla beslut som git minns"):
        chain.verified(context)
    with pytest.raises(Stop, match="Spara det förra beslutet i git"):
        adoption.next_adoption(context, adoption.Asked.of("AB", "fel"))
    now = register.register(context)
    for given in (head.seal, "0" * 64):
        with pytest.raises(Stop, match="inte den för något beslut"):
            chain.in_the_minutes(now, given)
    with pytest.raises(Stop, match="minst 12 tecken"):
        chain.in_the_minutes(now, "abc")


def test_a_register_from_before_the_seals_is_said_to_be_so_and_sealed_by_the_next_decision(decided, tmp_path):
    root = tmp_path / "w"
    shutil.copytree(decided, root)
    context, path = Context(Workspace(root), 2019), root / "data/adopted/2019.csv"
    old = "".join(f"{line.rsplit(';', 2)[0]}\n" for line in path.read_text(encoding="utf-8").splitlines())
    path.write_text(old, encoding="utf-8")
    known, said = chain.verified(context)
    assert [a.seal for a in known] == ["", ""] and "före sigillen" in said[0]
    adoption.freeze(context, [*known, register.Adoption(3, "AB", "2020-04-01", "mer")], context.reports)
    assert all(a.seal for a in register.register(context))
