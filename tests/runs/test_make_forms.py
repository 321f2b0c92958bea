"""`make forms`: beside the reports, the same bytes every time, whole or not there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from support.workspaces import contents, new_workspace

from helpers.context import Context
from helpers.forms.form_list import FORMS, Form
from helpers.forms.shown_account import Account
from helpers.paths import Workspace
from helpers.runs import make_forms


@pytest.fixture
def context(finished: Path) -> Context:
    """As the command has it: nobody has named the association yet."""
    return Context(Workspace(finished), 2019)


def test_the_forms_are_the_same_bytes_again_and_the_reports_are_not_touched(context: Context) -> None:
    reports = contents(context.reports)
    said: list[str] = []
    folder = make_forms.make(context, said.append)
    first = contents(folder)
    assert first and len(said) == len(FORMS) + 1
    cover = PdfReader(folder / "bokslut-2019.pdf").pages[0].extract_text()
    assert context.definitions.association in cover
    make_forms.make(context, said.append)
    assert contents(folder) == first and contents(context.reports) == reports


def test_another_folder_gives_the_same_forms(context: Context, tmp_path: Path) -> None:
    make_forms.make(context, lambda _: None)
    other = Context(Workspace(new_workspace(tmp_path / "annan", context.workspace.root)), 2019)
    make_forms.make(other, lambda _: None)
    assert contents(other.forms) == contents(context.forms)


def test_a_form_that_fails_leaves_those_that_stand(context: Context) -> None:
    make_forms.make(context, lambda _: None)
    before = contents(context.forms)

    def broken(_: Account) -> Iterator[tuple[str, bytes]]:
        yield "halv.csv", b"1"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        make_forms.make(context, lambda _: None, (Form("x", "form.csv", broken),))
    assert contents(context.forms) == before


def test_every_page_of_the_account_is_there_to_be_formed(context: Context) -> None:
    names = [page.name for page in make_forms.account_of(context).pages]
    assert {"index.html", "forbundet.html", "sammanfattning.html", "vannas.html"} <= set(names)
    assert all(page.blocks for page in make_forms.account_of(context).pages)
