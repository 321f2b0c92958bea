"""What git may hold: no personnummer in any file, name or spelling; of deliveries the shipped ones."""

import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import sqlite3
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest
from support.workspaces import contents

from helpers.context import Context
from helpers.faults import Stop
from helpers.language.spellings import luhn_ok
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import commands, privacy, real_numbers
from helpers.runs.opened import Opened


@pytest.fixture(scope="module")
def ten(test_numbers: list[str]) -> str:
    """The ten digits of a valid personnummer that is no published test number, made up at run time."""
    for last in range(100, 1000):
        nine = f"850101{last}"
        found = next(nine + str(d) for d in range(10) if luhn_ok(nine + str(d)))
        if not real_numbers._possible(found) & set(test_numbers):
            return found
    raise AssertionError("every number of the day is a test number")


@pytest.fixture
def tracked(workspace) -> Callable[[dict[str, bytes]], privacy.Looked]:
    """Adds files to a fresh git repository in the workspace and looks through what it tracks."""
    shipped = (workspace.raw(2019) / "sus.csv").read_bytes()
    workspace.shipped.write_text(f"{hashlib.sha256(shipped).hexdigest()}  2019/sus.csv\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(workspace.root)], check=True)

    def look(files: dict[str, bytes]) -> privacy.Looked:
        for name, content in files.items():
            (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
            (workspace.root / name).write_bytes(content)
        given = "\0".join(files).encode()
        adding = [
            "git",
            "-C",
            str(workspace.root),
            "add",
            "-f",
            "--pathspec-from-file=-",
            "--pathspec-file-nul",
        ]
        subprocess.run(adding, input=given, check=True)
        return privacy.look(Workspace(workspace.root))

    return look


# --- spellings ---------------------------------------------------------------------------------------------

SPELLINGS = [
    *(
        "{a}-{b}",
        "{a}{b}",
        "{a}+{b}",
        "19{a}-{b}",
        "19{a}{b}",
        "text 19{a}-{b}, mer",
        "19{a}{b}.0",
        "{a}{b},00",
    ),
    *("{a}\u2013{b}", "{a}\u2212{b}", "{a}\u2011{b}", "{a}\u2014{b}", "19{a}\u00a0{b}", "{a}\u2009{b}"),
    *("{a}\u200b{b}", "{a}-\u2060{b}", "\u202a{a}-{b}\u202c", "{a}\u00ad{b}", "{a} - {b}", "19{yy} {md} {b}"),
    *(
        "19{yy}-{m}-{d}-{b}",
        "{yy} {m} {d} {b}",
        "{spaced}",
        "12,19{a}{b},Kvinna",
        "x_{a}-{b}_y",
        "p{a}{b}.pdf",
    ),
    *("1,9{a}{b}E+11", "1.9{a}{b}e11", "19{a}{b}19{a}{b}", "{a}&#8211;{b}", "{a}\\u2013{b}", "{a}%2D{b}"),
    *(
        "<b>{a}</b>-{b}",
        "<td>19{a}{b}</td><td>7</td>",
        "8501011 {a}-{b}",
        "{wide}",
        "pnr:{a}-{b};",
        "{a}-{b}e",
    ),
]


def spelled(spelling: str, ten: str) -> str:
    a, b = ten[:6], ten[6:]
    wide = "".join(chr(ord("０") + int(d)) for d in ten)
    parts = {"yy": a[:2], "m": a[2:4], "d": a[4:], "md": a[2:]}
    return spelling.format(a=a, b=b, spaced=" ".join(ten), wide=wide, **parts)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_personnummer_is_found_however_it_is_spelled_unless_it_is_a_test_number(
    ten, test_numbers, spelling
):
    def found(number: str) -> set[str]:
        said = Opened().texts(spelled(spelling, number).encode())
        return {n for text in said for n in real_numbers.stray_numbers(text, set(test_numbers))}

    assert found(ten) <= {ten, f"19{ten}"} and found(ten)
    assert not found(next(n[2:] for n in test_numbers if n.startswith("1975")))


LET_THROUGH = [
    *("{a}-{wrong}", "0.{a}{b}", "0,{a}{b}", "3.{a}{b}", "0.{a}{b}678", "{a}{b}5", "7{a}{b}", "{yy}9901-{b}"),
    *(
        "5e{a}{b}a61f0c2be7d4",
        "sha256:0b{a}{b}c4f9e1d7a0b3c2",
        "120,120,2015",
        "8 9 10 11 12 13",
        "7\n8\n9\n10\n11",
    ),
    *("1,9{a}E+11", "{a} 12 {b}0 13", "000000-0000"),
]


@pytest.mark.parametrize("spelling", LET_THROUGH)
def test_other_digits_are_nobody_s_number(ten, test_numbers, spelling):
    wrong = ten[6:9] + str((int(ten[9]) + 1) % 10)
    written = spelling.format(a=ten[:6], b=ten[6:], yy=ten[:2], wrong=wrong)
    assert real_numbers.stray_numbers(written, set(test_numbers)) == set()


# --- forms of files ----------------------------------------------------------------------------------------


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return out.getvalue()


def taped(name: str, content: bytes, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as files:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        files.addfile(member, io.BytesIO(content))
    return out.getvalue()


def workbook(cell: object) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Personnummer", 17])
    book.active.append([cell, 18])
    book.save(out)
    return out.getvalue()


def database(number: int) -> bytes:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (n INTEGER)")
    base.execute("INSERT INTO t VALUES (?)", (number,))
    base.commit()
    return base.serialize()


def pdf(shown: bytes, more: bytes = b"") -> bytes:
    stream = zlib.compress(b"BT /F1 12 Tf 9 9 Td " + shown + b" ET")
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode" + more + b">>stream\n" + stream + b"\nendstream endobj"


def forms(ten: str) -> dict[str, bytes]:
    """A name and a content of each form that a file with a personnummer can have."""
    a, b = ten[:6], ten[6:]
    said, whole = f"{a}-{b}".encode(), int(f"19{ten}")
    table = pd.DataFrame({"n": [whole, 3], "s": ["x", "y"]})
    document = f"<w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:t>–{b}</w:t></w:r></w:p>".encode()
    note = {"cells": [{"outputs": [{"text": ["a\n", f"{a}\u2013{b}"]}]}]}
    return {
        "a.csv": said,
        "utf16.csv": said.decode().encode("utf-16"),
        "utf16-utan-bom.txt": ("Personnummer;" + said.decode()).encode("utf-16-be"),
        "utf32.txt": said.decode().encode("utf-32"),
        "windows.txt": f"å {a}–{b}".encode("cp1252"),
        "mac.txt": f"å {a}–{b}".encode("mac_roman"),
        "dos.txt": f"å {a}\u00a0{b}".encode("cp850"),
        "a.xlsx": workbook(f"{a}-{b}"),
        "tal.xlsx": workbook(whole),
        "decimal.xlsm": workbook(float(whole)),
        "bok.docx": packed("word/document.xml", document),
        "bok.odt": packed("content.xml", document.replace(b"w:", b"text:")),
        "a.zip": packed("a.csv", said),
        "namn.zip": packed(f"{a}-{b}.txt", b""),
        "i flera led.zip": packed("b.tar.gz", taped("c.xlsx", workbook(whole), "w:gz")),
        "a.gz": gzip.compress(said),
        "a.bz2": bz2.compress(said),
        "a.xz": lzma.compress(said),
        "a.tar": taped("a", said.decode().encode("utf-16-le")),
        "a.parquet": table.to_parquet(),
        "a.sqlite": database(whole),
        "a.ipynb": json.dumps(note).encode(),
        "enkel.pdf": pdf(f"[({a}) -20 (-{b})] TJ".encode()),
        "siffror.pdf": pdf(f"<{said.hex()}> Tj".encode()),
        "utan tillägg": said,
        "bild.png": b"\x89PNG\r\n\x1a\n\0\0\0\rtEXt" + said,
        f"{a}-{b}.txt": b"",
        f"mapp {a}–{b}/a.txt": b"",
        f"kalle_19{ten}.csv": b"",
    }


def test_a_personnummer_is_found_in_files_of_every_form_and_in_their_names(tracked, ten):
    found = forms(ten)
    looked = tracked(found)
    hidden = {name: name if ten[6:] not in name else "" for name in found}
    assert {n for n in looked.faults if "[personnummer]" not in n} == set(filter(None, hidden.values()))
    assert len(looked.faults) == len(found) and looked.notes == []
    assert not any(ten[6:] in line for line in looked.faults)


def test_the_same_files_with_a_test_number_or_none_are_let_through(tracked, test_numbers):
    test = next(n for n in test_numbers if n.startswith("1975"))
    assert tracked(forms(test[2:])) == privacy.Looked()


def test_what_cannot_be_looked_through_is_named_and_what_it_holds_as_text_is_read(tracked, ten):
    locked = (
        packed("a.txt", b"x" * 40)
        .replace(b"PK\3\4\x14\0\0", b"PK\3\4\x14\0\1")
        .replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")
    )
    inner = b"x"
    for _ in range(8):
        inner = gzip.compress(inner)
    files = {
        "låst.zip": locked,
        "a.rar": b"Rar!\x1a\7\0" + bytes(range(256)),
        "halv.gz": gzip.compress(os.urandom(4000))[:900],
        "led.gz": inner,
        "bilder.pdf": pdf(b"", b"/Image"),
        "text.rar": b"Rar!\x1a\7\0" + bytes(range(256)) + f"{ten[:6]}-{ten[6:]}".encode(),
    }
    looked = tracked(files)
    assert looked.faults == ["text.rar"]
    said = {"låst.zip": "lösenord", "a.rar": "slag", "halv.gz": "öppna", "led.gz": "led", "bilder.pdf": "PDF"}
    for name, why in said.items():
        assert [why in note for note in looked.notes if name in note] == [True], looked.notes


def test_what_unpacks_to_too_much_is_not_unpacked():
    opening = Opened(left=1_000_000)
    assert list(opening.texts(gzip.compress(b"0" * 5_000_000))) == [] and opening.closed == {"large"}
    assert opening.left > -2_000_000  # no more was unpacked than one chunk


# --- what git says -----------------------------------------------------------------------------------------


def test_the_repository_itself_holds_none():
    looked = privacy.look(Workspace(REPOSITORY))
    assert looked.faults == []


def test_of_delivered_files_git_may_track_the_shipped_ones_only(tracked, workspace):
    raw = workspace.raw(2019)
    assert tracked({"data/raw/2019/sus.csv": (raw / "sus.csv").read_bytes()}).faults == []
    name = "data/raw/2019/participants/hikikomori.csv"
    assert tracked({name: (workspace.root / name).read_bytes()}).faults == [name]


def test_a_report_is_not_built_while_git_tracks_what_it_must_not(tracked, workspace):
    name = "data/raw/2019/participants/hikikomori.csv"
    assert tracked({name: (workspace.root / name).read_bytes()}).faults == [name]
    with pytest.raises(Stop, match="hikikomori"):
        commands.report_year(Context(workspace, 2019))
    assert not (workspace.root / "reports").exists()


def test_what_was_looked_through_is_not_looked_through_again(tracked, ten, monkeypatch):
    read: list[bytes | None] = []
    looked_through = privacy._looked_through
    monkeypatch.setattr(privacy, "_looked_through", lambda c, a: (read.append(c), looked_through(c, a))[1])
    bad = f"{ten[:6]}-{ten[6:]}".encode()
    tracked({"a.md": b"a", "b.rar": b"Rar!\0\xff", "ond.md": bad})
    assert read == [b"a", b"Rar!\0\xff", bad]
    looked = tracked({"c.md": b"c"})
    assert read[3:] == [b"c", bad]  # what must not be there is read each time, and still told
    assert looked.faults == ["ond.md"] and "b.rar" in looked.notes[0]
    others = {"0" * 64}  # the rules are others
    monkeypatch.setattr("helpers.masking.cleared.shipped_hashes", lambda _: others)
    tracked({})
    assert set(read[5:]) == {b"a", b"c", bad, b"Rar!\0\xff"}


def test_git_that_refuses_stops_and_says_what_to_do(workspace, monkeypatch):
    root = workspace.root
    assert ["hör inte till något git-förråd" in note for note in privacy.look(workspace).notes] == [True]
    subprocess.run(["git", "init", "-q", root], check=True)
    assert privacy.look(workspace) == privacy.Looked()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(Stop, match=r"en annan användare.*git config --global --add safe.directory '"):
        privacy.look(workspace)
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    (root / ".git/index").write_bytes(b"half an index")
    before = contents(root / "data")
    with pytest.raises(Stop, match="git status visar samma fel"):
        commands.report_year(Context(workspace, 2019))
    assert contents(root / "data") == before and not (root / "reports").exists()
    (root / ".git/index").unlink()
    (root / ".git/HEAD").write_text("?")
    with pytest.raises(Stop, match="git lämnar inte ut"):
        privacy.look(workspace)
    monkeypatch.setenv("PATH", str(root))
    assert privacy.look(workspace).notes[0].startswith("Ej kontrollerat: programmet git finns inte")


def test_an_object_that_git_has_lost_stops(tracked, workspace):
    assert tracked({"a.md": b"ett"}).faults == []
    for kept in (workspace.root / "data/processed").glob(".looked*"):
        kept.unlink()
    for held in (workspace.root / ".git/objects").glob("??/*"):
        held.unlink()
    with pytest.raises(Stop, match="missing"):
        privacy.look(workspace)
