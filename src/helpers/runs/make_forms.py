"""`make forms`: the forms of a year's published account, whole or not there, beside its reports."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from helpers.assurance import adoption, register, report_state
from helpers.assurance.register import Adoption
from helpers.assurance.vouched import Vouched
from helpers.chapters import render
from helpers.context import Context
from helpers.files import sha256
from helpers.forms.form_list import FORMS, Form
from helpers.forms.shown_account import Account, MadeOf, ShownPage
from helpers.machine.whole import whole_folder, write_whole
from helpers.pages.document import join
from helpers.pages.years import Report
from helpers.paths import LANGUAGES
from helpers.runs.made import Made
from helpers.runs.plan import CHAPTERS, Plan, Step
from helpers.runs.years_report import YearsReport
from helpers.wording import text


def account_of(context: Context) -> Account:
    """The account that stands in a year's reports.

    Raises:
        FileNotFoundError: its facts are not made.
        Stop: a decision of the board is at fault.
    """
    known = register.register(context)
    context = replace(context.named(), decided=report_state.decided_on(context, known))
    plan, made = Plan.of(context), Made(context)
    report = YearsReport.of(context, known)
    steps = [s for s in plan.published() if s.is_notebook and s.task not in CHAPTERS]
    facts = sha256((context.reports / "facts.csv").read_bytes())
    pages = [_page(plan, made, step, known, facts, report.state if report else "") for step in steps]
    vouched = Vouched(context.year, context.reports)
    made_of = MadeOf(vouched.manifest("inputs"), vouched.manifest("lock"), vouched.code, len(known))
    return Account(Report.load(context), tuple(p for p in pages if p), made_of)


def _page(
    plan: Plan, made: Made, step: Step, known: list[Adoption], facts: str, state: str
) -> ShownPage | None:
    """A page as it was shown; None where its step failed."""
    executed = made.shown(step)
    if executed is None:
        return None
    cover = plan.cover(step)
    blocks = tuple(block for cell in executed.cells for block in render.documents(cell))
    status = join([adoption.status(known, cover.up, facts), report_state.status(step.page, state, known)])
    return ShownPage(step.page, cover.heading, blocks, step.place, status)


def make(context: Context, say: Callable[[str], None] = print, forms: tuple[Form, ...] = FORMS) -> Path:
    """Write every form of the year's account. The folder that they stand in.

    Raises:
        FileNotFoundError: its facts are not made.
    """
    account, target = account_of(context), context.forms
    with whole_folder(target) as folder:
        for form in forms:
            if form.is_swedish and context.language != LANGUAGES[0]:
                say(text("run.form_swedish", form=text(form.words)))
                continue
            names = []
            for name, content in form.make(account):
                write_whole(folder / name, content)
                names.append(name)
            say(text("run.form", form=text(form.words), count=len(names)))
    say(text("run.forms", folder=target.relative_to(context.workspace.root).as_posix()))
    return target
