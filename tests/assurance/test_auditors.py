"""What an auditor and a board do with a finished year: re-run, compare, adopt, bundle and sample it."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.strikes import from_event, kill_self
from support.workspaces import change_vannas, command, contents, edit, environment, facts, published, report

from helpers import __main__, identity
from helpers.assurance import adoption, bundle, coarsened, register, sample
from helpers.context import Context
from helpers.faults import Stop
from helpers.machine.whole import sweep
from helpers.pages.html import written
from helpers.paths import REPOSITORY, Workspace
from helpers.runs.run import Run

VANNAS = "data/raw/2019/participants/vannas.csv"


# --- audit -------------------------------------------------------------------------------------------------


def test_the_audit_reproduces_an_adopted_year_elsewhere_and_restores_its_page(finished):
    (finished / "reports/2019/granskning.html").unlink()
    done = command("audit", finished, TZ="Pacific/Apia", LC_ALL="C", PYTHONHASHSEED="17")
    assert done.returncode == 0, done.stdout
    assert "2019 är återskapat" in done.stdout and "0 skiljer." in done.stdout
    published(finished)


def test_the_audit_names_the_changed_and_the_edited_file_the_first_moved_fact_and_its_step(finished):
    change_vannas(finished)
    edit(finished / "reports/2019/index.html", "<h1>", "<h1> ", "utf-8")
    before = contents(finished / "reports/2019")
    done = command("audit", finished)
    assert done.returncode == 1
    assert (
        f"Underlag som är ett annat än då: {VANNAS}" in done.stdout
        and "ändrad i efterhand: index.html" in done.stdout
    )
    assert re.search(
        r"Första siffran som ändrats: \S+-2019-\S+, från .* "
        r"Steget som ändrade den: 1_clean, som läser .*vannas.csv",
        done.stdout,
    )
    assert "2019 är INTE återskapat" in done.stdout
    assert contents(finished / "reports/2019") == before


def test_a_year_never_made_cannot_be_audited(finished):
    shutil.rmtree(finished / "reports")
    done = command("audit", finished)
    assert done.returncode == 2 and "make report YEAR=2019" in done.stdout


# --- diff --------------------------------------------------------------------------------------------------


def visible(html: str) -> list[str]:
    """What stands in a page, block by block, read on its own: the text of every element that ends a block."""
    main = html.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"(?s)<(svg|pre|summary)\b.*?</\1>", " ", main)
    blocks = re.split(r"<(?:p|dd|li)\b[^>]*>|</(?:p|li|td|th|h[1-6]|figcaption|caption|tr|dd|dt)>", main)
    return [t for b in blocks if (t := " ".join(unescape(re.sub(r"<[^>]+>", "", b)).split()))]


def titles(html: str) -> set[str]:
    """Titles of charts and captions of tables, which state a finding and end without a full stop."""
    return {
        " ".join(unescape(re.sub(r"<[^>]+>", "", t)).split())
        for t in re.findall(r'<(?:p class="finding-title"|caption)>(.*?)</(?:p|caption)>', html)
    }


def without(blocks: list[str], others: list[str]) -> list[str]:
    """Blocks that others do not have, as often as they do not."""
    left = Counter(others)
    left.subtract(blocks)
    return [b for b in dict.fromkeys(blocks) for _ in range(-left[b])]


def test_a_planted_cell_is_reported_with_exactly_the_facts_sentences_and_reports_it_moves(clean, changed):
    done = command("diff", changed.root, AGAINST=str(clean.root))
    assert done.returncode == 0, done.stdout
    before, after = facts(clean.root), facts(changed.root)
    moved = {k for k in before if before[k] != after[k]}
    assert len(
        re.findall(rf"– på grund av {VANNAS} \(rad 3 räknas (?:nu|inte längre)\)$", done.stdout, re.M)
    ) == len(moved)
    assert (
        f"Fakta som ändrats: {len(moved)}\n" in done.stdout and f"Ändrat underlag: {VANNAS}\n" in done.stdout
    )
    told = set(re.findall(r"^  (\S+\.html): ”(.*)” → ”(.*)”$", done.stdout, re.M))
    expected, reports = set(), set()
    for name in (n for n in clean.set if n.endswith(".html") and "/" not in n and n != "granskning.html"):
        old, new = (visible(s[name].decode()) for s in (clean.set, changed.set))
        gone, come = without(old, new), without(new, old)
        hashes = {
            hashlib.sha256((r / VANNAS).read_bytes()).hexdigest()[:12] for r in (clean.root, changed.root)
        }
        reports |= (
            {name} if [b for b in old if b not in hashes] != [b for b in new if b not in hashes] else set()
        )
        named = titles(clean.set[name].decode()) | titles(changed.set[name].decode())
        expected |= {
            (name, *pair)
            for pair in zip(
                *([b for b in blocks if b.endswith(".") or b in named] for blocks in (gone, come)),
                strict=True,
            )
        }
    assert told == expected and expected
    assert set(re.findall(r"^  (\S+\.html): siffror", done.stdout, re.M)) == reports


def test_without_a_change_nothing_moves_and_a_wrong_comparison_says_what_to_do(clean, finished):
    done = command("diff", finished, AGAINST="reports/2019")
    assert (
        done.returncode == 0
        and "Fakta som ändrats: 0" in done.stdout
        and "Bokslut som ändrats: 0" in done.stdout
    )
    for against, said in (
        ("", "AGAINST=mapp"),
        ("finns-inte", "varken en mapp"),
        ("data", "inga rapporter för 2019"),
    ):
        done = command("diff", finished, AGAINST=against)
        assert done.returncode == 2 and said in done.stdout, done.stdout


def test_a_commit_is_compared_by_its_own_facts_pages_and_code(clean, finished):
    git = ["git", "-C", str(finished), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    (finished / ".gitignore").write_text(
        "/data/processed/\n/reports/**/*.html\n/reports/**/sidor.json\n", encoding="utf-8"
    )
    shutil.copytree(
        REPOSITORY / "src", finished / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    shutil.copytree(REPOSITORY / "notebooks", finished / "notebooks")
    shutil.copyfile(REPOSITORY / "requirements.lock", finished / "requirements.lock")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "adopted"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    change_vannas(finished)
    done = command("diff", finished, AGAINST="HEAD")
    assert "rad 3 räknas nu" in done.stdout and re.search(
        r"^  vannas.html: ”.*” → ”.*”$", done.stdout, re.M
    ), done.stdout
    subprocess.run([*git, "rm", "-q", "--cached", VANNAS], check=True)  # a delivery that git does not hold
    subprocess.run([*git, "commit", "-qm", "without"], check=True, capture_output=True)
    done = command("diff", finished, AGAINST="HEAD")
    assert "per fil, inte per rad" in done.stdout and f"– på grund av {VANNAS}\n" in done.stdout
    assert "inte kvar. Här står meningarna" in done.stdout


# --- adopt -------------------------------------------------------------------------------------------------


WHY = "Bjurholm hade ingen verksamhet"


def adopt(root: Path, **variables: str) -> subprocess.CompletedProcess:
    """`make adopt` of the fixture, whose year lacks a list."""
    return command("adopt", root, **{"INCOMPLETE": WHY, **variables})


@pytest.fixture(scope="module")
def adopted(clean, tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("adopted") / "a"
    shutil.copytree(clean.root, root)
    done = adopt(root, BY="ab")
    assert done.returncode == 0, done.stdout
    return root


@pytest.fixture
def frozen(adopted, tmp_path) -> Path:
    shutil.copytree(adopted, tmp_path / "a")
    return tmp_path / "a"


def assert_code_stands_unhashed(folder: Path, code: bytes) -> None:
    """A set holds the code that ran, and its manifest neither names that file nor has its hash."""
    manifest = (folder / "manifest.json").read_text(encoding="utf-8")
    assert (folder / "code.json").read_bytes() == code and json.loads(code)
    assert (
        "facts.csv" in manifest
        and "code.json" not in manifest
        and hashlib.sha256(code).hexdigest() not in manifest
    )


def test_an_adopted_year_says_so_and_the_same_run_again_changes_nothing(clean, frozen):
    set_ = published(frozen)
    assert contents(frozen / "data/adopted/2019/1") == set_
    assert_code_stands_unhashed(frozen / "data/adopted/2019/1", set_["code.json"])
    assert (
        "Fastställt av styrelsen." in set_["vannas.html"].decode()
        and "Inte fastställt" in clean.set["vannas.html"].decode()
    )
    assert set_["facts.csv"] == clean.set["facts.csv"]
    rows = (frozen / "data/adopted/2019.csv").read_text(encoding="utf-8").splitlines()
    sha = "[0-9a-f]{64}"
    decided = rf"1;AB;\d{{4}}-\d\d-\d\d;;{sha};;Bjurholm hade ingen verksamhet;{sha};{sha}"
    assert re.fullmatch(decided, rows[1])
    assert report(frozen).returncode == 0 and published(frozen) == set_


def test_a_run_that_would_change_an_adopted_year_stops_and_says_what_would_change(frozen):
    set_ = published(frozen)
    change_vannas(frozen)
    done = report(frozen)
    assert done.returncode == 2 and "data/returned är orörda" in done.stdout
    assert (
        "verdict-1.1-2019-vannas, från Målet har inte uppnåtts till Målet har uppnåtts" in done.stdout
        and 'REVISION="skäl"' in done.stdout
    )
    assert published(frozen) == set_
    assert contents(frozen / "data/adopted/2019/1") == set_


def test_a_refused_run_changes_no_byte_of_what_is_published_frozen_or_sent_back(frozen):
    edit(frozen / VANNAS, "30/11 2019;Studier", "30/11 2019;Arbte")

    def standing() -> dict[str, bytes]:
        workings = ("data/processed/", "data/returned/.2019-made/")
        return {n: c for n, c in contents(frozen).items() if not n.startswith(workings)}

    sent = frozen / "data/returned/2019/participants/vannas.xlsx"
    sent.parent.mkdir(parents=True, exist_ok=True)
    sent.write_bytes(b"sent back before")
    before = standing()
    done = report(frozen)
    assert done.returncode == 2 and "är fastställt (revision 1) och skulle ändras" in done.stdout
    assert standing() == before


def test_a_later_year_cannot_print_other_figures_for_an_adopted_year(clean, tmp_path):
    root = tmp_path / "a"
    shutil.copytree(clean.root, root)
    assert adopt(root, YEAR="2018", BY="AB").returncode == 0
    path = next((root / "data/raw/2018/participants").iterdir())
    before = published(root)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    done = report(root)
    assert done.returncode == 2 and re.search(
        r"Bokslutet 2018 är fastställt, men \d+ av dess siffror", done.stdout
    ), done.stdout
    assert published(root) == before


def test_a_revision_lists_what_it_corrected_with_verdicts_and_sentences(frozen):
    before = facts(frozen)
    change_vannas(frozen)
    done = adopt(frozen, BY="AB", REVISION="Vännäs lista  rättad")
    assert done.returncode == 0, done.stdout
    after = facts(frozen)
    moved = {k for k in before if before[k] != after[k]}
    listed = list(
        csv.DictReader(io.StringIO((frozen / "reports/2019/rattelser.csv").read_text(encoding="utf-8")))
    )
    assert {
        tuple(r[c] for c in ("year", "platform", "measure", "respondents", "group")) for r in listed
    } == moved
    assert all(
        (r["value_before"], r["value_after"]) == (before[k]["value"], after[k]["value"])
        for r in listed
        for k in [tuple(r.values())[1:6]]
    )
    page = (frozen / "reports/2019/rattelser.html").read_text(encoding="utf-8")
    verdicts = [k for k in moved if k[2].startswith("verdict:")]
    assert (
        f"Ändrade signaler: {len(verdicts)}" in page
        and f"Rättade siffror: {len(moved) - len(verdicts)}" in page
    )
    assert "Skäl: Vännäs lista rättad." in page and "67 % (2/3) till arbete" in page.replace("\xa0", " ")
    assert "Revision 2" in (frozen / "reports/2019/vannas.html").read_text(encoding="utf-8")
    set_ = published(frozen)
    assert (
        contents(frozen / "data/adopted/2019/2") == set_
        and report(frozen).returncode == 0
        and published(frozen) == set_
    )
    assert command("audit", frozen).returncode == 0
    done = adopt(frozen, BY="AB", REVISION="inget nytt")
    page = (frozen / "reports/2019/rattelser.html").read_text(encoding="utf-8")
    assert done.returncode == 0 and page.index("Revision 3</h2>") < page.index(
        "Inga siffror ändrades"
    ) < page.index("Revision 2</h2>")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"BY": ""}, "Ange initialerna"),
        ({"BY": "Anna Andersson"}, "Ange initialerna"),
        ({"BY": "AB"}, "redan fastställt"),
        ({"BY": "AB", "REVISION": "  "}, "redan fastställt"),
        ({"BY": "AB", "YEAR": "2018", "REVISION": "x"}, "inte fastställt än"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "20 mars 2020"}, "är ingen dag"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "2020-02-30"}, "är ingen dag"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "2020-3-20"}, "är ingen dag"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "20200320"}, "är ingen dag"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "2999-01-01"}, "har inte varit än"),
        ({"BY": "AB", "REVISION": "x", "DECIDED": "2019-12-31"}, "före årets slut"),
    ],
)
def test_a_decision_that_cannot_be_registered_says_why(adopted, variables, said):
    before = contents(adopted / "data/adopted")
    done = adopt(adopted, **variables)
    assert done.returncode == 2 and said in done.stdout and contents(adopted / "data/adopted") == before


def test_the_day_of_a_decision_and_why_parts_are_missing_stand_in_the_register_and_on_the_pages(tmp_path):
    context = Context(Workspace(tmp_path), 2019)
    context.reports.mkdir(parents=True)
    (context.reports / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    asked = adoption.Asked.of("ab", "", "2020-03-20", f" {WHY}\u00a0 2019 ")
    adoption.freeze(context, [adoption.next_adoption(context, asked)], context.reports)
    (known,) = register.register(context)
    assert (known.decided, known.incomplete) == ("2020-03-20", f"{WHY} 2019")
    said = written(adoption.status([known]))
    assert f"Fastställt av styrelsen den 2020-03-20. Registrerat {known.date}." in said
    assert f"Alla delar finns inte med: {WHY} 2019" in said
    with pytest.raises(Stop, match=r"före det förra beslutet \(2020-03-20\)"):
        adoption.next_adoption(context, adoption.Asked.of("ab", "fel", "2020-03-19"))
    again = adoption.next_adoption(context, adoption.Asked.of("ab", "fel", "2020-03-20"))
    assert adoption.Asked.of("ab", "fel", "2020-03-20") == adoption.Asked("AB", "fel", "2020-03-20", "")
    assert (again.revision, again.decided, again.incomplete) == (2, "2020-03-20", "")


def test_a_register_from_before_these_columns_is_read_and_carried_on(tmp_path):
    context = Context(Workspace(tmp_path), 2019)
    context.reports.mkdir(parents=True)
    (context.reports / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    adoption.freeze(context, [register.Adoption(1, "AB", "2020-03-21")], context.reports)
    path = context.workspace.adopted / "2019.csv"
    old = "".join(f"{';'.join(line.split(';')[:5])}\n" for line in path.read_text().splitlines())
    path.write_text(old, encoding="utf-8")
    (known,) = register.register(context)
    assert (known.by, known.decided, known.incomplete) == ("AB", "", "")
    adoption.freeze(
        context, [known, adoption.next_adoption(context, adoption.Asked.of("CD", "fel"))], context.reports
    )
    assert [a.reason for a in register.register(context)] == ["", "fel"]
    path.write_text(old + path.read_text(encoding="utf-8").splitlines()[2] + "\n", encoding="utf-8")
    with pytest.raises(Stop, match="rad 3"):  # a row wider than the register's head
        register.register(context)


@pytest.mark.parametrize(
    ("refused", "absent", "incomplete", "said"),
    [
        (0, [], "", ""),
        (0, [], "skäl", "men inget saknas"),
        (0, ["SUS"], "", "SUS"),
        (0, ["SUS"], "skäl", ""),
        (2, [], "", "inte kan läsas: 2"),
        (2, ["SUS"], "skäl", ""),
    ],
)
def test_a_decision_on_a_year_without_all_its_parts_says_why(refused, absent, incomplete, said):
    asked = register.Adoption(1, "AB", "2020-03-21", incomplete=incomplete)
    told = adoption.lacking(asked, refused, absent, 2019)
    assert said in told and bool(told) == bool(said)


def killed_in_freezing(context: Context, known: list[register.Adoption], moment: int) -> bool:
    """`adoption.freeze` in a forked child, killed at the given change of the disk; whether it came so far."""
    child = os.fork()
    if child == 0:
        sys.addaudithook(from_event(moment, kill_self))
        adoption.freeze(context, known, context.workspace.root / "set")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9


def test_a_decision_killed_anywhere_leaves_no_frozen_set_without_its_row_and_is_completed(adopted, tmp_path):
    """Killed at every change of the disk in turn; what the next command completes is the same bytes."""
    known, expected = register.register(Context(Workspace(adopted), 2019)), contents(adopted / "data/adopted")
    moment, completed = 1, []
    while True:
        root = tmp_path / str(moment)
        shutil.copytree(adopted / "reports/2019", root / "set")
        context = Context(Workspace(root), 2019, Context.of(Workspace(adopted), 2019).association)
        if not killed_in_freezing(context, known, moment):
            break
        sweep(root)  # as every command begins
        row = (root / "data/adopted/2019.csv").exists()
        assert row or not (root / "data/adopted/2019/1").exists(), moment
        assert register.register(context) == (known if row else []), moment
        if not row:
            adoption.freeze(context, known, root / "set")
        assert contents(root / "data/adopted") == expected, moment
        completed.append(row)
        shutil.rmtree(root)
        moment += 1
    assert True in completed and False in completed


def test_what_a_killed_decision_left_before_its_row_is_cleared_away(finished):
    half = finished / "data/adopted/2019/.sb-999999999-1-0"
    half.mkdir(parents=True)
    (half / "index.html").write_text("half", encoding="utf-8")
    (half.parent.parent / ".sb-999999999-1-1").write_text("half", encoding="utf-8")
    sample.sample(Context(Workspace(finished), 2019), "3", "1")  # as a year that is not adopted
    assert adopt(finished, BY="AB").returncode == 0
    assert contents(finished / "data/adopted") == {
        **{f"2019/1/{n}": c for n, c in published(finished).items()},
        **{n: (finished / "data/adopted" / n).read_bytes() for n in ("2019.csv", "2019/index.html")},
    }


def test_beside_the_frozen_sets_stands_what_their_link_to_all_years_leads_to(frozen):
    assert adopt(frozen, BY="AB", REVISION="en siffra <var> fel").returncode == 0
    page = frozen / "data/adopted/2019/index.html"
    assert (
        page.parent / "1" / re.search('href="([^"]+)">Alla år', read(page.parent / "1/index.html"))[1]
    ).samefile(page)
    assert re.findall('href="([12].*?)"', read(page)) == ["2/index.html", "1/index.html"]
    assert "Skäl: en siffra &lt;var&gt; fel." in read(page)
    assert "Revision 2: Fastställt av styrelsen." in read(frozen / "reports/index.html")
    page.unlink()  # no set vouches for it
    assert len(register.register(Context(Workspace(frozen), 2019))) == 2


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_the_same_command_completes_a_decision_killed_before_its_pages_and_makes_no_other(frozen, tmp_path):
    before = tmp_path / "before"
    shutil.copytree(frozen / "reports/2019", before)
    variables = {"BY": "ab", "REVISION": "inget  nytt"}
    assert adopt(frozen, **variables).returncode == 0
    expected, pages = contents(frozen / "data/adopted"), published(frozen)
    assert "2019/2/manifest.json" in expected
    for asked, revision in ((variables, 2), ({"BY": "CD", "REVISION": "ett annat skäl"}, 3)):
        shutil.rmtree(frozen / "reports/2019")
        shutil.copytree(before, frozen / "reports/2019")
        done = adopt(frozen, **asked)
        assert done.returncode == 0 and f"2019 är fastställt, revision {revision}." in done.stdout
        if revision == 2:
            assert contents(frozen / "data/adopted") == expected and published(frozen) == pages
    assert [
        line[:5] for line in (frozen / "data/adopted/2019.csv").read_text(encoding="utf-8").splitlines()[1:]
    ] == ["1;AB;", "2;AB;", "3;CD;"]


def test_a_run_meets_a_decision_killed_before_its_pages_as_adopted(adopted, clean, frozen):
    shutil.rmtree(frozen / "reports/2019")
    shutil.copytree(clean.root / "reports/2019", frozen / "reports/2019")
    assert "Inte fastställt" in published(frozen)["index.html"].decode()
    assert report(frozen).returncode == 0
    assert contents(frozen / "data/adopted") == contents(adopted / "data/adopted")
    assert "Fastställt" in published(frozen)["index.html"].decode()


def stopped(name: str, root: Path, **variables: str) -> str:
    """What a command says that stops, in this process; not a byte of the folder may be changed."""
    before = contents(root)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Stop) as stop:
        for variable, value in {"YEAR": "2019", "AGAINST": "reports/2019", **variables}.items():
            patch.setenv(variable, value)
        __main__.COMMANDS[name](Workspace(root))
    assert contents(root) == before
    return str(stop.value)


def test_a_frozen_set_without_its_register_stops_every_command_and_no_byte_is_changed(frozen):
    (frozen / "data/adopted/2019.csv").unlink()
    before = contents(frozen)
    done = adopt(frozen, BY="AB")
    assert done.returncode == 2 and contents(frozen) == before, done.stdout
    assert (
        done.stdout.startswith("data/adopted/2019/1 saknar rad i registret")
        and "Lägg tillbaka data/adopted/2019.csv" in done.stdout
    )
    for name in ("report", "check", "adopt", "audit", "diff", "bundle", "sample", "lab", "remake"):
        assert stopped(name, frozen, BY="AB") == done.stdout.rstrip("\n"), name


def test_an_earlier_year_that_is_frozen_without_its_register_stops_the_run_too(frozen):
    shutil.copytree(frozen / "data/adopted/2019/1", frozen / "data/adopted/2018/1")
    for name in ("report", "check", "adopt", "audit", "diff"):
        assert stopped(name, frozen, BY="AB", REVISION="skäl").startswith("data/adopted/2018/1 saknar rad"), (
            name
        )


def test_the_audit_of_every_year_finds_a_frozen_set_without_its_register_before_it_makes_any(frozen, capsys):
    shutil.copytree(frozen / "reports/2019", frozen / "reports/2018")
    edit(frozen / "reports/2018/manifest.json", '"revision": 1', '"revision": 0')
    (frozen / "data/adopted/2019.csv").unlink()
    assert (
        stopped("audit", frozen, YEAR="").startswith("data/adopted/2019/1 saknar rad")
        and not capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("lines", "named"),
    [([0, 1], "data/adopted/2019/2"), ([0, 2], "data/adopted/2019/1"), ([0], "data/adopted/2019/1")],
)
def test_a_row_missing_for_one_of_several_revisions_stops_and_names_its_folder(frozen, lines, named):
    path, one = frozen / "data/adopted/2019.csv", frozen / "data/adopted/2019/1"
    (known,) = register.register(Context(Workspace(frozen), 2019))
    shutil.copytree(one, one.with_name("2"))
    path.write_bytes(register.written(register.sealed(2019, [known, replace(known, revision=2)])))
    rows = path.read_text(encoding="utf-8").splitlines()
    assert len(register.register(Context(Workspace(frozen), 2019))) == 2
    path.write_text("\n".join(rows[i] for i in lines) + "\n", encoding="utf-8")
    with pytest.raises(Stop, match=f"{named} .*saknar.*Lägg tillbaka data/adopted/2019.csv"):
        register.register(Context(Workspace(frozen), 2019))


@pytest.mark.parametrize("name", ["1 kopia", "2019.csv", ".2", ".3-pending", "01", "sb-1"])
def test_what_does_not_belong_beside_the_frozen_sets_stops_and_is_left_alone(frozen, name):
    path = frozen / "data/adopted/2019" / name
    path.write_text("x", encoding="utf-8") if name == "2019.csv" else shutil.copytree(
        frozen / "data/adopted/2019/1", path
    )
    assert stopped("adopt", frozen, BY="AB", REVISION="skäl").startswith(
        f"data/adopted/2019/{name} hör inte hemma"
    )


def test_a_hidden_file_that_a_file_manager_left_beside_the_frozen_sets_is_no_hindrance(frozen):
    (frozen / "data/adopted/2019/.DS_Store").write_bytes(b"\0")
    assert len(register.register(Context(Workspace(frozen), 2019))) == 1


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda head, row: [head, row, row], 3),
        (lambda head, row: [head, row.replace("1;", "3;", 1), row], 2),
        (lambda head, row: [head, row.replace("1;", "ett;", 1)], 2),
        (lambda head, row: [head, row.replace("1;", ";", 1)], 2),
        (lambda head, row: [head, row.replace("1;", "1.0;", 1)], 2),
        (lambda head, row: [head, row.rpartition(";")[0]], 2),
        (lambda head, row: [head, row + ";x"], 2),
        (lambda head, row: [head, row.replace(";;Bj", "0;;Bj")], 2),
        (lambda head, row: [head, row.replace(";;Bj", ";i mars;Bj")], 2),
        (lambda head, row: [head, "", row.replace(";AB;", ";;")], 3),
        (lambda head, row: [head.replace("reason", "skäl"), row], 1),
        (lambda head, row: [row], 1),
        (lambda head, row: [], 1),
    ],
)
def test_a_register_that_is_no_register_stops_with_file_and_line(frozen, change, line):
    path = frozen / "data/adopted/2019.csv"
    shutil.copytree(frozen / "data/adopted/2019/1", frozen / "data/adopted/2019/3")
    path.write_text("\n".join(change(*path.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
    if "\n3;" not in path.read_text(encoding="utf-8"):
        shutil.rmtree(frozen / "data/adopted/2019/3")
    with pytest.raises(Stop, match=f"data/adopted/2019.csv, rad {line}: .*Lägg tillbaka"):
        register.register(Context(Workspace(frozen), 2019))


def test_a_register_saved_in_another_encoding_stops_with_file_and_line_and_no_byte_is_changed(frozen):
    edit(frozen / "data/adopted/2019.csv", ";;", ";Vännäs;", "latin-1")
    assert stopped("adopt", frozen, BY="AB", REVISION="skäl").startswith("data/adopted/2019.csv, rad 2: ")


def test_of_two_decisions_at_once_the_second_is_none(frozen):
    before = contents(frozen)
    with pytest.raises(Stop, match="redan fastställt"):
        Run(Context(Workspace(frozen), 2019), register.Adoption(1, "CD", "2020-01-01")).go()
    assert contents(frozen) == before


def test_a_year_with_a_refused_list_is_not_adopted(finished):
    edit(finished / VANNAS, "30/11 2019;Studier", "30/11 2019;Studje")
    before = published(finished)
    done = command("adopt", finished, BY="AB")
    assert done.returncode == 1 and "fastställs inte än" in done.stdout and published(finished) == before
    assert 'make adopt YEAR=2019 BY=AB INCOMPLETE="skäl"' in done.stdout
    assert "Deltagarlista från Samordningsteamet i Bjurholm" in done.stdout.partition("Det som saknas:")[2]
    assert "Delar vars filer inte kan läsas: 1" in done.stdout
    assert not (finished / "data/adopted").exists()


def test_what_is_frozen_cannot_be_edited_unseen(frozen):
    edit(frozen / "data/adopted/2019/1/facts.csv", "vannas,total,,all,5", "vannas,total,,all,6", "utf-8")
    done = report(frozen)
    assert done.returncode == 2 and "ändrat i efterhand: data/adopted/2019/1/facts.csv" in done.stdout


# --- bundle ------------------------------------------------------------------------------------------------


NAMES = ("Anna Provsson", "Bertil Fiktiv")


@pytest.fixture(scope="module")
def bundled(clean, tmp_path_factory) -> Path:
    """A bundle of a year whose senders wrote names where none belong: a sheet and an example's text."""
    root = tmp_path_factory.mktemp("bundled") / "a"
    shutil.copytree(clean.root, root)
    lists = root / "data/raw/2019/participants/ungdomstorget.xlsx"
    book = openpyxl.load_workbook(lists)
    book["Lista"].title = NAMES[0]
    book.save(lists)
    example = root / "data/raw/2019/examples/1.3-1.md"
    example.write_text(example.read_text(encoding="utf-8") + f"\n{' '.join(NAMES)}\n", encoding="utf-8")
    assert report(root).returncode == 0
    done = command("bundle", root)
    assert done.returncode == 0, done.stdout
    return root


