"""`make fetch-hae`: against a server of our own; a delivery with its edition, or nothing and why."""

import json
import shutil
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from support.workspaces import FIXTURE, contents

from helpers.context import Context
from helpers.deliveries import yearly_equivalents
from helpers.faults import Stop
from helpers.files import sha256
from helpers.paths import REPOSITORY, Workspace
from helpers.runs import fetch_hae

COLUMNS = ("Ohälsa", "Arbetsmarknadsstöd", "Ekonomiskt bistånd", "Totalt", "Befolkning")


def answer(
    columns: tuple[str, ...] = COLUMNS, times: tuple[str, ...] = ("2018", "2019H1"), **changed: object
) -> dict:
    """What a PxWeb database answers of Umeå and of a municipality that is not ours."""
    regions = {"2480": "Umeå", "2482": "Skellefteå"}
    count = len(regions) * len(columns) * len(times)
    return {
        "class": "dataset",
        "updated": "2020-01-20T08:30:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [len(regions), len(columns), len(times)],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": {"category": {"index": list(regions), "label": regions}},
            "ContentsCode": {
                "category": {
                    "index": [f"K{n}" for n in range(len(columns))],
                    "label": {f"K{n}": name for n, name in enumerate(columns)},
                }
            },
            "Tid": {"category": {"index": list(times)}},
        },
        "value": [1000.5, None, *range(2, count)],
    } | changed


