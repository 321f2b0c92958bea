"""A name, an address, a phone number and an e-mail address planted where text can stand are told nowhere."""

import re
from functools import partial
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.comments import Comment
from support import warm
from support.workspaces import environment, new_workspace

NAME = "Testa Hemligsson"
ALL = f"{NAME}, Storgatan 77, 070-987 65 43, testa.h@hemlig.example"
SECRET = re.compile(r"Hemligsson|Storgatan 77|987\s?65|hemlig\.example")
_ENCODINGS = {"surveys/styrgrupp.csv": "utf-8", "surveys/invited.csv": "utf-8"}
_LISTS = ("participants/vannas.csv", "sus.csv", "helarsekvivalenter.csv", *_ENCODINGS)


def plant(raw: Path) -> None:
    """In every column of every list, headings, sheets, comments, properties, registers and names of files."""
    for name in _LISTS:
        encoding = _ENCODINGS.get(name, "windows-1252")
        lines = (raw / name).read_bytes().decode(encoding).splitlines()
        cells = lines[1].split(";")
        lines += [";".join([*cells[:i], ALL, *cells[i + 1 :]]) for i in range(len(cells))]
        if name.startswith("participants"):
            lines = [f"{lines[0]};{ALL}", *(f"{line};{NAME}" for line in lines[1:])]
        (raw / name).write_bytes(("\n".join(lines) + "\n").encode(encoding))
    path = raw / "participants/ungdomstorget.xlsx"
    book = openpyxl.load_workbook(path)
    book["Lista"]["A1"], book["Lista"]["Z9"] = ALL, ALL
    book["Lista"]["B3"].comment = Comment(ALL, NAME)
    book["Instruktion"].title, book.properties.creator = NAME, NAME
    book.save(path)
    register = ["file;row;column;from;to;reason;who;when"]
    register += [f"participants/vannas.csv;2;Slut;{NAME};{NAME};{ALL};{NAME};{NAME}"]
    register += [
        f"participants/{NAME}.csv;2;Slut;a;b;{ALL};AB;x",
        f"participants/vannas.csv;3;{NAME};x;y;z;AB;x",
    ]
    (raw / "corrections.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
    plant_in_ledger(raw / "bokforing.se")
    text = f"---\nindicator: {NAME}\nplatform: {NAME}\n---\n{ALL}\n"
    for name in ("examples/1.3-2.md", f"examples/{NAME}.md"):
        (raw / name).write_text(text, encoding="utf-8")
    for name in (f"{NAME}/lista.csv", f"participants/{NAME}.csv", f"{NAME}.xlsx", f"surveys/{NAME}.pdf"):
        (raw / name).parent.mkdir(exist_ok=True)
        (raw / name).write_text("a;b\n1;2\n", encoding="utf-8")


def plant_in_ledger(path: Path) -> None:
    """In every text of the ledger, its accounts, its objects and labels that nobody knows."""
    lines = path.read_bytes().decode("cp437").splitlines()
    of_firm = [f'#ADRESS "{NAME}" "Storgatan 77"', f'#OBJEKT 6 "{NAME}" "{NAME}"', f"#Hemligsson {NAME}"]
    of_firm += [f'#PROSA "{ALL}"', f'#DIM 20 "{NAME}"', f'#KONTO 1600 "{ALL}"']
    for number, line in enumerate(lines):
        fields = line.split(" ")
        if line.startswith(("#FNAMN", "#ORGNR", "#GEN")):
            lines[number] = f'{fields[0]} "{ALL}"'
        elif line.startswith("#VER"):
            lines[number] = f'{" ".join(fields[:4])} "{ALL}" "" "{NAME}"'
        elif line.startswith("#TRANS") and line.endswith(".00"):
            objects = f'{{7 "{NAME}" 20 "{NAME}"}}'
            lines[number] = f'{" ".join(fields[:2])} {objects} {fields[-1]} "" "{ALL}" 1 "{NAME}"'
    path.write_bytes("\r\n".join([lines[0], *of_firm, *lines[1:], ""]).encode("cp437"))


def said(path: Path) -> str:
    """A made file's name and all that it says."""
    content = path.read_bytes().decode("utf-8", "ignore")
    return f"{path.name} {content} {pd.read_parquet(path).to_csv() if path.suffix == '.parquet' else ''}"


def test_nothing_that_points_out_a_person_is_told(tmp_path: Path) -> None:
    root = new_workspace(tmp_path)
    plant(root / "data/raw/2019")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    own = environment(root, YEAR="2019", TMPDIR=str(temporary))
    done = warm.run(partial(warm.carry_out, "report"), own, root)
    made = [root / "reports", root / "data/processed", temporary]
    files = [p for folder in made for p in folder.rglob("*") if p.is_file()]
    assert len(files) > 30 and "[dold text]" in done.stdout
    entries = pd.read_parquet(root / "data/processed/2019/ledger.parquet")
    assert (entries["objects"] == "7:*|20:*").sum() > 10, "the ledger is read"
    assert not SECRET.search(done.stdout)
    assert [p.name for p in files if SECRET.search(said(p))] == []
    assert SECRET.search((root / "data/raw/2019/sus.csv").read_text(encoding="windows-1252"))