def numbers_in(held: str) -> set[str]:
    """Every ten or twelve digits in a row, whatever stands between them (blank, hyphen, plus)."""
    runs = [re.sub(r"\D", "", run) for run in re.findall(r"\d(?:[-+ \u00a0\u2212\u2013]?\d){9,}", held)]
    return {run[i : i + n] for run in runs for n in (10, 12) for i in range(len(run) - n + 1)}


def identities(numbers: list[str]) -> set[str]:
    """Personnummer of twelve digits, with and without their century."""
    return {*numbers, *(n[2:] for n in numbers)}


def everything(folder: Path) -> str:
    """All text of a folder, with the cells of its tables, whatever they are packed in."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.append(path.relative_to(folder).as_posix())
        if path.suffix == ".parquet":
            table = pd.read_parquet(path)
            found += [*table.columns, *(str(v) for c in table for v in table[c])]
        else:
            assert not zipfile.is_zipfile(path)
            found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def test_a_bundle_holds_no_personnummer_name_free_text_or_pseudonym(bundled, test_numbers):
    held = everything(bundled / "data/bundles/2019")
    raw = (bundled / VANNAS).read_text(encoding="windows-1252")
    assert numbers_in(raw) & identities(test_numbers)  # the search finds them where they are
    assert numbers_in(held) & identities(test_numbers) == set()
    assert [n for n in NAMES if n in held] == []
    free = (
        (bundled / "data/raw/2019/examples/1.3-1.md")
        .read_text(encoding="utf-8")
        .rpartition("---")[2]
        .split("\n")
    )
    assert [t for t in free if len(t) > 10 and t in held] == [] and any(len(t) > 10 for t in free)
    rows = pd.read_parquet(bundled / "data/processed/2019/participations.parquet")
    assert not set(rows["person"]) & set(re.findall(r"[0-9a-f]{16}", held))
    dates = pd.read_parquet(bundled / "data/bundles/2019/data/processed/2019/participations.parquet")
    days = dates.select_dtypes("datetime")
    assert days.shape[1] == 3 and "municipality" not in dates
    assert all((days[c].dropna().dt.strftime("%m-%d") == "01-01").all() for c in days)


def test_the_shipped_years_bundled_hold_no_identity(shipped_tables, test_numbers, tmp_path):
    """Every identity of the shipped years, searched in what their bundles would hold."""
    for year, folder in shipped_tables.items():
        d = Context(Workspace(folder.parents[2]), year).definitions
        for name in coarsened.columns():
            table = coarsened.coarsened(name, pd.read_parquet(folder / f"{name}.parquet"), d)
            table.to_csv(tmp_path / f"{year}-{name}.csv", index=False)
    held = everything(tmp_path)
    assert len(held) > 100_000
    assert numbers_in(held) & identities(test_numbers) == set()
    assert not identity.looks_like(held)


def an_auditors_python(folder: Path) -> Path:
    """An environment with the locked libraries and without this project; nothing is downloaded."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = folder / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    (site / "paket.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin/python"


