"""arsredovisning/*.md and tal.csv: row 64 of the list of bad inputs, as far as the files alone say it."""

import pytest

from helpers import annual_report
from helpers.context import Context
from helpers.deliveries import account_texts, clearance
from helpers.deliveries.delivery import Delivery
from helpers.faults import Fault, safe
from helpers.language.prose import HEADING, PARAGRAPH, POINT
from helpers.paths import Workspace

SECRET = b"a test's own key"
HEAD = "---\nheading: Lagrum\nby: Kansliet\nday: 2020-02-14\n---\n"


def write(workspace: Workspace, name: str, content: str | bytes) -> None:
    path = workspace.raw(2019) / "arsredovisning" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def found(workspace: Workspace, file: str) -> list[Fault]:
    """What reading the year finds of one file."""
    context = Context(workspace, 2019)
    delivery = Delivery(context, context.definitions, SECRET)
    for kind in ("arsredovisning", "tal"):
        delivery.read(kind)
    return [f for f in delivery.faults if f.file == f"arsredovisning/{file}"]


def told(workspace: Workspace, file: str) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.code, f.row) for f in found(workspace, file)]


def text(workspace: Workspace, file: str) -> account_texts.Delivered | str:
    every = account_texts.texts(Context(workspace, 2019))
    return next(t for t in every if f"arsredovisning/{file}" == (t if isinstance(t, str) else t.file))


def test_a_text_is_its_head_and_what_stands_below_it_line_by_line(workspace: Workspace) -> None:
    write(workspace, "123-lagrum.md", HEAD + "# Lagen\n\nEn mening.\nEn till.\n- Ett\n- Två\n")
    lagrum = text(workspace, "123-lagrum.md")
    assert isinstance(lagrum, account_texts.Delivered) and told(workspace, "123-lagrum.md") == []
    head = (lagrum.at, lagrum.id, lagrum.heading, lagrum.by, lagrum.day)
    assert head == ("123", "lagrum", "Lagrum", "Kansliet", "2020-02-14")
    written = [(w.kind, w.words, w.lines[0][0]) for w in lagrum.written]
    assert written == [
        (HEADING, "Lagen", 6),
        (PARAGRAPH, "En mening. En till.", 8),
        (POINT, "Ett", 10),
        (POINT, "Två", 11),
    ]


@pytest.mark.parametrize(
    ("head", "code", "said"),
    [
        ("", "account_head", "heading, by, day"),
        ("---\nheading: Lagrum\nday: 2020-02-14\n---\n", "account_head", "by"),
        ("---\nheading: a\nby: b\nday: 14/2\n---\n", "account_day", "14/2"),
        ("---\nheading: a\nby: b\nday: 2020-02-30\n---\n", "account_day", "2020-02-30"),
        ("---\nheading: a\nby: b\ndag: c\nday: 2020-02-14\n---\n", "account_key", "day"),
        ("---\nheading: a\nby: b\nday: 2020-02-14\nplace: c\n---\n", "account_key", "heading, by, day"),
    ],
)
def test_a_head_that_lacks_or_says_more_is_told_and_the_text_is_shown(
    workspace: Workspace, head: str, code: str, said: str
) -> None:
    write(workspace, "123-lagrum.md", head + "En mening.\n")
    (fault,) = found(workspace, "123-lagrum.md")
    assert (fault.level, fault.code) == ("flag", code) and said in fault.line()
    shown = text(workspace, "123-lagrum.md")
    assert isinstance(shown, account_texts.Delivered) and shown.written[0].words == "En mening."


