"""Every entry of a year's folder is read, told as what it is, or refused, and stops nothing else."""

import errno
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.context import Context
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.files.taken import unopened
from helpers.faults import Fault
from helpers.paths import Workspace
from helpers.reading import intake
from helpers.runs.inputs import raw_files

LIST = "participants/vannas.csv"


@pytest.fixture
def raw(workspace: Workspace) -> Path:
    return workspace.raw(2019)


def delivery(workspace: Workspace) -> Delivery:
    """The year as it lies, with every list, survey and register read."""
    context = Context(workspace, 2019)
    year = Delivery(context, context.definitions, b"a test's own key")
    for kind in year.left_to_read():
        year.read(kind.id)
    return year


def of(year: Delivery, name: str) -> list[Fault]:
    return [f for f in year.faults if f.file == name]


def read_parts(year: Delivery) -> set[tuple[str, str]]:
    return {part for part, status in year.statuses.items() if status == "read"}


@pytest.mark.parametrize("folder", ["participants", "surveys", "examples"])
def test_a_folder_that_is_a_link_is_followed(
    folder: str, workspace: Workspace, raw: Path, tmp_path: Path
) -> None:
    before, names = read_parts(delivery(workspace)), raw_files(Context(workspace, 2019))
    (raw / folder).rename(tmp_path / "elsewhere")
    (raw / folder).symlink_to(tmp_path / "elsewhere")
    assert read_parts(delivery(workspace)) == before
    assert raw_files(Context(workspace, 2019)) == names


def test_a_year_whose_folders_are_all_links_is_a_year(
    workspace: Workspace, raw: Path, tmp_path: Path
) -> None:
    raw.rename(tmp_path / "elsewhere")
    raw.mkdir()
    (raw / "participants").symlink_to(tmp_path / "elsewhere/participants")
    assert 2019 in workspace.years_with_data()
    (raw / "participants").unlink()
    (raw / "participants").symlink_to(tmp_path / "nowhere")
    assert 2019 not in workspace.years_with_data()


def nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.csv")


def itself(path: Path) -> None:
    path.symlink_to(path)


ENTRIES = [
    (nothing, "link_to_nothing"),
    (itself, "link_back"),
    (lambda path: path.mkdir(), "folder_as_file"),
    (os.mkfifo, "no_file"),
]


@pytest.mark.parametrize(("lay", "code"), ENTRIES, ids=[code for _, code in ENTRIES])
@pytest.mark.parametrize("name", [LIST, "surveys/invited.csv", "sus.csv"])
def test_what_is_no_file_refuses_its_part_and_nothing_else(
    lay: Callable[[Path], None], code: str, name: str, workspace: Workspace, raw: Path
) -> None:
    before = read_parts(delivery(workspace))
    (raw / name).unlink()
    lay(raw / name)
    year = delivery(workspace)
    (fault,) = of(year, name)
    assert (fault.level, fault.code) == ("refuse", code) and fault.action
    (lost,) = before - read_parts(year)
    assert year.statuses[lost] == "refused" and (lost[1] or lost[0]) in name


@pytest.mark.parametrize("lay", [nothing, itself], ids=["nothing", "itself"])
def test_a_folder_that_leads_nowhere_refuses_every_part_that_lies_in_it(
    lay: Callable[[Path], None], workspace: Workspace, raw: Path, tmp_path: Path
) -> None:
    (raw / "participants").rename(tmp_path / "elsewhere")
    lay(raw / "participants")
    year = delivery(workspace)
    assert [f.level for f in of(year, "participants")] == ["refuse"]
    assert {s for (kind, _), s in year.statuses.items() if kind == "participants"} == {"refused"}
    assert ("sus", "sus") in read_parts(year)


def test_a_link_back_to_a_folder_above_ends(workspace: Workspace, raw: Path) -> None:
    before = read_parts(delivery(workspace))
    (raw / "participants/igen").symlink_to(raw)
    year = delivery(workspace)
    assert [(f.level, f.code) for f in of(year, "participants/igen")] == [("refuse", "link_back")]
    assert read_parts(year) == before


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EACCES, "no_right_to_file"), (errno.EIO, "unreadable_file")]
)
@pytest.mark.parametrize("name", [LIST, "sus.csv", "surveys/personal.csv", "corrections.csv"])
def test_a_file_that_cannot_be_opened_refuses_its_part_and_nothing_else(
    number: int, code: str, name: str, workspace: Workspace, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (raw / name).exists():
        (raw / name).write_bytes(b"x")
    before, opened = read_parts(delivery(workspace)), intake.opened

    def refused(path: Path) -> io.BufferedReader:
        if path == raw / name:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path)

    monkeypatch.setattr(intake, "opened", refused)
    year = delivery(workspace)
    assert {(f.level, f.code) for f in of(year, name)} == {("refuse", code)}
    assert len(before - read_parts(year)) == (name != "corrections.csv")
    assert raw_files(Context(workspace, 2019))[name]


