"""What `__main__` opens to: a function for each command, which takes what it is told from the environment.

What a command needs is imported within it: a run that has nothing to do ends before the libraries are here.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.paths import Workspace
from helpers.runs import national_hands

if TYPE_CHECKING:
    from helpers.context import Context


def _context(workspace: Workspace, year: str = "", edition: str = "internal") -> "Context":
    """The one context of a command on the year of `YEAR=…`; those who need the definitions read them.

    Raises:
        Stop: no such edition or year.
    """
    from helpers.context import Context
    from helpers.runs import commands

    edition = commands.chosen_edition(edition)  # told before a wrong year
    return Context(
        workspace, commands.chosen_year(year or os.environ.get("YEAR", ""), workspace), edition=edition
    )


def report(workspace: Workspace) -> int:
    """Make every report of a year, and the page over all years, which its pages lead to."""
    status, is_new = _report(workspace)
    return _followed(workspace, status) if is_new or not workspace.portal.is_file() else status


def _report(workspace: Workspace) -> tuple[int, bool]:
    """Make every report of a year: the exit status, and whether there was anything to make."""
    from helpers.runs import standing

    year, edition = os.environ.get("YEAR", ""), os.environ.get("EDITION") or "internal"
    if re.fullmatch("[0-9]{4}", year) and (known := standing.unchanged(workspace, int(year), edition)):
        print("\n".join(known[1]))
        return known[0], False
    from helpers.runs import commands

    return commands.report_year(_context(workspace, edition=edition)), True


def _followed(workspace: Workspace, status: int) -> int:
    """The exit status of a command that has published a year, once the page over all years has followed."""
    from helpers.runs import portal

    portal.follow(workspace)
    return status


def annual_report(workspace: Workspace) -> int:
    """Make a year's reports, the annual report among them, and say where that stands and what it lacks."""
    from helpers.runs import commands

    status = report(workspace)
    commands.tell_annual_report(_context(workspace))
    return status


def final_report(workspace: Workspace) -> int:
    """Make the reports of a year with an intervention's final report, and say where that stands."""
    from helpers.runs import commands

    given = os.environ.get("INTERVENTION", ""), os.environ.get("YEAR", "")
    context, place = commands.chosen_report(workspace, *given)
    status = _followed(workspace, commands.report_year(context))
    commands.tell_final_report(context, place)
    return status


def forms(workspace: Workspace) -> int:
    """Make a year's reports, then the forms of its account."""
    status, _ = _report(workspace)
    from helpers.runs import make_forms

    make_forms.make(_context(workspace))
    return portal(workspace) or status


def portal(workspace: Workspace) -> int:
    """Make the page over all years that stand."""
    from helpers.runs import portal

    return 0 if portal.make(workspace) else 1


def national(_: Workspace) -> int:
    """Make every year of every association below a folder, here or on a cluster."""
    from helpers.runs.national_run import Asked, National

    return National(Asked.of(*(os.environ.get(n, "") for n in ("ROOT", "YEARS", "SCHEDULER", "FORMS")))).go()


def national_hand(_: Workspace) -> int:
    """Make the association-years that a worker of the national run asks for."""
    from helpers.runs import national_work

    return national_work.serve()


def check(workspace: Workspace) -> int:
    """Read everything delivered for a year and write what goes back to the senders."""
    from helpers.runs import commands

    return commands.check_year(_context(workspace))


def audit(workspace: Workspace) -> int:
    """Make a year again in a clean place, or every year with reports, and compare it with what is adopted."""
    from helpers.assurance import rerun
    from helpers.context import Context

    given = os.environ.get("HASH", ""), os.environ.get("SIGNERS", "")
    if os.environ.get("YEAR"):
        return rerun.audit([_context(workspace)], *given)
    adopted = sorted(int(p.parent.name) for p in (workspace.root / "reports").glob("[12]*/manifest.json"))
    return rerun.audit([Context(workspace, year) for year in adopted], *given)


def remake(workspace: Workspace) -> int:
    """Make a year in a copy of the workspace, where nothing that the board adopted can be replaced."""
    from helpers.runs import commands

    return commands.report_year(_context(workspace), protected=False)


def diff(workspace: Workspace) -> int:
    """Say what moved between an earlier run of a year and the year as it is now."""
    from helpers.assurance import unmoved
    from helpers.context import Context

    year, against = os.environ.get("YEAR", ""), os.environ.get("AGAINST", "")
    if re.fullmatch("[0-9]{4}", year) and (said := unmoved.told(Context(workspace, int(year)), against)):
        print("\n".join(said))
        return 0
    context = _context(workspace)
    from helpers.assurance import moves, register

    register.registers(context, {*context.years_beside, context.year})  # told before any work
    return moves.diff(context, against)


def adopt(workspace: Workspace) -> int:
    """Freeze a year after the board's decision, or a revision of it."""
    from helpers.assurance import adoption
    from helpers.runs import commands

    said = (os.environ.get(name, "") for name in ("BY", "REVISION", "DECIDED", "INCOMPLETE"))
    return _followed(workspace, commands.adopt_year(_context(workspace), adoption.Asked.of(*said)))


def accept_changes(workspace: Workspace) -> int:
    """Accept what has changed since the last accepted run, all of it or a part."""
    from helpers.assurance import accepting
    from helpers.runs import commands

    said = (os.environ.get(name, "") for name in ("BY", "MEASURE", "FILE"))
    status = commands.accept_changes(_context(workspace), accepting.Accepting.of(*said))
    return _followed(workspace, status)


