"""Personnummer planted everywhere in a delivery, in every spelling, stand nowhere else after a run.

Every number is a published test number; the file holds samordningsnummer too. Searched are all files of the
workspace but data/raw and data/returned, the home folder, the temporary folder (what was deleted there was
copied first) and all that was printed.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import nbformat
import openpyxl
import pandas as pd
import pytest
from support import warm
from support.workspaces import edit, environment, new_workspace

from helpers import identity
from helpers.chapters import notebook
from helpers.context import Context
from helpers.deliveries import clearance
from helpers.language import letters
from helpers.machine import whole
from helpers.paths import TEST_NUMBERS, Workspace
from helpers.runs import commands
from helpers.runs.run import Run

_ALL = TEST_NUMBERS.read_text(encoding="ascii").split()


def _first(century: str, *, coordination: bool = False) -> str:
    return next(n for n in _ALL if n.startswith(century) and (int(n[6:8]) > 60) == coordination)


# Of different kinds; none of them stands in the fixture.
PEOPLE = {
    "old": _first("18"),
    "young": _first("2001"),
    "common": _first("1985"),
    "coordination": _first("198", coordination=True),
}
_ARABIC = str.maketrans("0123456789-", "٠١٢٣٤٥٦٧٨٩\u2212")
_FULLWIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def spellings(number: str) -> list[str]:
    """Every way that a person of that number may be written."""
    day, last = number[:8], number[8:]
    signs = (
        "-",
        "",
        "+",
        " ",
        " - ",
        "\u2013",
        "\u2212",
        "\u2011",
        "\u00ad",
        "\u00a0",
        "\u202f",
        " \u2013 ",
        "/",
        ".",
        ":",
    )
    found = [f"{d}{sign}{last}" for sign in signs for d in (day, day[2:])]
    found += [
        f"{d[:-4]}{s}{d[-4:-2]}{s}{d[-2:]}{sign}{last}"
        for s in ("-", " ", ".")
        for sign in ("-", " ")
        for d in (day, day[2:])
    ]
    found += [unseen.join(f) for unseen in ("\u200b", "\u00ad") for f in found[:2]] + [
        f"{number[:3]}\ufeff{number[3:]}"
    ]
    found += [
        blank.join(n[i : i + 3] for i in range(0, len(n), 3))
        for blank in (" ", "\u00a0")
        for n in (number, number[2:])
    ]
    found += [mark.join(number[i : i + 3] for i in range(0, len(number), 3)) for mark in ",.'’_/-"]
    found += [f"{day}\u200b\u00a0-\u2060{last}", "\u2060".join(number), "\u20e3".join(number)]
    found += [f"{number[0]},{number[1:]}E+11", f"{number}.0", f"{day}<b>{last}</b>", f"{day} \u2015 {last}"]
    found += [f"{day[:4]}\u200b-{day[4:6]}\u200b-{day[6:]}\u200b-{last}", f"{day}\u0301-{last}"]
    return [*found, *(f.translate(t) for f in found[:2] for t in (_FULLWIDTH, _ARABIC))]


def pattern(number: str) -> re.Pattern:
    """Any spelling at all.

    The ten digits with up to five other characters between year, month, day and the last four, and a blank
    anywhere.
    """
    return re.compile(
        r"\D{0,5}".join(
            r"[\s.,'’_/\u20e3-]?".join(group) for group in (number[2:4], number[4:6], number[6:8], number[8:])
        )
    )


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """All that a file says, as text: its bytes read as UTF-8 and UTF-16, its tables and what it packs."""
    yield name, letters.plain(letters.seen(content.decode("utf-8", "ignore")))
    yield name, content.replace(b"\0", b"").decode("latin-1")
    if name.endswith(".parquet"):
        yield name, letters.plain(letters.seen(pd.read_parquet(io.BytesIO(content)).to_csv()))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from texts_of(f"{name}/{member}", packed.read(member))


def leaks(folders: list[Path], printed: str) -> tuple[int, list[str]]:
    """How many files were searched, and those that hold a planted identity, by name or content."""
    wanted, found, files = [pattern(n) for n in PEOPLE.values()], set(), 0
    for folder in folders:
        for path in [p for p in sorted(folder.rglob("*")) if p.is_file()]:
            name = path.relative_to(folder).as_posix()
            files += 1
            said = [letters.plain(letters.seen(name)), *(t for _, t in texts_of(name, path.read_bytes()))]
            if any(w.search(t) for w in wanted for t in said):
                found.add(f"{folder.name}/{name}")
    if any(w.search(letters.plain(letters.seen(printed))) for w in wanted):
        found.add("printed")
    return files, sorted(found)


def plant(root: Path) -> int:
    """Plant every person in every spelling in every kind of place; returns how many were planted."""
    raw = root / "data/raw/2019"
    every = [s for n in PEOPLE.values() for s in spellings(n)]
    one = spellings(PEOPLE["common"])
    # a list: title row, its own column, a column nobody reads, its header, Kommun, Kön
    fields = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak"
    rows = [f"Deltagare {one[0]};;;;;;;;;", f"{fields};Anteckning {one[1]}"]
    rows += [f"{s};Kvinna;{s};2019-01-05;Arbetsförmedlingen;Ja;2019-02-01;;;Ring {s} om läget" for s in every]
    rows += [f";{s};Umeå;2019-01-05;Arbetsförmedlingen;Ja;2019-02-01;;;" for s in every[::7]]
    (raw / "participants/hikikomori.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    # cells that refuse a list, and corrections of them
    edit(raw / "participants/vannas.csv", "30/11 2019;Studier", f"{one[0]};{one[0]}")
    lines = [f"participants/vannas.csv;{i};Slut;{s};{s};{s};{s};{s}" for i, s in enumerate(every, 2)]
    lines += [f"participants/{one[0]}.csv;2;Personnummer;{s};{s};{s};AB;2019-12-01" for s in every[::9]]
    (raw / "corrections.csv").write_text(
        "\n".join(["file;row;column;from;to;reason;who;when", *lines]) + "\n", encoding="utf-8"
    )
    # a workbook: names of sheets, title row, numbers as numbers, a cell beside the list
    path = raw / "participants/ungdomstorget.xlsx"
    book = openpyxl.load_workbook(path)
    book["Lista"]["A1"] = f"Deltagarlista {one[0]}"
    last = book["Lista"].max_row
    for i, number in enumerate(PEOPLE.values(), 1):
        for j, value in enumerate((int(number), int(number[2:]))):
            cells = [value, "Kvinna", value, "2019-02-01", "Socialtjänsten", "Ja", "2019-03-01", None, None]
            head = [c.value for r in book["Lista"].iter_rows() for c in r if c.value in fields.split(";")]
            for column, name in enumerate(head, 1):
                book["Lista"].cell(
                    last + 2 * i + j, column, dict(zip(fields.split(";"), cells, strict=True))[name]
                )
    book["Lista"].title = f"Lista {one[0]}"
    book["Instruktion"].title = f"Om {one[1]}"
    book.save(path)
    # surveys: header, answers, platform
    lines = (raw / "surveys/personal.csv").read_bytes().decode("windows-1252").splitlines()
    (raw / "surveys/personal.csv").write_text(
        f"{lines[0]};Mer om {one[0]}\n{lines[1]};{one[0]}\n", encoding="utf-8"
    )
    edit(
        raw / "surveys/styrgrupp.csv",
        "Kranskommunerna;Man;Till mycket stor del",
        f"{one[0]};{one[0]};{one[0]}",
        "utf-8",
    )
    people = (raw / "surveys/styrgrupp.csv").read_text(encoding="utf-8").splitlines()
    more = [f"2019-11-05;kranskommunerna;Kvinna;{s};{s}" for s in every]
    (raw / "surveys/styrgrupp.csv").write_text("\n".join([*people, *more]) + "\n", encoding="utf-8")
    edit(raw / "surveys/invited.csv", "Ungdomstorget;personal", f"{one[0]};personal", "utf-8")
    # registers
    edit(raw / "helarsekvivalenter.csv", "Vännäs", one[0])
    sus = (raw / "sus.csv").read_bytes().decode("windows-1252").splitlines()
    sus += [
        f"{s if i % 9 == 0 else 'Vännäs'};{s};Man;2019-03-01;;;;;Ingen offentlig försörjning;"
        for i, s in enumerate(every)
    ]
    (raw / "sus.csv").write_text("\n".join(sus) + "\n", encoding="utf-8")
    # the ledger: the firm, an account, objects, series and texts of vouchers
    lines = (raw / "bokforing.se").read_bytes().decode("cp437").splitlines()
    lines += [f'#KONTO 1600 "{s}"\n#PROSA "{s}"\n#ORGNR "{s}"' for s in every]
    for s in every:
        row = f'#TRANS 1940 {{7 "{s}" 20 "{s}"}} 0 "" "{s}" 1 "{s}"'
        lines += [f'#VER "{s}" "{s}" 20191231 "{s}" "" "{s}"', "{", row, "}"]
    (raw / "bokforing.se").write_text("\n".join([*lines, ""]), encoding="utf-8")
    # free text that somebody has cleared, front matter, names of files
    text = raw / "examples/1.3-1.md"
    text.write_text(
        text.read_text(encoding="utf-8") + "\n" + "\n\n".join(f"Hon ({s}) fick stöd." for s in every) + "\n",
        encoding="utf-8",
    )
    digest = clearance.sha256(text.read_bytes())
    clearance.clear(Context(Workspace(root), 2019), "examples/1.3-1.md", "AB", digest)
    (raw / "examples/1.3-2.md").write_text(
        f"---\nindicator: {one[0]}\nplatform: {one[0]}\n---\n{one[0]}\n", encoding="utf-8"
    )
    for name in (
        f"anteckningar/{one[0]}.txt",
        f"participants/{one[0]}.csv",
        f"participants/{one[1]}.pdf",
        f"{one[0]}.csv",
        f"~$ {one[0]}.xlsx",
    ):
        (raw / name).parent.mkdir(exist_ok=True)
        shutil.copy(raw / "participants/hikikomori.csv", raw / name)
    return len(every)


def one_raises(name: str, parameters: notebook.Parameters, context: Context, work: Path):
    """The executor of a run whose notebook for one platform raises with a delivered line in its message."""
    if parameters.get("platform") == "bjurholm":
        altered = nbformat.read(notebook.path_of(name), 4)
        line = context.raw / "participants/hikikomori.csv"
        read = f"line = open({str(line)!r}, encoding='utf-8').readlines()[2]"
        altered.cells.insert(3, nbformat.v4.new_code_cell(f"{read}; print(line); raise ValueError(line)"))
        nbformat.write(altered, work / f"{name}.ipynb")
        notebook.NOTEBOOKS = work  # in this process, which is made for the one notebook
    return notebook.execute(name, parameters, context, work)


def leaking(kept: Path) -> int:
    """A run that fails in one notebook; what its temporary folders held is kept."""
    remove = whole._remove

    def keep(left: Path) -> None:
        if left.is_dir() and "returned" not in left.parts:
            shutil.copytree(left, kept / left.name, dirs_exist_ok=True)
        remove(left)

    whole._remove = keep
    commands.Run = partial(Run, execute=one_raises)
    return warm.carry_out("report")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A run on the planted year that fails in one notebook, with its own home and temporary folder."""
    folder = tmp_path_factory.mktemp("planted")
    root = new_workspace(folder)
    count = plant(root)
    others = [folder / name for name in ("home", "tmp", "kept")]
    for other in others:
        other.mkdir()
    own = {"HOME": str(others[0]), "TMPDIR": str(others[1]), "YEAR": "2019"}
    known = {k: v for k, v in environment(root, **own).items() if k != "SOCIALT_BOKSLUT_KEY"}
    done = warm.run(partial(leaking, others[2]), known, root)
    made = folder / "made"
    shutil.copytree(
        root,
        made,
        ignore=lambda at, names: {"raw", "returned"} & set(names) if Path(at) == root / "data" else set(),
    )
    return SimpleNamespace(
        root=root,
        count=count,
        printed=done.stdout,
        code=done.returncode,
        folders=[made, *others],
        home=others[0],
    )


