"""A command that is given wrongly says so in Swedish, says what to do, and does nothing."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from support.workspaces import FIXTURE, contents

from helpers import __main__
from helpers.association_folder import ELSEWHERE

ENGLISH = re.compile(
    r"\b(?:usage|error|invalid|choice|choose|required|arguments|unrecognized|following|not|Traceback)\b"
)
SAID = [
    ([], {}, "make help"),
    (["--help"], {}, "make help"),
    (["reprot"], {}, "Menade du ”report”?"),
    (["Report"], {}, "Menade du ”report”?"),
    (["rapport"], {}, "report"),
    (["report", "2019"], {}, "make report YEAR=2019"),
    (["report", "--year", "2019"], {}, "make report YEAR=2019"),
    (["report"], {"MAKEFLAGS": " -- YAER=2019"}, "Menade du ”YEAR”?"),
    (["report"], {"MAKEFLAGS": " -- year=2019"}, "Menade du ”YEAR”?"),
    (["report"], {"MAKEFLAGS": " -- EDTION=x YEAR=2019"}, "Menade du ”EDITION”?"),
    (["report"], {"MAKEFLAGS": " -- LANGUGE=en YEAR=2019"}, "Menade du ”LANGUAGE”?"),
    (["report"], {"YEAR": "2019", "SOCIALT_BOKSLUT_LANGUAGE": "eng"}, "Menade du ”en”?"),
    (["clear-text"], {"MAKEFLAGS": " -- HAHS=x YEAR=2019"}, "Menade du ”HASH”?"),
    (["adopt"], {"MAKEFLAGS": " -- DECIDE=x YEAR=2019"}, "Menade du ”DECIDED”?"),
    (["report"], {"YEAR": ""}, "till exempel: make report YEAR=2019"),
    (["report"], {"YEAR": "219"}, "fyra siffror"),
    (["check"], {"YEAR": "2019a"}, "fyra siffror"),
    (["diff"], {"YEAR": " 2019"}, "fyra siffror"),
    (["adopt"], {"YEAR": "２０１９"}, "fyra siffror"),
    (["bundle"], {"YEAR": "189001019802"}, "”[personnummer]” är inget år"),
    (["report"], {"YEAR": "2031"}, "data/raw/2031"),
    (["report"], {"YEAR": "2019", "EDITION": "publik"}, "Tillåtna värden: internal"),
    (["forget"], {"YEAR": ""}, "make forget YEAR=2019"),
    (["forget"], {"YEAR": "i fjol"}, "make forget YEAR=2019"),
    (["fetch-hae"], {"YEAR": "i fjol"}, "make fetch-hae YEAR=2019 URL=https"),
    (["fetch-hae"], {"YEAR": "2031", "URL": "https://x.example"}, "make new-year YEAR=2031"),
    (["fetch-hae"], {"YEAR": "2018", "URL": ""}, "make fetch-hae YEAR=2018 URL=https"),
    (["fetch-hae"], {"YEAR": "2019", "URL": "https://x.example"}, "finns redan"),
    (["new-year"], {"YEAR": ""}, "make new-year YEAR=2020"),
    (["new-year"], {"YEAR": "1999"}, "make new-year YEAR=2020"),
    (["new-year"], {"YEAR": "2019"}, "finns redan"),
    (["new-year"], {"YEAR": "2010"}, "före 2010"),
    (["diff"], {"YEAR": "2019", "AGAINST": ""}, "AGAINST=mapp"),
    (["diff"], {"YEAR": "2019", "AGAINST": "nope"}, "varken en mapp eller"),
    (["adopt"], {"YEAR": "2019", "BY": "Anna Andersson"}, "BY=AB"),
    (["adopt"], {"YEAR": "2019", "BY": "AB", "DECIDED": "igår"}, "DECIDED=2020-03-20"),
    (["adopt"], {"YEAR": "2019", "BY": "AB", "REVISION": "fel"}, "Utelämna REVISION"),
    (["clear-text"], {"YEAR": "2019", "FILE": "1.3-1.md"}, "examples/1.3-1.md"),
    (["clear-text"], {"YEAR": "2019", "FILE": "examples/1.3-1.md", "HASH": "0" * 12}, "BY=initialer"),
    (["sample"], {"YEAR": "2019", "N": "många"}, "make sample YEAR=2019 N=25"),
    (["check-bundle"], {"BUNDLE": "ingen"}, "make check-bundle BUNDLE=mapp"),
    (["check-published"], {"SOURCES": ""}, "make check-published SOURCES=mapp"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("wrong") / "w"
    shutil.copytree(FIXTURE, root)
    return root


@pytest.mark.parametrize(("arguments", "variables", "said"), SAID)
def test_wrong_use_says_what_to_do_in_swedish_and_changes_nothing(
    workspace, arguments, variables, said, monkeypatch, capsys
):
    for name in (*__main__.VARIABLES, "MAKEFLAGS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"SOCIALT_BOKSLUT_WORKSPACE": str(workspace)} | variables).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["helpers", *arguments])
    before = contents(workspace)
    assert __main__.main() == 2
    printed = capsys.readouterr()
    assert not printed.out and said in printed.err and not ENGLISH.search(printed.err)
    assert contents(workspace) == before


def test_a_new_year_names_the_folder_of_its_deliveries(workspace, monkeypatch, capsys):
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(workspace))
    monkeypatch.setenv("YEAR", "2020")
    monkeypatch.setattr(sys, "argv", ["helpers", "new-year"])
    assert __main__.main() == 0
    said = capsys.readouterr().out
    assert "data/definitions/2020.yaml" in said and "data/raw/2020 " in said and "YEAR=2020" in said


@pytest.mark.parametrize("command", [c for c in __main__.COMMANDS if c not in ELSEWHERE])
@pytest.mark.parametrize(("folder", "said"), [("foerbundet", "finns inte"), ("tom", "ingen mapp med data")])
def test_a_folder_that_is_no_association_s_is_named_by_every_command(
    command, folder, said, tmp_path, monkeypatch, capsys
):
    """It is not there, or holds no data; one beside it with nearly its name is named too."""
    (tmp_path / "tom").mkdir()
    (tmp_path / "forbundet" / "data").mkdir(parents=True)
    for name in (*__main__.VARIABLES, "MAKEFLAGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(tmp_path / folder))
    monkeypatch.setattr(sys, "argv", ["helpers", command])
    before = contents(tmp_path)
    assert __main__.main() == 2
    printed = capsys.readouterr()
    assert not printed.out and str(tmp_path / folder) in printed.err and said in printed.err
    assert f"make {command} ASSOCIATION=mapp" in printed.err
    assert ("forbundet" in printed.err.split("projektets egen.")[1]) == (folder == "foerbundet")
    assert contents(tmp_path) == before
