"""`manifest.json` and `code.json`: what a set was made from, what it holds, and the code that ran."""

import json
from pathlib import Path

from helpers.assurance import unmoved
from helpers.assurance.register import Adoption
from helpers.assurance.sides import SAID
from helpers.assurance.vouched import CODE, MANIFEST, code_of
from helpers.context import Context
from helpers.files import contents, sha256
from helpers.machine.source_code import code_files, digests
from helpers.machine.whole import write_whole
from helpers.masking import telling
from helpers.pages.blocks import DELIVERY_PAGE
from helpers.runs.inputs import lock_file
from helpers.runs.plan import Plan


def write(plan: Plan, adoptions: list[Adoption], staged: Path, report: str = "") -> None:
    """Vouch for a staged set: sha256 of inputs, lock file, parameters and every output.

    No clock, host, path or pseudonym is in it. The code that ran stands beside it, in no other hash. `report`
    is the state of the year's annual report, '' where it has none.
    """
    manifest = {
        "parameters": unmoved.parameters(plan.context, len(adoptions)),
        "inputs": unmoved.inputs(plan.context, adoptions),
        "lock": lock_file(),
        "drawn": _drawn(plan),
        "outputs": _outputs(staged),
    }
    manifest |= {"report": report} if report else {}
    _write(staged / MANIFEST, manifest)
    _write(staged / CODE, _with_manifest(digests(code_files()), staged / MANIFEST))


def _with_manifest(code: dict[str, str], manifest: Path) -> dict[str, str]:
    """The code that ran, and which manifest it made: beside another one it says nothing."""
    return code | {MANIFEST: sha256(manifest.read_bytes())}


def renew_returns(staged: Path) -> None:
    """Vouch anew for what goes back to the senders, and what pages say if it is kept, in a set that stands.

    For all else the manifest says what it said.
    """
    path, code = staged / MANIFEST, staged / CODE
    if not path.exists():
        return
    manifest = json.loads(path.read_text(encoding="utf-8"))
    renewed = (DELIVERY_PAGE, SAID) if (staged / SAID).exists() else DELIVERY_PAGE
    kept = {n: h for n, h in manifest["outputs"].items() if not n.startswith(renewed)}
    new = {n: h for n, h in _outputs(staged).items() if n.startswith(renewed)}
    ran = code_of(staged)
    _write(path, manifest | {"outputs": kept | new})
    if ran is not None:
        _write(code, _with_manifest(ran, path))


def _outputs(staged: Path) -> dict[str, str]:
    return {n: h for n, h in contents(staged).items() if n not in (MANIFEST, CODE)}


def _write(path: Path, content: dict) -> None:
    write_whole(path, (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def _drawn(plan: Plan) -> dict[str, dict[str, str]]:
    """When each list of the year was drawn, and what says so: title row, file's properties, or nothing."""
    if not plan.has_deliveries:
        return {}
    lists = plan.context.store().read("deliveries")
    lists = lists[(lists["file"] != "") & (lists["kind"] != "examples")]
    return {
        _raw_name(plan.context, file): {"day": day, "from": said or "unknown"}
        for file, day, said in zip(lists["file"], lists["drawn"], lists["drawn_from"], strict=True)
    }


def _raw_name(context: Context, name: str) -> str:
    return f"data/raw/{context.year}/{telling.file_name(name)}"
