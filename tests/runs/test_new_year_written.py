"""`make new-year`: definitions, folders and templates; what stands is neither written over nor read."""

import pytest
from support.workspaces import contents

from helpers.deliveries import blank_year
from helpers.paths import Workspace
from helpers.reading.strict_yaml import DefinitionError
from helpers.runs import commands


def written(workspace: Workspace, year: str = "2020") -> list[str]:
    said: list[str] = []
    commands.write_new_year(workspace, year, said.append)
    return said


def test_a_new_year_has_folders_and_templates_and_nothing_delivered(workspace: Workspace) -> None:
    before = workspace.years_with_data()
    said = written(workspace)
    made = contents(workspace.handouts(2020))
    assert {"checklista.xlsx", "participants/vannas.xlsx", "sus.csv", "fragor-deltagare.txt"} <= set(made)
    assert f"{len(made)} mallar" in said[1] and "data/handouts/2020" in said[1]
    folders = [p.relative_to(workspace.raw(2020)).as_posix() for p in workspace.raw(2020).iterdir()]
    assert sorted(folders) == blank_year.folders()
    assert workspace.years_with_data() == before and not contents(workspace.raw(2020))


def test_given_again_it_writes_what_is_missing_and_nothing_that_stands(workspace: Workspace) -> None:
    written(workspace)
    (workspace.handouts(2020) / "participants" / "vannas.xlsx").write_bytes(b"filled in")
    (workspace.handouts(2020) / "sus.csv").unlink()
    before = contents(workspace.root)
    assert ["1 mall" in line for line in written(workspace)] == [True]
    after = contents(workspace.root)
    assert set(after) - set(before) == {"data/handouts/2020/sus.csv"}
    assert {name: after[name] for name in before} == before
    with pytest.raises(DefinitionError, match="finns redan"):
        written(workspace)


def test_a_platform_that_is_added_gets_its_list(workspace: Workspace) -> None:
    written(workspace)
    path = workspace.definitions / "2020.yaml"
    text = path.read_text(encoding="utf-8")
    added = text.replace("platforms:\n", "platforms:\n  - {id: bryggan, name: Bryggan}\n", 1)
    path.write_text(added, encoding="utf-8")
    assert len(written(workspace)) == 1
    assert (workspace.handouts(2020) / "participants" / "bryggan.xlsx").exists()


def test_where_something_is_delivered_the_year_is_begun(workspace: Workspace) -> None:
    written(workspace)
    (workspace.handouts(2020) / "sus.csv").rename(workspace.raw(2020) / "sus.csv")
    with pytest.raises(DefinitionError, match="finns redan"):
        written(workspace)
    assert not (workspace.handouts(2020) / "sus.csv").exists()