class Answering(BaseHTTPRequestHandler):
    """`/<code>` answers with that status and the server's content."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()
        self.wfile.write(self.server.content)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as made:
        made.content = json.dumps(answer()).encode()  # type: ignore[attr-defined]
        thread = Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def address(server: HTTPServer, code: int = 200) -> str:
    return f"http://127.0.0.1:{server.server_port}/{code}"


@pytest.fixture
def context(tmp_path: Path) -> Context:
    shutil.copytree(FIXTURE / "data" / "definitions", tmp_path / "data" / "definitions")
    return Context(Workspace(tmp_path), 2019)


def fetched(context: Context, url: str) -> list[str]:
    said: list[str] = []
    fetch_hae.fetch(context, url, said.append)
    return said


def test_a_delivery_is_written_with_its_edition_and_the_answer_kept(
    context: Context, server: HTTPServer
) -> None:
    said = "\n".join(fetched(context, address(server)))
    path = context.raw / "helarsekvivalenter.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == ";".join(("Kommun", "År", "Period", *COLUMNS, "Utgåva"))
    assert lines[1:] == [
        "Umeå;2018;helår;1000,5;2;4;6;8;2020-01-20",
        "Umeå;2019;halvår 1;;3;5;7;9;2020-01-20",
    ]
    assert "utgåva 2020-01-20" in said and "Skellefteå" in said and "Riket" in said
    kept = context.workspace.root / "data/fetched/2019/helarsekvivalenter-2020-01-20.json"
    assert kept.read_bytes() == server.content  # type: ignore[attr-defined]
    card = json.loads(kept.with_suffix(".card.json").read_text(encoding="utf-8"))
    assert (
        card["sha256"] == sha256(kept.read_bytes())
        and card["sha256"] in said
        and card["url"] == address(server)
    )


def test_what_is_written_is_read_as_any_delivery(context: Context, server: HTTPServer) -> None:
    fetched(context, address(server))
    path = context.raw / "helarsekvivalenter.csv"
    frame, faults = yearly_equivalents.read(path, path.name, context.definitions, [])
    assert not faults.refused and list(frame["period"]) == ["2018", "2019-h1"]
    assert frame["ill-health"].iloc[0] == 1000.5 and pd.isna(frame["ill-health"].iloc[1])
    assert set(frame["edition"].astype(str)) == {"2020-01-20"}


def test_a_year_that_has_the_file_is_never_written_over(context: Context, server: HTTPServer) -> None:
    context.raw.mkdir(parents=True)
    (context.raw / "helarsekvivalenter.csv").write_bytes(b"levererad")
    before = contents(context.workspace.root)
    with pytest.raises(Stop, match="finns redan och skrivs aldrig över"):
        fetched(context, address(server, 404))
    assert contents(context.workspace.root) == before


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (404, "Adressen finns inte hos databasen"),
        (429, "Vänta en stund"),
        (403, "lämnade inte ut tabellen"),
        (500, r"svar 500"),
    ],
)
def test_an_address_that_does_not_give_it_says_why_and_writes_nothing(
    context: Context, server: HTTPServer, code: int, said: str
) -> None:
    before = contents(context.workspace.root)
    with pytest.raises(Stop, match=said):
        fetched(context, address(server, code))
    assert contents(context.workspace.root) == before


def test_without_a_net_and_without_an_address_nothing_is_written(context: Context) -> None:
    before = contents(context.workspace.root)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # nobody listens
        with pytest.raises(Stop, match="svarade inte"):
            fetched(context, f"http://127.0.0.1:{unused.getsockname()[1]}/")
    for url in ("", "scb", "file:///etc/hostname", "ftp://x"):
        with pytest.raises(Stop, match="make fetch-hae YEAR=2019 URL=https"):
            fetched(context, url)
    assert contents(context.workspace.root) == before


SEXES = {"Kon": {"category": {"index": ["1", "2"]}}}
OTHER = answer()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (answer(("Sjukpenning", *COLUMNS[1:])), "De heter: Sjukpenning, .*statistics.csv"),
        (answer(COLUMNS[:4]), "andra kolumner än Ohälsa"),
        (answer(times=("2018", "2019K4")), "Tiden 2019K4 är varken ett år eller ett halvår"),
        (answer(updated=""), "ingen utgåva"),
        (
            OTHER | {"dimension": OTHER["dimension"] | {"Region": {"category": {"index": ["1", "2"]}}}},
            "Inget område",
        ),
        (
            OTHER
            | {"id": [*OTHER["id"], "Kon"], "size": [*OTHER["size"], 2], "value": [1] * 40}
            | {"dimension": OTHER["dimension"] | SEXES},
            "mer än område och tid: Kon",
        ),
        (answer(value=[1]), "ingen tabell i JSON-stat 2"),
    ],
    ids=["names", "few", "quarter", "edition", "areas", "sexes", "short"],
)
def test_an_answer_of_another_kind_is_told_and_writes_nothing(
    context: Context, server: HTTPServer, content: dict, said: str
) -> None:
    server.content = json.dumps(content).encode()  # type: ignore[attr-defined]
    before = contents(context.workspace.root)
    with pytest.raises(Stop, match=said):
        fetched(context, address(server))
    assert contents(context.workspace.root) == before


def test_an_answer_without_end_is_cut_off(
    context: Context, server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_hae, "MOST", 100)
    with pytest.raises(Stop, match="längre än"):
        fetched(context, address(server))


ALIASES = "Namn;Källans namn\nOhälsa;Sjukpenning\nOhälsa;Sjukersättning\nBjurholm;Skellefteå\n"


def test_what_a_source_calls_our_columns_is_added_and_its_areas_are_ours(
    context: Context, server: HTTPServer
) -> None:
    named = ("Sjukpenning", "Sjukersättning", *COLUMNS[1:])
    content = answer(named, times=("2018", "2018H2"))
    server.content = json.dumps(content).encode()  # type: ignore[attr-defined]
    (context.workspace.definitions / fetch_hae.ALIASES).write_text(ALIASES, encoding="utf-8")
    fetched(context, address(server))
    lines = (context.raw / "helarsekvivalenter.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == [
        "Umeå;2018;helår;1002,5;4;6;8;10;2020-01-20",
        "Bjurholm;2018;helår;26;16;18;20;22;2020-01-20",
    ]


@pytest.mark.parametrize(
    "written", ["Namn;Källa\nOhälsa;X\n", ALIASES + "Totalt;Sjukpenning\n", ALIASES + "Totalt\n", ""]
)
def test_a_list_of_names_that_is_none_is_told(context: Context, server: HTTPServer, written: str) -> None:
    (context.workspace.definitions / fetch_hae.ALIASES).write_text(written, encoding="utf-8")
    with pytest.raises(Stop, match="rubrikerna ska vara Namn;Källans namn"):
        fetched(context, address(server))


def test_no_run_asks_the_net() -> None:
    """Only the command's own module reaches out, and only the door leads to it."""
    code = {
        p.relative_to(REPOSITORY / "src").as_posix(): p.read_text(encoding="utf-8")
        for p in (REPOSITORY / "src").rglob("*.py")
    }
    asks = {
        name for name, written in code.items() if "urllib.request" in written or "import requests" in written
    }
    leads = {
        name for name, written in code.items() if "import fetch_hae" in written or ", fetch_hae" in written
    }
    assert asks == {"helpers/runs/fetch_hae.py"} and leads == {"helpers/commands_by_name.py"}
    assert not any(
        "fetch_hae" in p.read_text(encoding="utf-8") for p in (REPOSITORY / "notebooks").glob("*.ipynb")
    )