def bundle(workspace: Workspace) -> int:
    """Write the folder from which a year's facts are derived anew without personal data."""
    from helpers.assurance import bundle
    from helpers.wording import text

    path = bundle.write(_context(workspace))
    print(text("bundle.written", folder=path.relative_to(workspace.root).as_posix()))
    return 0


def check_bundle(_: Workspace) -> int:
    """Derive a bundle's facts anew and compare them with those it holds."""
    from helpers.assurance import bundle

    return bundle.check(Path(os.environ.get("BUNDLE") or "."))


def exchange(workspace: Workspace) -> int:
    """Write the folder that an association gives to others."""
    from helpers.forms import exchange_folder
    from helpers.wording import text

    path = exchange_folder.write(_context(workspace))
    print(text("exchange.written", folder=path.relative_to(workspace.root).as_posix()))
    return 0


def receive(workspace: Workspace) -> int:
    """Put what another association has sent where it is read."""
    from helpers.runs import receive

    receive.receive(os.environ.get("FOLDER", ""), os.environ.get("ROOT", ""), workspace)
    return 0


def association(_: Workspace) -> int:
    """Set up the folder of an association that has none."""
    from helpers.runs import new_association

    name, root, year = (os.environ.get(given, "") for given in ("NAME", "ROOT", "YEAR"))
    new_association.make(name, root, year)
    return 0


def sample(workspace: Workspace) -> int:
    """Draw a sample of vouchers."""
    from helpers.assurance import sample
    from helpers.wording import text

    path = sample.sample(_context(workspace), os.environ.get("N") or "25", os.environ.get("SEED", ""))
    print(text("sample.written", path=path.relative_to(workspace.root).as_posix()))
    return 0


def clear_text(workspace: Workspace) -> int:
    """Say what the detectors find in a free text; confirmed by its checksum, let it be shown."""
    from helpers.deliveries import clearance

    file, by, confirmed = (os.environ.get(name, "") for name in ("FILE", "BY", "HASH"))
    print("\n".join(clearance.clear(_context(workspace), file, by, confirmed)))
    return 0


def fetch_hae(workspace: Workspace) -> int:
    """Ask a PxWeb database for a year's helårsekvivalenter, and write them where the year has none."""
    from helpers.runs import fetch_hae

    return fetch_hae.command(workspace, os.environ.get("YEAR", ""), os.environ.get("URL", ""))


def forget(workspace: Workspace) -> int:
    """Remove what a year's runs have left that tells of persons."""
    from helpers.context import Context
    from helpers.runs import retention

    retention.forget(Context(workspace, retention.any_year(os.environ.get("YEAR", ""))))
    return 0


def lab(workspace: Workspace) -> int:
    """Make the tables that the notebooks' defaults need."""
    from helpers.runs import commands

    year = os.environ.get("YEAR") or str(workspace.years_with_data()[-1])
    return _followed(workspace, commands.report_year(_context(workspace, year)))


def new_year(workspace: Workspace) -> int:
    """Write a year's definitions from the last one."""
    from helpers.runs import commands

    commands.write_new_year(workspace, os.environ.get("YEAR", ""))
    return 0


def reconstruct(workspace: Workspace) -> int:
    """Rebuild the shipped raw years byte for byte."""
    from helpers.reconstruction import build

    build.main(workspace)
    return 0


def synthetic(_: Workspace) -> int:
    """Write associations that nobody has: definitions and deliveries drawn by a seed."""
    from helpers.synthetic import make_synthetic

    return make_synthetic.command(os.environ)


def compared(workspace: Workspace) -> int:
    """Say of each year with reports what became of its printed figures."""
    from helpers.audit import comparison
    from helpers.wording import text

    sets = sorted(t.parent for t in (workspace.root / "reports").glob(f"[12]*/{comparison.TABLE}"))
    print("\n".join(f"{s.name}. {comparison.told(s)}" for s in sets) or text("review.none_compared"))
    return 0


def check_published(workspace: Workspace) -> int:
    """Prove that every printed figure and claim stands on its line of the sources, no digit left over."""
    from helpers.runs import published

    return published.check(workspace, os.environ.get("SOURCES", ""))


def check_tracked(workspace: Workspace) -> int:
    """Refuse a tracked personnummer that is no published test number."""
    from helpers.runs import commands

    return commands.check_tracked(workspace)


COMMANDS: dict[str, Callable[[Workspace], int]] = {
    "report": report,
    "annual-report": annual_report,
    "final-report": final_report,
    "forms": forms,
    "portal": portal,
    "national": national,
    national_hands.COMMAND: national_hand,
    "check": check,
    "remake": remake,
    "audit": audit,
    "diff": diff,
    "accept-changes": accept_changes,
    "adopt": adopt,
    "bundle": bundle,
    "check-bundle": check_bundle,
    "exchange": exchange,
    "association": association,
    "receive": receive,
    "sample": sample,
    "clear-text": clear_text,
    "fetch-hae": fetch_hae,
    "forget": forget,
    "lab": lab,
    "new-year": new_year,
    "reconstruct": reconstruct,
    "synthetic": synthetic,
    "compared": compared,
    "check-published": check_published,
    "check-tracked": check_tracked,
}