def test_a_personnummer_refuses_its_text_and_no_other(workspace: Workspace, test_numbers: list[str]) -> None:
    number = test_numbers[0]
    write(workspace, "123-lagrum.md", HEAD + f"En mening.\nOm {number[:8]}-{number[8:]}.\n")
    write(workspace, "124-uppdrag.md", HEAD + "Ring 070-123 45 67.\n")
    assert told(workspace, "123-lagrum.md") == [("refuse", "account_personnummer", 7)]
    assert text(workspace, "123-lagrum.md") == "arsredovisning/123-lagrum.md"
    assert told(workspace, "124-uppdrag.md") == [("flag", "own_phone", 6)]
    shown = text(workspace, "124-uppdrag.md")
    assert isinstance(shown, account_texts.Delivered) and "070" not in shown.written[0].words


def test_a_personnummer_in_the_head_refuses_too(workspace: Workspace, test_numbers: list[str]) -> None:
    write(workspace, "123-lagrum.md", HEAD.replace("Kansliet", test_numbers[0]) + "En mening.\n")
    assert told(workspace, "123-lagrum.md") == [("refuse", "account_personnummer", 3)]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("lagrum.md", HEAD, [("refuse", "account_name", None)]),
        ("123_lagrum.md", HEAD, [("refuse", "account_name", None)]),
        ("123-lagrum.md", b"\x00\x01\x02", [("refuse", "own_no_text", None)]),
        ("123-lagrum.md", "a" * 100_001, [("refuse", "beyond_limit", None)]),
        ("123-lagrumm.md", HEAD, [("flag", "account_part", None)]),
        ("127-egen-rubrik.md", HEAD, []),
        ("123-lagrum.docx", b"PK", [("flag", "stray_file", None)]),
    ],
)
def test_what_is_no_text_is_told(
    workspace: Workspace, name: str, content: str | bytes, expected: list[tuple[str, str, int | None]]
) -> None:
    write(workspace, name, content)
    assert told(workspace, name) == expected


def test_markup_and_formulas_are_words(workspace: Workspace) -> None:
    hostile = "<script>x</script> =1+1 [a](https://exempel.se) **b**"
    write(workspace, "123-lagrum.md", HEAD + hostile + "\n")
    shown = text(workspace, "123-lagrum.md")
    assert isinstance(shown, account_texts.Delivered) and shown.written[0].words == hostile


def test_figures_that_may_be_typed_are_read_with_their_reason(workspace: Workspace) -> None:
    context = Context(workspace, 2019)
    rows = "Fil;Tal;Anledning\narsredovisning/123-lagrum.md;2 292;Ur protokollet\nlagrum;1;x\n"
    write(workspace, "tal.csv", rows)
    table = Delivery(context, context.definitions, SECRET).read("tal")["typed_figures"]
    assert table[["file", "figure", "reason"]].values.tolist() == [
        ["123-lagrum.md", "2 292", "Ur protokollet"],
        ["lagrum", "1", "x"],
    ]
    assert told(workspace, "tal.csv") == [("flag", "account_figure_file", 3)]
    write(workspace, "tal.csv", "Fil;Tal;Anledning\n123-lagrum.md;;x\n")
    assert told(workspace, "tal.csv") == [("refuse", "blank_cell", 2)]


def test_nobody_has_to_clear_them_and_without_them_no_delivery_is_missing(workspace: Workspace) -> None:
    context = Context(workspace, 2019)
    assert list(clearance.delivered(context)) == ["examples/1.3-1.md"]
    for path in (context.raw / "arsredovisning").iterdir():
        path.unlink()
    delivery = Delivery(context, context.definitions, SECRET)
    for kind in ("arsredovisning", "tal", "examples"):
        delivery.read(kind)
    assert set(delivery.status_table()["kind"]) == {"examples"}


def test_every_part_has_a_name_that_a_file_may_have() -> None:
    known = annual_report.parts()
    assert len({p.id for p in known}) == len(known) > 40
    assert [p.at for p in known] == sorted(p.at for p in known), "a text of no part finds its place by these"
    for part in known:
        assert account_texts.name_of(part.file) == (part.at, part.id)
        assert safe(f"arsredovisning/{part.file}") == f"arsredovisning/{part.file}"