def test_a_folder_without_the_right_to_open_it_is_named_with_the_right(
    workspace: Workspace, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Path.iterdir

    def listed(path: Path) -> object:
        if path == raw / "surveys":
            raise PermissionError(errno.EACCES, "", str(path))
        return inner(path)

    monkeypatch.setattr(Path, "iterdir", listed)
    year = delivery(workspace)
    (fault,) = of(year, "surveys")
    assert (fault.level, fault.code) == (
        "refuse",
        "no_right_to_folder",
    ) and "rätten att läsa" in fault.message
    assert year.statuses["surveys", "personal"] == year.statuses["invited", ""] == "refused"
    assert ("participants", "vannas") in read_parts(year)


def test_rights_are_told_by_the_number_of_the_error() -> None:
    assert unopened(PermissionError(errno.EPERM, "")) == "no_right_to_file"
    assert unopened(OSError(errno.ENODEV, "")) == "unreadable_file"


# What a file is called instead of its own name -> the name that is asked for.
MEANT = {
    LIST: {
        "participants/Vannas.csv": "meant_file",
        "participants/vannas 2019.csv": "meant_file",
        "participants/vannas (1).csv": "meant_file",
        "participants/vannas - Kopia.csv": "meant_file",
        "participants/Vännäs.csv": "meant_file",
        "Participants/vannas.csv": "meant_file",
        "vannas.csv": "meant_file",
        "surveys/vannas.csv": "meant_file",
        "participants/2019/vannas.csv": "meant_file",
        "participants/vannas.xls": "wrong_type",
        "participants/vannas.xlsm": "wrong_type",
        "participants/vannas.xlsb": "wrong_type",
        "participants/vannas.ods": "wrong_type",
        "participants/vannas.pdf": "wrong_type",
        "participants/Vannas 2019.txt": "wrong_type",
        "participants/vannas.zip": "wrong_type",
        "participants/vannas.numbers": "wrong_type",
        "participants/vannas": "wrong_type",
    },
    "sus.csv": {
        "SUS.csv": "meant_file",
        "sus.CSV": "meant_file",
        "sus (1).csv": "meant_file",
        "participants/sus.csv": "meant_file",
        "sus.xlsx": "wrong_type",
        "sus.txt": "wrong_type",
    },
    "surveys/personal.csv": {
        "surveys/Personal.csv": "meant_file",
        "surveys/personal 2019.csv": "meant_file",
        "participants/personal.csv": "meant_file",
        "surveys/personal.ods": "wrong_type",
    },
    "surveys/invited.csv": {
        "surveys/Invited.csv": "meant_file",
        "invited.csv": "meant_file",
        "surveys/invited.xlsx": "wrong_type",
    },
    "helarsekvivalenter.csv": {
        "helårsekvivalenter.csv": "meant_file",
        "Helarsekvivalenter 2019.csv": "meant_file",
        "helarsekvivalenter.xlsx": "wrong_type",
    },
}
CALLED = [(own, name, code) for own, names in MEANT.items() for name, code in names.items()]


@pytest.mark.parametrize(("own", "name", "code"), CALLED, ids=[name for _, name, _ in CALLED])
def test_a_name_that_nearly_is_one_refuses_the_part_that_is_missing_because_of_it(
    own: str, name: str, code: str, workspace: Workspace, raw: Path
) -> None:
    before = read_parts(delivery(workspace))
    (raw / name).parent.mkdir(parents=True, exist_ok=True)
    (raw / own).rename(raw / name)
    year = delivery(workspace)
    (fault,) = of(year, name)
    ending = "xlsx" if code == "wrong_type" and own in (LIST, "surveys/personal.csv") else "csv"
    assert (fault.level, fault.code) == ("refuse", code)
    assert own.replace("csv", ending) in fault.action
    assert len(before - read_parts(year)) == 1


@pytest.mark.parametrize(("own", "name", "code"), CALLED, ids=[name for _, name, _ in CALLED])
def test_beside_the_file_that_is_read_it_is_told_and_changes_nothing(
    own: str, name: str, code: str, workspace: Workspace, raw: Path
) -> None:
    before = read_parts(delivery(workspace))
    (raw / name).parent.mkdir(parents=True, exist_ok=True)
    (raw / name).write_bytes((raw / own).read_bytes())
    year = delivery(workspace)
    (fault,) = of(year, name)
    assert fault.level == "flag" and fault.code in ("beside_file", "misplaced_file")
    assert read_parts(year) == before


def test_an_archive_with_a_list_in_it_refuses_the_list_that_is_missing(
    workspace: Workspace, raw: Path
) -> None:
    with zipfile.ZipFile(raw / "participants/listor.zip", "w") as archive:
        archive.writestr("Listor 2019/läs mig.txt", "x")
        archive.writestr("Listor 2019/Vännäs.csv", "x")
    assert [f.level for f in of(delivery(workspace), "participants/listor.zip")] == ["flag"]
    (raw / LIST).unlink()
    year = delivery(workspace)
    (fault,) = of(year, "participants/listor.zip")
    assert (fault.level, fault.code, fault.part, fault.value) == ("refuse", "wrong_type", "vannas", ".zip")
    assert year.statuses["participants", "vannas"] == "refused"


@pytest.mark.parametrize("name", ["läs mig.txt", "protokoll.pdf", "diagram.ods", "bilder.zip", "LÄSMIG"])
@pytest.mark.parametrize("folder", ["participants", "surveys", "examples"])
def test_a_stray_file_is_told_as_what_it_is_and_never_as_a_platform(
    folder: str, name: str, workspace: Workspace, raw: Path
) -> None:
    before = read_parts(delivery(workspace))
    (raw / folder).mkdir(exist_ok=True)
    (raw / folder / name).write_bytes(b"x")
    year = delivery(workspace)
    (fault,) = of(year, f"{folder}/{name}")
    assert (fault.level, fault.code) == ("flag", "stray_file")
    assert fault.value in name and "plattform" not in fault.line().lower()
    assert read_parts(year) == before
