"""An association's folder is set up by name, makes a report of one list, and receives what others send."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.workspaces import contents

from helpers import definitions
from helpers.context import Context
from helpers.faults import Stop
from helpers.forms import exchange_folder
from helpers.forms.exchange_read import read
from helpers.machine import surroundings
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import new_association, receive
from helpers.runs.run import Run

OLD, NEW = (f"forbundet,total,,all,903,,,count,ok,{origin}" for origin in ("derived", "printed"))
HEADERS = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return new_association.make("uppsala", str(tmp_path), "2020", say=lambda _: None)


def test_a_new_association_has_all_that_a_first_year_begins_from(made: Path) -> None:
    found = definitions.load(made / "data/definitions/2020.yaml")
    assert (found.association, found.platform_ids) == ("Uppsala", ["plattformen"])
    assert (made / "data/raw/2020/participants").is_dir()
    assert (made / "data/handouts/2020/participants/plattformen.xlsx").is_file()
    assert (made / "data/definitions/headings.csv").read_text() == new_association.HEADINGS


def test_it_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_association.make("uppsala", str(tmp_path), "2020")
    said = capsys.readouterr().out
    assert f"make report YEAR=2020 ASSOCIATION=uppsala ROOT={tmp_path}" in said
    assert "data/definitions/2020.yaml" in said


@pytest.mark.parametrize("name", ["", "Uppsala", "../uppsala", "upp sala", "-u", "national", "umeå"])
def test_a_name_that_can_be_no_folder_of_one_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Stop, match="NAME=uppsala"):
        new_association.make(name, str(tmp_path / "all"), "2020")
    assert not (tmp_path / "all").exists()


def test_one_that_is_there_is_left_as_it_is(made: Path) -> None:
    before = contents(made)
    with pytest.raises(Stop, match="finns redan"):
        new_association.make("uppsala", str(made.parent), "2021")
    assert contents(made) == before


def test_a_year_that_is_none_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="fyra siffror"):
        new_association.make("uppsala", str(tmp_path), "20")
    assert list(tmp_path.iterdir()) == []


def test_one_delivered_list_makes_a_report_and_an_exchange_folder(
    made: Path, test_numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [n for n in test_numbers if n.startswith("199")][:12]
    rest = "Uppsala;2020-01-02;Regionen;Ja;2020-01-09;;"
    rows = [f"{number};{'Man' if int(number[10]) % 2 else 'Kvinna'};{rest}" for number in people]
    list_ = made / "data/raw/2020/participants/plattformen.csv"
    list_.write_text("\n".join([HEADERS, *rows, ""]), encoding="utf-8")
    monkeypatch.setenv("SOCIALT_BOKSLUT_WORKSPACE", str(made))
    context = Context.of(Workspace(made), 2020)
    assert Run(context).go() == 0
    assert "Uppsala" in (made / "reports/2020/index.html").read_text(encoding="utf-8")
    found = read(exchange_folder.write(context))
    total = found.facts.get("forbundet", "total")
    assert (found.association, total.value) == ("uppsala", 12)


def test_an_association_is_known_by_its_name_alone_where_nothing_is_called_so_here(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def folder(given: str) -> str:
        said = {"SOCIALT_BOKSLUT_WORKSPACE": given, "ROOT": str(made.parent)}
        return surroundings.environment(said, ("ROOT",))["SOCIALT_BOKSLUT_WORKSPACE"]

    assert folder("uppsala") == str(made)
    assert folder("./uppsala") == str(here / "uppsala")  # a path is a path
    assert folder("uppsla") == str(here / "uppsla")
    (here / "uppsala" / "data").mkdir(parents=True)
    assert folder("uppsala") == str(here / "uppsala")


# --- what others have sent ---------------------------------------------------------------------------------


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Path]:
    """What an association called `umea` sends of 2019; with `name` it calls itself so."""

    def write(name: str = "") -> Path:
        root = tmp_path / "theirs" / "umea"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(REPOSITORY / "data/definitions", root / "data/definitions")
        (root / "reports/2019").mkdir(parents=True)
        shutil.copy(REPOSITORY / "reports/2019/facts.csv", root / "reports/2019/facts.csv")
        file = root / "data/definitions/2019.yaml"
        said = file.read_text(encoding="utf-8")
        file.write_text(said.replace("Samordningsförbundet Umeåregionen", name) if name else said, "utf-8")
        return exchange_folder.write(Context(Workspace(root), 2019))

    return write


def test_what_is_sent_is_received_whole_and_a_later_takes_its_place(
    sent: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, ours = tmp_path / "all", Workspace(tmp_path / "ours")
    root.mkdir()
    target = receive.receive(str(sent()), str(root), ours)
    assert target == root / "national/received/umea/2019"
    assert contents(target) == contents(sent()) and "Tog emot" in capsys.readouterr().out
    receive.receive(str(sent()), str(root), ours)
    assert "är redan mottaget" in capsys.readouterr().out
    facts = tmp_path / "theirs/umea/reports/2019/facts.csv"
    folder = sent()
    facts.write_text(facts.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    exchange_folder.write(Context(Workspace(tmp_path / "theirs/umea"), 2019))
    receive.receive(str(folder), str(root), ours)
    assert "ersatte" in capsys.readouterr().out
    assert read(target).facts.get("forbundet", "total").origin == "printed"
    assert receive.receive(str(folder), "", ours) == ours.root / "data/received/umea/2019"


def test_what_cannot_be_believed_leaves_what_stands(sent: Callable[..., Path], tmp_path: Path) -> None:
    root, ours = tmp_path / "all", Workspace(tmp_path / "ours")
    root.mkdir()
    target = receive.receive(str(sent()), str(root), ours)
    before, folder = contents(root), sent()
    (folder / "measures.csv").write_bytes(b"measure\n")
    with pytest.raises(Stop, match="sha256"):
        receive.receive(str(folder), str(root), ours)
    with pytest.raises(Stop, match="är redan namnet på Samordningsförbundet Umeåregionen"):
        receive.receive(str(sent("Ett annat förbund")), str(root), ours)
    with pytest.raises(Stop, match="FOLDER=mapp"):
        receive.receive("", str(root), ours)
    with pytest.raises(Stop, match="egna siffror"):
        receive.receive(str(sent()), str(tmp_path / "theirs"), ours)
    assert contents(root) == before and target.is_dir()


def test_ones_own_folder_and_what_is_not_there_are_no_others(
    sent: Callable[..., Path], tmp_path: Path
) -> None:
    home = Workspace(tmp_path / "Västerås")  # a folder whose name is no id: the association's name is
    shutil.copytree(REPOSITORY / "data/definitions", home.root / "data/definitions")
    (home.root / "reports/2019").mkdir(parents=True)
    shutil.copy(REPOSITORY / "reports/2019/facts.csv", home.root / "reports/2019/facts.csv")
    file = home.root / "data/definitions/2019.yaml"
    said = file.read_text(encoding="utf-8")
    file.write_text(
        said.replace("Samordningsförbundet Umeåregionen", "Söderhamn, Ånge & Ås (påhittat)"), "utf-8"
    )
    own = exchange_folder.write(Context(home, 2019))
    assert read(own).association == "soderhamn-ange-as-pahittat"
    with pytest.raises(Stop, match="egna siffror"):
        receive.receive(str(own), "", home)
    with pytest.raises(Stop, match="finns inte"):
        receive.receive(str(tmp_path / "nix"), "", home)
    with pytest.raises(Stop, match="ROOT=mapp"):
        receive.receive(str(own), str(tmp_path / "nix"), home)
    assert not (tmp_path / "nix").exists()


@pytest.mark.parametrize("fails", ["write", "swap"])
def test_one_that_is_interrupted_leaves_what_stands(
    sent: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    root, ours = tmp_path / "all", Workspace(tmp_path / "ours")
    root.mkdir()
    receive.receive(str(sent()), str(root), ours)
    before = contents(root)
    folder = sent()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if fails == "write":
        monkeypatch.setattr(Path, "write_bytes", full)
    else:
        monkeypatch.setattr("helpers.machine.whole.swap", full)
    with pytest.raises(OSError, match="No space"):
        receive.receive(str(folder), str(root), ours)
    monkeypatch.undo()
    assert contents(root) == before


def test_the_commands_are_given_by_make() -> None:
    from helpers import __main__
    from helpers.commands_by_name import COMMANDS

    assert {"association", "receive", "exchange"} <= set(COMMANDS)
    assert {"NAME", "FOLDER", "ROOT"} <= set(__main__.VARIABLES)
