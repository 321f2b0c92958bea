"""The registry of forms. A new one is a module that makes its files and an entry of FORMS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from helpers.forms import account_books, data_package, pdf_files, swedish_csv, word_files
from helpers.forms.shown_account import Account


@dataclass(frozen=True)
class Form:
    """A form of the account.

    `make` gives its files by name within the folder of the year's forms; the same account gives the same
    bytes. `words` is the catalogue's key of what a reader calls it; one that `is_swedish` is made in that
    language alone.
    """

    id: str
    words: str
    make: Callable[[Account], Iterator[tuple[str, bytes]]]
    is_swedish: bool = False


FORMS = (
    Form("pdf", "form.pdf", pdf_files.files),
    Form("word", "form.word", word_files.files),
    Form("csv", "form.csv", swedish_csv.files, is_swedish=True),
    Form("data", "form.data", data_package.files),
    Form("workbook", "form.workbook", account_books.files),
)
