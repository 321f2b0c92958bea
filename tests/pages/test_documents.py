"""Pages are documents: words keep their marks, one writer knows every block, and nobody reads a page back."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from markupsafe import Markup
from support.markup import parse

from helpers.facts import Fact
from helpers.language.words import Printed, Words, joined, plain
from helpers.pages import document, html, stored
from helpers.pages.document import Block, Content, Paragraph, join, points, run, table
from helpers.pages.said import Said, said
from helpers.wording import catalogue, declared, fact_text, listing, text

SOURCES = Path(document.__file__).parents[1]
FACT = Fact(2019, "vannas", "total", value=63, unit="count", state="ok", rule="participants.total")
TOTAL = fact_text(FACT)

# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lose",
    [
        lambda: f"{TOTAL} deltog",
        lambda: "{} deltog".format(TOTAL),  # noqa: UP032
        lambda: "%s deltog" % TOTAL,  # noqa: UP031
        lambda: str(TOTAL),
        lambda: " ".join(["Det var", TOTAL]),
        lambda: "Det var {n}".format_map({"n": TOTAL}),
        lambda: f"{Paragraph(TOTAL)}",
        lambda: "".join([Paragraph("a")]),
    ],
)
def test_no_mark_is_lost_on_the_way_to_a_page(lose) -> None:
    with pytest.raises(TypeError):
        lose()


def test_words_keep_their_figures_through_texts_lists_and_sums() -> None:
    figure = Printed("63", "vannas", "total-2019-vannas")
    for words in (
        TOTAL,
        "Det var " + TOTAL + " som deltog",
        joined(" ", ["Det var", TOTAL]),
        listing(["ingen", TOTAL, "flera"]),
        text("chart.point", name="Deltagare", value=TOTAL),
        text("chart.described", label="Deltagare", parts=joined(", ", ["a", TOTAL])),
    ):
        assert isinstance(words, Words) and words.figures == (figure,), words
    assert plain(listing(["ingen", TOTAL, "flera"])) == "ingen, 63 och flera"
    assert declared("60").figures == (Printed("60"),)
    assert isinstance(text("chart.point", name="Deltagare", value=63), str)


def test_every_text_is_filled_the_same_with_and_without_marks() -> None:
    for key, template in catalogue().items():
        names = {name.partition("|")[0] for _, name, _, _ in Formatter().parse(template) if name}
        if names:
            marked = text(key, **{n: Words((Printed(f"<{n}>"),)) for n in names})
            assert plain(marked) == text(key, **{n: f"<{n}>" for n in names}), key


# --- blocks ------------------------------------------------------------------------------------------------


def every_block() -> Iterator[Block]:
    """A block of each kind, with a printed fact wherever it holds content."""
    for kind in Block.__subclasses__():
        if kind.__module__ == document.__name__:
            yield kind(**{name: _filled(str(of)) for name, of in _fields(kind)})


def _fields(kind: type[Block]) -> list[tuple[str, object]]:
    return [(f.name, f.type) for f in kind.__dataclass_fields__.values()]


def _filled(kind: str) -> object:
    """A value of a field's type; what can be content is a paragraph with a printed fact."""
    if "Block" in kind:
        one = Paragraph(TOTAL)
        return {0: one, 1: (one,), 2: ((one, one), (one, one))}[kind.count("tuple[")]
    known = {"tuple[tuple": (("a", "b"),), "tuple": ("x",), "Markup": Markup("<svg></svg>")}
    known |= {"str": "x", "int": 2, "bool": False}
    return next(value for name, value in known.items() if name in kind)


@pytest.mark.parametrize("block", list(every_block()), ids=repr)
def test_every_kind_of_block_is_written_kept_and_heard(block: Block) -> None:
    written = html.written(block)
    assert isinstance(written, Markup) and stored.read(stored.stored(block)) == block
    if "vannas.html#total-2019-vannas" in written and not isinstance(block, document.Contents):
        assert ("vannas", "total-2019-vannas") in said([block]).vouchers


def test_a_block_that_nothing_writes_is_refused() -> None:
    @dataclass(frozen=True, repr=False)
    class Unknown(Block):
        content: Content

    try:
        with pytest.raises(TypeError, match="nothing writes a Unknown"):
            html.written(join(["a", Unknown("b")]))
        with pytest.raises(TypeError, match="nothing writes a Unknown"):
            Unknown("b")._repr_mimebundle_()
    finally:
        del Unknown


def test_whatever_stands_in_a_block_is_escaped() -> None:
    def tags(words: str) -> list[str]:
        blocks = (Paragraph(words, words), points([words]), table(words, [words], [[words, words]]))
        return [tag for block in blocks for tag, _ in parse(html.written(block)).tags]

    hostile = "<script>'\"&"
    assert tags(hostile) == tags("a")
    assert html.written(declared(hostile)) == '<span class="declared">&lt;script&gt;&#39;&#34;&amp;</span>'


# --- what is said ------------------------------------------------------------------------------------------


def test_what_is_said_is_kept_as_it_is() -> None:
    heard = said([Paragraph(run("Det var ", TOTAL, ".")), points(["En sats.", "ingen sats"])])
    again = Said.read(heard.kept())
    assert (again.sentences, again.leads, again.figures) == (heard.sentences, heard.leads, heard.figures)
    assert heard.sentences == ["Det var 63.", "En sats."] and heard.leads == [{"total-2019-vannas"}, set()]


# --- nobody reads or edits a finished page ----------------------------------------------------------------

WRITERS = ("pages/html.py", "pages/drawing.py")  # a drawing is markup made of what matplotlib drew
# they read what others wrote, or write a table of another program
NOT_PAGES = ("question_words.py", "runs/readings.py", "deliveries/files/package.py", "forms/ods_book.py")
MARKUP = re.compile(r"</?(?:p|a|b|i|h\d|li|ul|td|tr|div|span|main|section)\b[^<]*>|href=|<!--")


def read_back(name: str, source: str) -> list[str]:
    """Where a file reads or edits markup, or writes it though it is no writer."""
    own = re.search("[\ue000-\uf8ff]" + r"|\\u(?:e|f[0-8])[0-9a-f]{2,3}\b", source, re.IGNORECASE)
    found = [f"{name}: a private-use character"] if own else []
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", None) or "", *(a.name for a in node.names)]
            if any(n.startswith(("html.parser", "bs4", "lxml")) for n in names):
                found.append(f"{name}:{node.lineno}: an HTML parser")
        is_words = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if is_words and name not in (*WRITERS, *NOT_PAGES) and MARKUP.search(node.value):
            found.append(f"{name}:{node.lineno}: markup")
    return found


def test_no_source_parses_a_page_edits_it_or_writes_markup_beside_the_writer() -> None:
    sources = {
        p.relative_to(SOURCES).as_posix(): p.read_text(encoding="utf-8") for p in SOURCES.rglob("*.py")
    }
    assert [fault for name, source in sources.items() for fault in read_back(name, source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "from html.parser import HTMLParser",
        'import re\nx = re.compile(\'<a class="v" href="(.*?)">\')',
        "page = page.replace('<!--status-->', '')",
        "page = page.replace('href=\"verifikationer/', 'href=\"../')",
        "x = f'<p>{1}</p>'",
        "x = '\\ue000'",
        "x = '\ue000'",
    ],
)
def test_a_source_that_does_is_seen(line: str) -> None:
    assert read_back("pages/blocks.py", line)