def test_a_bundle_derives_the_same_facts_without_raw_data_net_or_the_project(bundled, tmp_path):
    place = tmp_path / "hos revisorn å"
    shutil.copytree(bundled / "data/bundles/2019", place)
    variables = {
        k: v for k, v in environment(place).items() if k not in ("SOCIALT_BOKSLUT_WORKSPACE", "PYTHONPATH")
    }
    python = an_auditors_python(tmp_path / "egen")
    assert subprocess.run(
        [python, "-c", "import helpers"], env=variables, capture_output=True
    ).returncode  # only the bundle has it
    make_it = ["make", "-C", str(place), f"RUN={python}"]
    offline = ["unshare", "--net", "--map-root-user", *make_it]
    if subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True).returncode:
        offline = make_it  # no right to take the net away here
    done = subprocess.run(offline, env=variables, text=True, capture_output=True)
    count = len((place / "facts.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert (
        done.returncode == 0
        and f"{count:,} fakta räknades fram igen. Alla är lika".replace(",", "\xa0") in done.stdout
    ), done.stdout + done.stderr
    printed = (bundled / "reports/2019/facts.csv").read_text(encoding="utf-8").splitlines()
    lines = (place / "facts.csv").read_text(encoding="utf-8").splitlines()
    _, *left = csv.reader((place / bundle.NOT_DERIVED).read_text(encoding="utf-8").splitlines())
    assert lines == [line for line in printed if line in set(lines)] and len(lines) > 100
    assert left == [key[:5] for key in csv.reader(p for p in printed if p not in set(lines))]
    assert_code_stands_unhashed(place, (bundled / "reports/2019/code.json").read_bytes())


def test_a_bundle_that_was_edited_or_gives_other_facts_says_which(bundled, tmp_path):
    place = tmp_path / "b"
    shutil.copytree(bundled / "data/bundles/2019", place)
    path = place / "data/processed/2019/participations.parquet"
    table = pd.read_parquet(path)
    assert table.empty  # as few as they are
    nobody = "2019,vannas,dropped-out,,all,0,,,count,ok"
    assert nobody in (place / "facts.csv").read_text(encoding="utf-8")
    day = pd.Timestamp(2019, 1, 1)
    row = {"row": "participations#!1", "platform": "vannas", "person": "P1", "start": day, "end": day}
    added = (
        pd.DataFrame([row | {"outcome": "dropped-out"}]).reindex(columns=table.columns).astype(table.dtypes)
    )
    added.to_parquet(path, index=False)
    done = command("check-bundle", tmp_path, BUNDLE=str(place))
    assert (
        done.returncode == 1
        and "inte den som lämnades ut: data/processed/2019/participations.parquet" in done.stdout
    )
    assert nobody in done.stdout and "INTE desamma" in done.stdout
    done = command("check-bundle", tmp_path, BUNDLE=str(tmp_path))
    assert done.returncode == 2 and "ingen mapp som make bundle har skrivit" in done.stdout


def test_a_bundle_is_not_written_of_tables_that_the_reports_do_not_rest_on(finished):
    edit(finished / "reports/2019/facts.csv", "vannas,total,,all,5", "vannas,total,,all,6", "utf-8")
    done = command("bundle", finished)
    assert (
        done.returncode == 2
        and "hör inte ihop" in done.stdout
        and not list((finished / "data/bundles").glob("*"))
    )


# --- sample ------------------------------------------------------------------------------------------------


def test_no_sample_is_drawn_of_a_set_that_does_not_say_what_its_pages_print(finished):
    (finished / "reports/2019/sidor.json").unlink()
    with pytest.raises(Stop, match=r"sidor\.json saknas"):
        sample.sample(Context(Workspace(finished), 2019), "25", "7")


def test_the_working_paper_leads_to_each_voucher_and_leaves_room_for_the_answer(clean, finished):
    path = sample.sample(Context(Workspace(finished), 2019), "25", "7")
    book = openpyxl.load_workbook(path)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert len(rows) == 25 and [r[0] for r in rows] == list(range(1, 26))
    vouchers_made = {n: c.decode() for n, c in clean.set.items() if n.startswith("verifikationer/")}
    for row in book.worksheets[0].iter_rows(min_row=2):
        target = row[2].hyperlink
        name = target.target.replace("\\", "/").rpartition("reports/2019/")[2]
        assert f'id="{target.location}"' in vouchers_made[name] and target.location == row[2].value
        assert [c.value for c in row[head.index("Kontrollerat värde") :]] == [None] * 4
    assert book.worksheets[1]["B4"].value == 7
    kinds = {r[1] for r in rows}
    assert "Kvinnor och män" not in kinds and kinds >= {
        "Deltagare",
        "Enkätsvar",
        "SUS",
        "Helårsekvivalenter",
        "Mål och signaler",
        "Osäkerhet",
        "Följsamhet i NAFS",
        "Strategiska mål",
        "Förebyggande insatser",
    }  # nothing of women and men compared: of all who left both figures stand, of few answers no difference
    with pytest.raises(sample.Stop, match="skrivs inte över"):
        sample.sample(Context(Workspace(finished), 2019), "25", "7")
    for size in ("0", "-3", "många"):
        with pytest.raises(sample.Stop, match="N=25"):
            sample.sample(Context(Workspace(finished), 2019), size, "")
