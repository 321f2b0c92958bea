"""What the tests of forms share: the account of the finished fixture year."""

import pytest

from helpers.context import Context
from helpers.forms.shown_account import Account
from helpers.paths import Workspace
from helpers.runs.make_forms import account_of


@pytest.fixture(scope="session")
def account(clean) -> Account:
    """The account that stands in the finished fixture year."""
    return account_of(Context.of(Workspace(clean.root), 2019))
