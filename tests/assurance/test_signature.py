"""Signatures beside the decisions: what they hold, what breaks them, and what could not be checked."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.assurance.signature import verify
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import REPOSITORY, Workspace

needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="openssh-client is not installed")
DOCUMENT = (REPOSITORY / "docs" / "adoption.md").read_text(encoding="utf-8")
HEAD = "revision;by;date;reason;manifest;decided;incomplete;code;seal\n"
FIRST = f"1;AB;2020-03-21;;{'1a' * 32};2020-03-20;;{'2b' * 32};{'3c' * 32}\n"
SECOND = f"2;CD;2020-05-02;en siffra var fel;{'4d' * 32};;;{'5e' * 32};{'6f' * 32}\n"
WHO = "anna.alm@revision.example"


def documented(what: str, **given: object) -> str:
    """A command of docs/adoption.md with its capital words filled in."""
    command = re.search(rf"(?m)^    (.*ssh-keygen -Y {what} .*)$", DOCUMENT)[1]
    for name, value in given.items():
        command = re.sub(rf"\b{name}\b", shlex.quote(str(value)), command)
    return command


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> SimpleNamespace:
    """Two keys, and the auditor's list with the first of them."""
    folder = tmp_path_factory.mktemp("nycklar å")
    for name in ("anna", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    signers = folder / "allowed_signers"
    signers.write_text(listed(folder, 'namespaces="socialt-bokslut"'), encoding="ascii")
    return SimpleNamespace(anna=folder / "anna", stranger=folder / "stranger", signers=signers, folder=folder)


def listed(folder: Path, options: str) -> str:
    return f"{WHO} {options} {(folder / 'anna.pub').read_text(encoding='ascii')}"


@pytest.fixture
def year(tmp_path: Path) -> SimpleNamespace:
    """A register with one decision, and where its signature belongs."""
    adopted = tmp_path / "verksamhet å" / "data" / "adopted"
    adopted.mkdir(parents=True)
    (adopted / "2019.csv").write_text(HEAD + FIRST, encoding="utf-8")
    context = Context(Workspace(adopted.parents[1]), 2019)
    return SimpleNamespace(
        context=context,
        register=adopted / "2019.csv",
        signature=adopted / "2019-1.sig",
        root=adopted.parents[1],
    )


def sign(year: SimpleNamespace, key: Path) -> None:
    """Sign the register as docs/adoption.md says."""
    subprocess.run(
        documented("sign", KEY=key), shell=True, check=True, cwd=year.root, stderr=subprocess.DEVNULL
    )


def words(year: SimpleNamespace, signers: object = "") -> str:
    return "\n".join(said for _, said in verify(year.context, str(signers)))


# --- what is said of a signature that holds ---------------------------------------------------------------


@needs_ssh
def test_a_signature_by_the_documented_command_holds_and_says_whose_it_is(year, keys):
    sign(year, keys.anna)
    ((revision, said),) = verify(year.context, str(keys.signers))
    fingerprint = subprocess.check_output(["ssh-keygen", "-lf", str(keys.anna)], text=True).split()[1]
    assert revision == 1 and f"underskriven av {WHO} med nyckeln {fingerprint}." in said


@needs_ssh
def test_the_documented_command_verifies_without_our_code_also_after_a_later_decision(year, keys):
    sign(year, keys.anna)
    year.register.write_text(HEAD + FIRST + SECOND, encoding="utf-8")
    command = documented("verify", SIGNERS=keys.signers, WHO=WHO)
    assert subprocess.run(command, shell=True, cwd=year.root, capture_output=True).returncode == 0
    year.register.write_text(HEAD + FIRST.replace("AB", "XY"), encoding="utf-8")
    assert subprocess.run(command, shell=True, cwd=year.root, capture_output=True).returncode != 0


@needs_ssh
def test_without_signers_whose_key_it_is_has_not_been_checked(year, keys):
    sign(year, keys.stranger)
    said = words(year)
    assert "INTE PRÖVATS" in said and "SHA256:" in said and "SIGNERS=" in said
    with pytest.raises(Stop, match=r"ingen i .* har gjort underskriften"):
        verify(year.context, str(keys.signers))


@needs_ssh
def test_a_signature_stands_when_a_decision_is_added_which_is_then_unsigned(year, keys):
    sign(year, keys.anna)
    year.register.write_text(HEAD + FIRST + SECOND, encoding="utf-8")
    assert [n for n, _ in verify(year.context)] == [1, 2]
    assert words(year).endswith("Revision 2 är inte underskriven.")
    with pytest.raises(Stop, match="Revision 2 av bokslutet 2019 är inte underskriven"):
        verify(year.context, str(keys.signers))


@needs_ssh
def test_a_later_signature_holds_the_decisions_before_it(year, keys):
    year.register.write_text(HEAD + FIRST + SECOND, encoding="utf-8")
    sign(year, keys.anna)
    year.signature.rename(year.signature.with_name("2019-2.sig"))
    ((revision, said),) = verify(year.context, str(keys.signers))
    assert revision == 2 and "till och med den revisionen, och stämmer" in said
    edit(year, "AB", "XY")
    with pytest.raises(Stop, match="till och med revision 2"):
        verify(year.context)


def test_decisions_without_signatures_are_told_and_refused_where_signers_are_given(year, tmp_path):
    assert verify(year.context) == [(1, "Revision 1 är inte underskriven.")]
    signers = tmp_path / "signers"
    signers.write_text("", encoding="ascii")
    with pytest.raises(Stop, match=r"data/adopted/2019-1\.sig finns inte"):
        verify(year.context, str(signers))
    year.register.unlink()
    assert verify(year.context) == []
    with pytest.raises(Stop, match="inget beslut som kan vara underskrivet"):
        verify(year.context, str(signers))


# --- what breaks it ---------------------------------------------------------------------------------------


def edit(year: SimpleNamespace, old: str, new: str) -> None:
    content = year.register.read_bytes().decode()
    assert old in content
    year.register.write_bytes(content.replace(old, new, 1).encode())


EDITS = {
    "by": ("AB", "XY"),
    "registered": ("2020-03-21", "2020-03-22"),
    "decided": ("2020-03-20", "2020-03-19"),
    "reason": (";;1a", ";fel;1a"),
    "incomplete": (";;2b", ";listan kom inte;2b"),
    "manifest": ("1a1a", "1b1a"),
    "code": ("2b2b", "2c2b"),
    "seal": ("3c3c", "3d3c"),
    "revision": ("\n1;", "\n01;"),
    "line ends": ("\n1", "\r\n1"),
    "unseen mark": ("revision", "\ufeffrevision"),
    "a blank line": ("\n1", "\n\n1"),
    "another row before": ("\n1", f"\n{SECOND}1"),
}


@needs_ssh
@pytest.mark.parametrize("change", EDITS)
def test_a_register_that_was_edited_after_it_was_signed_is_refused(year, keys, change):
    sign(year, keys.anna)
    assert words(year, keys.signers)
    edit(year, *EDITS[change])
    for signers in ("", keys.signers):
        with pytest.raises(Stop, match=r"data/adopted/2019-1\.sig: underskriften stämmer inte med"):
            verify(year.context, str(signers))


@needs_ssh
def test_a_signature_for_something_else_or_of_another_year_is_refused(year, keys):
    command = documented("sign", KEY=keys.anna)
    for other in (
        command.replace("socialt-bokslut", "git"),
        command.replace("< data/adopted/2019.csv", "< data/adopted/2018.csv"),
    ):
        year.register.with_name("2018.csv").write_text(HEAD + SECOND, encoding="utf-8")
        subprocess.run(other, shell=True, check=True, cwd=year.root, stderr=subprocess.DEVNULL)
        with pytest.raises(Stop, match="stämmer inte med"):
            verify(year.context)


@needs_ssh
@pytest.mark.parametrize("options", ['valid-before="20200101"', 'namespaces="git"'])
def test_a_key_that_no_longer_holds_or_not_for_this_is_nobody_s(year, keys, tmp_path, options):
    sign(year, keys.anna)
    signers = tmp_path / "signers"
    signers.write_text(listed(keys.folder, options), encoding="ascii")
    with pytest.raises(Stop, match=r"ingen i .* har gjort underskriften"):
        verify(year.context, str(signers))


@pytest.mark.parametrize("kind", ["empty", "other", "link", "folder", "large", "pipe"])
def test_what_is_no_signature_is_refused_by_name(year, tmp_path, kind):
    begins = b"-----BEGIN SSH SIGNATURE-----\n"
    if kind == "link":
        (tmp_path / "elsewhere").write_bytes(begins)
        year.signature.symlink_to(tmp_path / "elsewhere")
    elif kind == "folder":
        year.signature.mkdir()
    elif kind == "pipe":
        os.mkfifo(year.signature)
    else:
        content = {"empty": b"", "other": b"-----BEGIN PGP SIGNATURE-----\n", "large": begins + b"A" * 70000}
        year.signature.write_bytes(content[kind])
    with pytest.raises(Stop, match=r"data/adopted/2019-1\.sig är ingen underskrift"):
        verify(year.context)


@needs_ssh
def test_a_signature_that_is_cut_is_refused(year, keys):
    sign(year, keys.anna)
    year.signature.write_bytes(year.signature.read_bytes()[:-60])
    with pytest.raises(Stop, match="stämmer inte med"):
        verify(year.context)


@pytest.mark.parametrize("name", ["2019.csv.sig", "2019-01.sig", "2019-0.sig", "2019-1-ny.sig", "2019.sig"])
def test_a_signature_with_another_name_is_not_passed_by(year, name):
    year.register.with_name(name).write_bytes(b"-----BEGIN SSH SIGNATURE-----\n")
    with pytest.raises(Stop, match=rf"{re.escape(name)} kan inte prövas.*2019-1\.sig"):
        verify(year.context)


def test_a_signature_tells_of_the_decision_that_was_removed(year):
    year.register.with_name("2019-2.sig").write_bytes(b"-----BEGIN SSH SIGNATURE-----\n")
    with pytest.raises(Stop, match=r"2019-2\.sig är en underskrift på revision 2, men .* har inte det"):
        verify(year.context)
    year.register.with_name("2019-2.sig").rename(year.signature)
    year.register.unlink()
    with pytest.raises(Stop, match="underskrift på revision 1, men"):
        verify(year.context)


def test_a_register_without_seals_cannot_be_signed_yet(year):
    year.signature.write_bytes(b"-----BEGIN SSH SIGNATURE-----\n")
    year.register.write_text(HEAD.replace(";code;seal", "") + FIRST, encoding="utf-8")
    with pytest.raises(Stop, match="från tiden före sigillen"):
        verify(year.context)


# --- who is asked, and with what --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["absent", "folder", "inside", "link out", "link in"])
def test_signers_are_a_file_outside_the_project(year, tmp_path, kind):
    outside, inside = tmp_path / "signers", year.root / "signers"
    if kind == "folder":
        outside.mkdir()
    elif kind == "link out":
        outside.write_text("", encoding="ascii")
        inside.symlink_to(outside)
    elif kind in ("inside", "link in"):
        inside.write_text("", encoding="ascii")
    if kind == "link in":
        outside.symlink_to(inside)
    given = inside if kind in ("inside", "link out") else outside
    expected = "ligger i projektet" if kind in ("inside", "link out", "link in") else "är ingen fil"
    with pytest.raises(Stop, match=f"SIGNERS=.* {expected}"):
        verify(year.context, str(given))


@pytest.mark.parametrize("program", ["none", "of long ago"])
def test_where_nothing_can_check_it_that_is_told_and_refused_to_who_asks(
    year, tmp_path, monkeypatch, program
):
    year.signature.write_bytes(b"-----BEGIN SSH SIGNATURE-----\n")
    programs, signers = tmp_path / "bin", tmp_path / "signers"
    programs.mkdir()
    signers.write_text("", encoding="ascii")
    if program == "of long ago":
        old = programs / "ssh-keygen"
        old.write_text("#!/bin/sh\necho 'unknown option -- Y\nusage: ssh-keygen [-q]' >&2\nexit 1\n")
        old.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    assert "data/adopted/2019-1.sig har INTE PRÖVATS" in words(year)
    with pytest.raises(Stop, match=r"2019-1\.sig har INTE PRÖVATS.*openssh-client"):
        verify(year.context, str(signers))
