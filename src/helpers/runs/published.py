"""`make check-published`: the published record held against the sources it was read from."""

import sys
from pathlib import Path

from helpers.assurance import clauses
from helpers.audit import proof, registers
from helpers.audit.record import Record
from helpers.counting import families
from helpers.definitions import load
from helpers.paths import Workspace
from helpers.wording import text


def check(workspace: Workspace, folder: str) -> int:
    """The exit status: 0 all stands, 1 something does not, 2 there is no such folder of sources."""
    sources = Path(folder)
    if not folder or not sources.is_dir():
        print(text("run.no_sources"), file=sys.stderr)
        return 2
    record = Record(workspace.published, workspace.audit)
    standing, faults = proof.check_sources(record, sources)
    lines = proof.source_lines(record, sources)[0]
    faults += proof.claims_off_their_lines(registers.read_claims(workspace.audit), lines)
    years = [load(path) for path in sorted(workspace.definitions.glob("[0-9]*.yaml"))]
    faults += families.off_their_lines(lines, years) + clauses.off_their_lines(workspace.audit, lines)
    differing = proof.reading_differences(record)
    print("\n".join([*faults, *differing]))
    print(text("run.published", standing=standing, faults=len(faults), differing=len(differing)))
    return 1 if faults or differing else 0
