"""What stands of a year, where making it again could give nothing else: now, or by a commit.

A run is a function of what it was made from. Where files, code and lock file are those that the standing set
vouches for, and the set is whole, it is the result: nothing has to be made again to know it.
"""

from pathlib import Path

from helpers.assurance import accepted, commits, register
from helpers.assurance.register import Adoption
from helpers.assurance.report_state import AUDITORS
from helpers.assurance.vouched import CODE, MANIFEST, Vouched, code_of
from helpers.context import Context
from helpers.files import contents, sha256
from helpers.machine.source_code import code_files, digests
from helpers.machine.whole import temporary
from helpers.masking import telling
from helpers.paths import LOCK_FILE, REPOSITORY
from helpers.wording import number, text


def parameters(context: Context, revisions: int) -> dict[str, int | str]:
    """What a run of the year is told, after so many decisions of the board."""
    return {"year": context.year, "edition": context.edition, "revision": revisions}


def inputs(context: Context, known: list[Adoption]) -> dict[str, str]:
    """Name and sha256 of all that was delivered, defined, registered and printed, for the years beside it.

    Of an adopted year also of the revisions before the last one; of any other of what the office accepted.
    Names are as manifests show them: masked.
    """
    found = {telling.file_name(name): hash_ for name, hash_ in _files(context).items()}
    if not known:
        found |= digests(accepted.files(context), context.workspace.root)
    for adopted in known[:-1]:
        found[f"data/adopted/{context.year}/{adopted.revision}/{MANIFEST}"] = adopted.manifest
    return found


def _files(context: Context) -> dict[str, str]:
    """Name and sha256 of every file of the workspace that a run of the year reads."""
    workspace, years = context.workspace, context.years_beside
    folders = [context.at(year).raw for year in years] + [workspace.published, workspace.audit]
    folders.append(workspace.texts(context.year))
    files = [context.at(year).definitions_file for year in sorted({*years, context.year})]
    files += workspace.adopted.glob(f"{context.year}-*-{AUDITORS}.pdf")
    files += [workspace.breaks, workspace.cleared, workspace.headings, workspace.shipped]
    files += [workspace.origins, workspace.decisions(context.year)]
    files += [path for year in years for path in context.at(year).adopted_facts]
    if years:  # the first one's closing stock is read from the year before it
        before = context.at(years[0] - 1)
        folders.append(before.raw / "participants")
        files += [before.raw / "corrections.csv", before.definitions_file]
    files += [path for folder in folders for path in folder.rglob("*")]
    return digests((path for path in files if path.is_file()), workspace.root)


def told(context: Context, against: str) -> list[str]:
    """What `make diff` says where nothing can have moved since a commit; nothing where that is not known.

    Raises:
        Stop: what the board adopted of a year is not whole.
    """
    known = register.registers(context, {*context.years_beside, context.year})[context.year]
    commit = "" if not against or Path(against).is_dir() else commits.full_name(context.workspace, against)
    if not commit or not is_current(context, known):
        return []
    with temporary() as root:
        if not (commits.check_out(context.workspace, commit, root) and is_of(context, known, root)):
            return []
    moved = [text(f"moves.{what}", count=number(0)) for what in ("facts", "sentences", "reports")]
    title = text("moves.title", year=context.year, against=against)
    return [title, text("moves.stands", against=against), *moved]


def is_current(context: Context, known: list[Adoption]) -> bool:
    """Whether the standing set is whole, and what this code would make of the workspace.

    `known` are the board's decisions on the year.
    """
    standing, files = Vouched(context.year, context.reports), _files(context)
    try:
        code = code_of(context.reports)
    except ValueError:  # no JSON
        return False
    if code is None or len({telling.file_name(name) for name in files}) < len(files):  # two under one name
        return False
    made = {n: h for n, h in contents(context.reports).items() if n not in (MANIFEST, CODE)}
    return (
        made == standing.manifest("outputs")
        and code | standing.manifest("lock") == _code(REPOSITORY)
        and standing.manifest("parameters") == parameters(context, len(known))
        and standing.manifest("inputs") == inputs(context, known)
    )


def is_of(context: Context, known: list[Adoption], root: Path) -> bool:
    """Whether a set that is current is also what a commit, whose files lie at `root`, makes and holds.

    A commit that holds the deliveries is made again of its own files; of any other only the committed set is
    known. What the board adopted may stop a run: then both are asked.
    """
    kept, year = context.within(root), context.year
    standing, committed = Vouched(year, context.reports), Vouched(year, kept.reports)
    own = [_digest(side.reports / MANIFEST) for side in (standing, committed)]
    if not own[1] or not is_our_code(root):
        return False
    held = contents(context.workspace.adopted)
    if contents(kept.workspace.adopted) != held or (held and own[0] != own[1]):
        return False
    if not deliveries_at_hand(committed, root):
        return own[0] == own[1]
    same_facts = facts_hash(committed) == facts_hash(standing)
    return same_facts and inputs(kept, known) == standing.manifest("inputs")


def is_our_code(root: Path) -> bool:
    """Whether a copy of the project holds the code and the lock file of the one that runs."""
    return _code(root) == _code(REPOSITORY)


def _code(root: Path) -> dict[str, str]:
    files = [*code_files(root), root / LOCK_FILE]
    return digests((path for path in files if path.is_file()), root)


def deliveries_at_hand(side: Vouched, root: Path) -> bool:
    """Whether a folder holds every delivered file of a run, as it was."""
    delivered = {n: h for n, h in side.manifest("inputs").items() if n.startswith("data/raw/")}
    return all(_digest(root / name) == hash_ for name, hash_ in delivered.items())


def facts_hash(side: Vouched) -> str | None:
    """sha256 of a set's facts.csv; None for a year without deliveries."""
    return side.manifest("outputs").get("facts.csv")


def _digest(path: Path) -> str:
    """sha256 of a file, '' where it is none."""
    return sha256(path.read_bytes()) if path.is_file() else ""
