"""The commands of `make` on a year."""

import errno
import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace

from helpers import annual_report, definitions, identity
from helpers.assurance import accepting, adoption, register, report_state
from helpers.audit.record import Record
from helpers.checks.own_words import account
from helpers.context import Context
from helpers.deliveries import blank_year
from helpers.editions import EDITIONS
from helpers.faults import Stop
from helpers.files import append_masked, told
from helpers.language.words import plain
from helpers.machine import installed
from helpers.machine.whole import write_new
from helpers.pages.annual_page import Annual, gaps, state_words
from helpers.pages.final_report_page import page_name
from helpers.pages.years import Report
from helpers.paths import INTERVENTIONS, LEDGER_FILE, Workspace
from helpers.reading.definition_faults import nearest
from helpers.runs import privacy, standing
from helpers.runs.run import Run
from helpers.wording import listing, text


def chosen_year(value: str, workspace: Workspace) -> int:
    """The year of `YEAR=…`, checked against the years that have data or a printed account.

    Raises:
        Stop: no year, no such year, or a year without data or definitions; names the years that exist.
    """
    printed = Record(workspace.published, workspace.audit).years
    known = listing([str(y) for y in sorted({*workspace.years_with_data(), *printed})])
    if not value:
        raise Stop(text("run.no_year", years=known))
    if not re.fullmatch("[0-9]{4}", value):
        raise Stop(text("run.bad_year", value=identity.mask(value), years=known))
    if int(value) not in workspace.years_with_data():
        if int(value) in printed:
            return int(value)  # an account without deliveries: only the audit is made
        raise Stop(text("run.no_data", value=value, years=known))
    if not (workspace.definitions / f"{value}.yaml").exists():
        raise Stop(text("run.no_definitions", value=value))
    return int(value)


def chosen_edition(value: str) -> str:
    """The edition of `EDITION=…`.

    Raises:
        Stop: no such edition; names those that exist.
    """
    if value not in EDITIONS:
        raise Stop(text("run.bad_edition", value=identity.mask(value), allowed=listing(list(EDITIONS))))
    return value


def report_year(context: Context, protected: bool = True) -> int:
    """`make report`: the exit status.

    Raises:
        Stop: nothing was built or replaced.
    """
    run = Run(context.named(), protected=protected)
    return carry_out(run, run.go)


def tell_annual_report(context: Context, say: Callable[[str], None] = print) -> None:
    """`make annual-report`: where the year's annual report stands, and all that it lacks.

    Raises:
        Stop: nothing was delivered for the year.
    """
    _ask_for_deliveries(context)
    if not annual_report.is_begun(context):
        where = {"ledger": LEDGER_FILE, "folder": annual_report.FOLDER}
        say(text("run.no_annual", year=context.year, **where))
        return
    if not context.store().exists("facts"):
        return  # the run has said why
    decided = report_state.decided_on(context, register.register(context))
    known = Report.load(replace(context, decided=decided))
    annual = Annual.of(known, account.told(known).texts)
    page = (context.reports / annual_report.PAGE).relative_to(context.workspace.root).as_posix()
    lines = [text("run.annual", page=page, state=plain(state_words(annual))), *gaps(annual)]
    say("\n  ".join(lines))


def chosen_report(workspace: Workspace, place: str, year: str) -> tuple[Context, str]:
    """The year and place of `INTERVENTION=…`; without `YEAR=…` the last year with a final report of it.

    Raises:
        Stop: no such report; names those that exist.
    """
    years = [chosen_year(year, workspace)] if year else workspace.years_with_data()
    folders = {y: workspace.raw(y) / INTERVENTIONS for y in years}
    known = {p.stem: y for y, folder in folders.items() for p in sorted(folder.glob("*.yaml"))}
    if place not in known:
        near = nearest(place, list(known))
        shown = identity.mask(place)
        raise Stop(text("run.no_final", value=shown, known=listing(sorted(known)) or "–") + near)
    return Context(workspace, known[place]), place


def tell_final_report(context: Context, place: str, say: Callable[[str], None] = print) -> None:
    """`make final-report`: where the page of an intervention's final report stands."""
    page = context.reports / page_name(place)
    if page.is_file():
        say(text("run.final", page=page.relative_to(context.workspace.root).as_posix()))


