"""The national run on this machine: which years are made, how each ends, and facts without pages."""

import fcntl
import shutil
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.cluster import ends, national
from support.exchanges import Sent
from support.shared import once
from support.workspaces import FIXTURE, change_vannas, contents, published

from helpers.faults import Stop
from helpers.paths import Workspace
from helpers.runs import (
    national_executor,
    national_facts,
    national_hands,
    national_run,
    national_work,
    national_year,
    portal,
)
from helpers.runs.national_run import Asked, National
from helpers.runs.national_year import BEFORE, FAILED, MISSING, OK, UNFIT, WELL, Ended, Task

FACTS = "reports/2019/facts.csv"


@pytest.fixture(scope="module")
def facts_alone(clean, changed, tmp_path_factory) -> SimpleNamespace:
    """A national run of facts: years that stand and do not, and each way in which one can be broken."""

    def build(folder: Path) -> list[object]:
        root = folder / "land"
        for name in ("ny", "trasig", "saknas", "Fel_namn", "nekad"):
            shutil.copytree(FIXTURE, root / name)
        shutil.copytree(clean.root, root / "hel")
        shutil.copytree(clean.root, root / "andrad")
        change_vannas(root / "andrad")
        definitions = root / "trasig/data/definitions/2019.yaml"
        definitions.write_text("platforms: [", encoding="utf-8")
        shutil.rmtree(root / "saknas/data/raw/2019")
        (root / "nekad/data/raw/2019/participants/vannas.csv").write_text(
            "Personnummer;Start\n", encoding="utf-8"
        )
        (root / "inget").mkdir()
        for name in ("trasig", "saknas"):  # what a run before has let out
            Sent(name, 2019).outcomes({"to-work": 7, "to-studies": 20}).own(root)
        run = national(root, "2019", FORMS="facts")
        printed, _ = run.communicate(timeout=300)
        return [run.returncode, printed]

    folder, (code, printed) = once(tmp_path_factory, "facts_alone", build)
    return SimpleNamespace(root=folder / "land", code=code, printed=printed)


def test_a_broken_or_missing_year_is_told_and_the_rest_are_made(facts_alone):
    found = {name: (state, reason) for name, _, state, reason in ends(facts_alone.root)}
    states = {name: state for name, (state, _) in found.items()}
    assert states == {
        **{"ny": "ok", "hel": "ok", "andrad": "ok", "nekad": "refused"},
        **{"trasig": "failed", "saknas": "missing", "Fel_namn": "failed"},
    }
    assert facts_alone.code == 1
    assert "2019.yaml" in found["trasig"][1] and "a–z" in found["Fel_namn"][1]
    assert "participants/vannas.csv" in found["nekad"][1]
    assert "7 av 7: " in facts_alone.printed and "3 klart, 2 misslyckades, 1 saknas" in facts_alone.printed
    assert (facts_alone.root / "national/reports/index.html").is_file()
    assert "4 sidor. Öppna national/reports/index.html" in facts_alone.printed
    assert "saknas 2019: saknas: inget är levererat för 2019" in facts_alone.printed


def test_what_an_earlier_run_let_out_of_a_year_that_is_not_made_is_not_summed(facts_alone):
    found = national_facts.gathered(facts_alone.root).set_index("association")
    assert set(found.index[found["state"] == "read"]) == {"ny", "hel", "andrad", "nekad"}
    for name in ("trasig", "saknas"):
        assert found.loc[name, "state"] == "refused" and "tidigare körning" in found.loc[name, "reason"]
        assert f"{name} 2019: {found.loc[name, 'reason']}" in facts_alone.printed
    counted = national_facts.delivered(facts_alone.root, 2019)
    assert set(counted["association"]) == {"ny", "hel", "andrad", "nekad"}


def test_the_terminal_has_a_line_for_each_year_and_the_log_the_rest(facts_alone):
    log = (facts_alone.root / "national/run.log").read_text(encoding="utf-8")
    assert "ny [1/" in log and "klart på" in log and "national/run.log" in facts_alone.printed
    assert (facts_alone.root / "national/run.log").stat().st_mode & 0o077 == 0
    assert "klart på" not in facts_alone.printed
    assert "inget har ingen mapp data" in facts_alone.printed
    assert len(facts_alone.printed.splitlines()) < 20


@pytest.mark.parametrize(("delivered", "state"), [((2020,), BEFORE), ((2018, 2020), MISSING), ((), MISSING)])
def test_a_year_before_the_first_delivered_is_none_that_is_missing(delivered, state, tmp_path):
    for year in delivered:
        folder = tmp_path / f"ny/data/raw/{year}"
        folder.mkdir(parents=True)
        (folder / "agreements.csv").write_text("x\n", encoding="utf-8")
    found = national_year.made(Task(str(tmp_path), "ny", 2019, "", {}), print)
    assert (found.state, found.reason) == (state, "inget är levererat för 2019")


def test_a_year_of_an_association_is_made_by_one_at_a_time(monkeypatch, tmp_path):
    folder = tmp_path / "ny/data/raw/2019"
    folder.mkdir(parents=True)
    (folder / "agreements.csv").write_text("x\n", encoding="utf-8")

    def made(task: Task, say: object) -> Ended:
        with (
            (tmp_path / "ny/data/processed/.national.lock").open("w") as another,
            pytest.raises(BlockingIOError),
        ):
            fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return Ended(OK)

    monkeypatch.setattr(national_year, "_made", made)
    assert national_year.made(Task(str(tmp_path), "ny", 2019, "", {}), print) == Ended(OK)