def test_the_search_finds_every_spelling_that_was_planted(planted, tmp_path) -> None:
    """Not a blind search: each spelling alone in a file is found, and the delivery is full of them."""
    for i, spelling in enumerate(s for n in PEOPLE.values() for s in spellings(n)):
        (tmp_path / f"{i}.txt").write_text(f"a {spelling} b", encoding="utf-8")
    files, found = leaks([tmp_path], "")
    assert files == len(found) == planted.count
    _, delivered = leaks([planted.root / "data/raw/2019"], "")
    assert len(delivered) >= 14, delivered


def test_no_planted_identity_stands_anywhere_after_the_first_step(planted, capsys) -> None:
    files, found = leaks(planted.folders, planted.printed)
    with capsys.disabled():
        told = f"planted: {planted.count} spellings of {len(PEOPLE)} people"
        print(f"\n  {told}; searched: {files} files and what was printed")
    assert found == []
    assert files > 60 and [p.name for p in planted.folders[3].rglob("*.ipynb")] == ["3_platform.ipynb"]


def test_the_planted_run_did_what_could_leak(planted) -> None:
    """It told of strays and faults, published the error page, logged a traceback, showed the masked text."""
    assert planted.code == 1 and planted.printed.count(identity.MASK) > 30
    log = (planted.root / "data/processed/2019/run.log").read_text(encoding="utf-8")
    assert "Traceback" in log and identity.MASK in log
    pages = {p.name: p.read_text(encoding="utf-8") for p in (planted.root / "reports/2019").glob("*.html")}
    assert "Sidan kunde inte skapas" in pages["bjurholm.html"]
    assert pages["ungdomstorget.html"].count(identity.MASK) >= planted.count
    for kind in ("Personnummer", "stray", "Exemplet innehåller något som liknar ett personnummer"):
        assert kind in planted.printed or kind == "stray"
    assert "Ett personnummer står i en kolumn som inte är till för det." in planted.printed


def test_the_first_run_says_in_swedish_where_the_key_lies_and_what_losing_it_means(planted) -> None:
    key = planted.home / ".config" / "socialt-bokslut" / "key"
    assert key.exists() and f"En ny nyckel för pseudonymerna har skapats i {key}." in planted.printed
    assert "Försvinner den ändras inga siffror och inga rapporter" in planted.printed
    _, found = leaks([planted.home], "")
    assert found == []
    secret = key.read_text(encoding="ascii")
    assert (
        not [p for p in planted.root.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]
        and secret not in planted.printed
    )