def adopt_year(context: Context, asked: adoption.Asked) -> int:
    """`make adopt`: the exit status.

    Raises:
        Stop: nothing was frozen.
    """
    _ask_for_deliveries(context)
    if adoption.completed(context, asked):
        status = report_year(context)  # the pages that say so were not published when it was killed
        print(adoption.told(context, register.register(context)[-1]))
        return status
    run = Run(context.named(), adoption.next_adoption(context, asked))
    return carry_out(run, run.go)


def accept_changes(context: Context, asked: accepting.Accepting) -> int:
    """`make accept-changes`: the exit status of the run that then writes the desk anew.

    Raises:
        Stop: nothing was accepted.
    """
    _ask_for_deliveries(context)
    asked.check(context)
    if standing.unchanged(context.workspace, context.year, context.edition) is None:
        raise Stop(text("changes.not_current", year=context.year))
    print(accepting.accept(context, asked), flush=True)
    return report_year(context)


def check_year(context: Context) -> int:
    """`make check`: the exit status.

    Raises:
        Stop: nothing was written.
    """
    _ask_for_deliveries(context)
    run = Run(context.named())
    return carry_out(run, run.check)


def _ask_for_deliveries(context: Context) -> None:
    """Stop where nothing was delivered for the year.

    Raises:
        Stop: the year has a printed account only.
    """
    known = context.workspace.years_with_data()
    if context.year not in known:
        raise Stop(text("run.no_data", value=context.year, years=listing([str(y) for y in known])))


def carry_out(run: Run, go: Callable[[], int]) -> int:
    """A run carried out by `go`, one of its own: the exit status.

    Raises:
        Stop: nothing was replaced; says why.
    """
    looked = privacy.look(run.context.workspace)
    for note in looked.notes:
        run.say(note)
    if looked.faults:
        raise Stop("\n  ".join([text("run.tracked"), *looked.faults]))
    try:
        return go()
    except OSError as error:
        raise Stop(told(error)) from None
    except MemoryError:
        raise Stop(told(OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)))) from None
    finally:
        if details := [o.detail for o in run.outcomes.values() if o.detail]:
            try:
                append_masked(run.context.processed / "run.log", "\n".join(details))
            except OSError as error:
                print(error, file=sys.stderr)
            if broken := installed.said():  # then no step is at fault
                run.say(broken)


def write_new_year(workspace: Workspace, year: str, say: Callable[[str], None] = print) -> None:
    """`make new-year`: a year's definitions from the last one, folders for its deliveries, and templates.

    Where it has definitions and nothing is delivered, the templates that are missing; no file that stands is
    written over.

    Raises:
        Stop: the year is no year.
        DefinitionError: it has definitions and deliveries already, or none before it can be read.
    """
    if not re.fullmatch(r"20\d\d", year):
        raise Stop(text("run.no_new_year", value=identity.mask(year)))
    context = Context(workspace, int(year))
    is_begun = context.is_defined and context.year not in workspace.years_with_data()
    if not is_begun or not _missing_templates(context):
        path = definitions.new_year(workspace.definitions, context.year)
        say(text("run.new_year", path=path.relative_to(workspace.root).as_posix(), year=year))
    for folder in blank_year.folders():
        (context.raw / folder).mkdir(parents=True, exist_ok=True)
    target, missing = workspace.handouts(context.year), _missing_templates(context)
    for name, content in missing.items():
        write_new(target / name, content)
    say(text("run.templates", count=len(missing), folder=target.relative_to(workspace.root).as_posix()))


def _missing_templates(context: Context) -> dict[str, bytes]:
    """The templates of a year that do not stand."""
    target = context.workspace.handouts(context.year)
    return {n: c for n, c in blank_year.files(context.definitions) if not (target / n).exists()}


def check_tracked(workspace: Workspace, say: Callable[[str], None] = print) -> int:
    """`make lint`: whether git holds no personnummer but the published test numbers. The exit status."""
    looked = privacy.look(workspace)
    for note in looked.notes:
        say(note)
    if looked.faults:
        say("\n  ".join([text("run.tracked"), *looked.faults]))
    return 1 if looked.faults else 0