@pytest.mark.parametrize(
    ("state", "code"), [*((state, 0) for state in WELL), (MISSING, 1), (FAILED, 1), ("refused", 1)]
)
def test_the_exit_status_is_one_where_somebody_has_something_to_see_to(state, code, tmp_path):
    run = National(Asked(tmp_path, [2018, 2019]), lambda line: None)
    run.ended = {("ny", 2018): Ended(OK), ("ny", 2019): Ended(state)}
    assert run._told() == code


def test_facts_alone_are_those_of_the_account_and_no_page_is_made(facts_alone, clean):
    made = contents(facts_alone.root / "ny/reports")
    assert made == {"2019/facts.csv": clean.set["facts.csv"]}
    assert not (facts_alone.root / "ny/data/returned").exists()
    given = {name: contents(facts_alone.root / name / "data/exchange/2019") for name in ("ny", "hel")}
    for table in ("facts.csv", "measures.csv"):  # what others may have of it
        assert given["ny"][table] == given["hel"][table] != b""
    assert portal.make(Workspace(facts_alone.root / "ny"), lambda line: None) is None  # it is no account


def test_an_account_that_stands_with_the_same_facts_is_not_touched(facts_alone, clean):
    assert published(facts_alone.root / "hel") == clean.set
    assert stamps(facts_alone.root / "hel") == stamps(clean.root)
    assert "hel 2019: klart" in facts_alone.printed  # its facts were put beside


def test_an_account_that_stands_with_other_facts_is_made_whole(facts_alone, changed):
    assert published(facts_alone.root / "andrad") == changed.set


def stamps(root: Path) -> dict[str, bytes]:
    """What vouches for the steps of an account, but those of facts alone."""
    found = contents(root / "data/processed/2019/.steps")
    return {name: stamp for name, stamp in found.items() if "facts_alone" not in name}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("", "2019", "", ""), "ROOT=mapp"),
        (("{root}", "2020-2019", "", ""), "YEARS=2015-2024"),
        (("{root}", "19", "", ""), "”19”"),
        (("{root}", "2019", "http://x", ""), "tcp://värd:8786"),
        (("{root}", "2019", "", "pdf"), "facts"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_what_to_write(given, said, tmp_path):
    with pytest.raises(Stop, match=said):
        Asked.of(*(value.format(root=tmp_path) for value in given))


def run_of(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[National, int, list[str]]:
    """A national run of one year in which every year that is handed out is made at once."""
    told: list[str] = []
    monkeypatch.setattr(national_run, "carried_out", lambda task: asdict(Ended(OK, "", 1)))
    run = National(Asked(root, [2019]), told.append)
    return run, run.go(), told


def test_a_body_that_only_receives_has_its_pages(monkeypatch, tmp_path):
    for name in ("norr", "soder"):
        Sent(name, 2019).outcomes({"to-work": 7, "to-studies": 20}).received(tmp_path)
    _, status, told = run_of(tmp_path, monkeypatch)
    assert status == 0 and (tmp_path / "national/reports/index.html").is_file()
    Sent("norr", 2019).outcomes({"to-work": 7, "to-studies": 20}).write(
        tmp_path / "national/received/ost/2019"
    )
    _, status, told = run_of(tmp_path, monkeypatch)
    assert status == 1 and "1 förbundsår kunde inte läggas ihop" in "\n".join(told)


def test_what_cannot_be_an_association_is_told_and_fails(monkeypatch, tmp_path):
    for name in ("ny", "riket", "-streck", "2015-2024", "national"):
        (tmp_path / name / "data").mkdir(parents=True)
    (tmp_path / "tvilling").symlink_to("ny")
    run, status, told = run_of(tmp_path, monkeypatch)
    states = {name: ended.state for (name, _), ended in run.ended.items()}
    assert states == {"ny": OK} | dict.fromkeys(("riket", "-streck", "2015-2024", "tvilling"), FAILED)
    assert status == 1 and any("national har ingen mapp data" in line for line in told)
    assert "ny och tvilling är en och samma" in run.ended["tvilling", 2019].reason


def test_a_file_where_the_run_writes_is_told(monkeypatch, tmp_path):
    (tmp_path / "ny/data").mkdir(parents=True)
    (tmp_path / "national").touch()
    with pytest.raises(Stop, match="är en fil"):
        run_of(tmp_path, monkeypatch)


def test_a_cluster_without_the_library_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(national_executor, "find_spec", lambda name: None)
    with (
        pytest.raises(Stop, match="tillägget cluster"),
        national_executor.executor("tcp://x:1", tmp_path / "log", print),
    ):
        pass


def test_a_machine_with_other_code_or_another_key_or_folder_makes_nothing(tmp_path):
    (tmp_path / "ny/data").mkdir(parents=True)
    mine = national_work.fit()
    asked = [("ny", mine), ("ny", mine | {"code": "0"}), ("ny", mine | {"key": "0"}), ("fjarran", mine)]
    found = [national_work._unfit(Task(str(tmp_path), name, 2019, "", fit), mine) for name, fit in asked]
    assert found[0] is None
    assert [ended.state for ended in found[1:]] == [UNFIT] * 3
    assert [w in e.reason for w, e in zip(("kod", "nyckel", "fjarran"), found[1:], strict=True)] == [True] * 3
    changed = national_work._unfit(Task(str(tmp_path), "ny", 2019, "", mine), mine | {"code": "before"})
    assert changed.state == UNFIT


def test_a_hand_that_dies_is_followed_by_another_once(monkeypatch):
    begun = []

    def taken(root: str) -> object:
        begun.append(root)
        return SimpleNamespace(kill=lambda: None, wait=lambda: None)

    monkeypatch.setattr(national_hands, "_taken", taken)
    monkeypatch.setattr(national_hands, "_asked", lambda hand, task: "")
    assert national_hands.carried_out({"root": "x"}) == {"state": national_hands.KILLED}
    assert begun == ["x", "x"]
