"""A workbook as .ods: odfdo's package and parts, with tables written as XML. The same bytes every time.

odfdo makes a cell in a millisecond or more, a minute for a year's book; the elements of a table are therefore
written here and parsed once. Source: OASIS, OpenDocument 1.3 part 3, chapter 9.
"""

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element

from helpers.forms.sheets import Book, Cell, Figure, Link, Look, Sheet, is_in_place_of_number, words_of
from helpers.forms.steady_zip import steady
from helpers.paths import COUNTRIES, spoken
from helpers.wording import per_cent, text

PAPER = {
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
CENTIMETRES = 0.2  # a character


def content(book: Book) -> bytes:
    """The book as a file."""
    made = Document("spreadsheet")
    made.body.clear()
    made.meta.title, made.meta.subject = book.title, book.edition
    made.meta.language = COUNTRIES[spoken()]
    _paper(made, book.edition)
    looks = {look: f"tal{number}" for number, look in enumerate(_looks(book))}
    widths = sorted({width for sheet in book.sheets for width in sheet.widths})
    for style in (*_text_styles(), *_column_styles(widths), *_number_styles(looks)):
        made.insert_style(style, automatic=True)
    for sheet in book.sheets:
        made.body.append(Element.from_tag("".join(_table(sheet, looks))))
    made.body.append(Element.from_tag(_filters(book)))
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), {"settings.xml": _settings(book).encode()})


def _looks(book: Book) -> list[Look]:
    """How numbers are shown in the book, each look once."""
    cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row)
    return list(dict.fromkeys(c.look for c in cells if isinstance(c, Figure) and c.number is not None))


def _paper(made: Document, edition: str) -> None:
    """A4 on its side, as wide as the table; the sheet's name over it, whom it may reach under it."""
    own = made.styles.get_element('//style:page-layout[@style:name="Mpm1"]/style:page-layout-properties')
    foot = made.styles.get_element('//style:master-page[@style:name="Default"]/style:footer')
    if own is None or foot is None:
        raise LookupError("the template of odfdo has no page Default with the layout Mpm1")
    for name, value in PAPER.items():
        own.set_attribute(name, value)
    foot.clear()
    foot.append(
        Element.from_tag(f"<text:p>{escape(edition)} <text:page-number>1</text:page-number></text:p>")
    )


# --- styles -----------------------------------------------------------------------------------------------


def _text_styles() -> Iterator[str]:
    wrap = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    bold = '<style:text-properties fo:font-weight="bold"/>'
    yield f'<style:style style:name="ord" style:family="table-cell">{wrap}</style:style>'
    right = '<style:paragraph-properties fo:text-align="end"/>'
    yield f'<style:style style:name="istallet" style:family="table-cell">{wrap}{right}</style:style>'
    yield f'<style:style style:name="huvud" style:family="table-cell">{wrap}{bold}</style:style>'


def _column_styles(widths: list[int]) -> Iterator[str]:
    for width in widths:
        wide = f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.1f}cm"/>'
        yield f'<style:style style:name="bredd{width}" style:family="table-column">{wide}</style:style>'


def _number_styles(looks: dict[Look, str]) -> Iterator[str]:
    """Each look's format, and the style of a cell that has it."""
    language, country = COUNTRIES[spoken()].split("-")
    own = f'number:language="{language}" number:country="{country}"'
    for look, name in looks.items():
        kind = "number:percentage-style" if look.is_percent else "number:number-style"
        before, after = (
            f"<number:text>{escape(t)}</number:text>" if t else "" for t in (look.before, _after(look))
        )
        grouped = "" if look.is_percent else ' number:grouping="true"'
        digits = f'number:decimal-places="{look.decimals}" number:min-decimal-places="{look.decimals}"'
        shown = f'<number:number {digits} number:min-integer-digits="1"{grouped}/>'
        yield f'<{kind} style:name="{name}f" {own}>{before}{shown}{after}</{kind}>'
        cell = f'style:name="{name}" style:family="table-cell" style:data-style-name="{name}f"'
        top = '<style:table-cell-properties style:vertical-align="top"/>'
        yield f"<style:style {cell}>{top}</style:style>"


def _after(look: Look) -> str:
    return (per_cent("") if look.is_percent else "") + look.after


# --- tables -----------------------------------------------------------------------------------------------


def _table(sheet: Sheet, looks: dict[Look, str]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}><table:title>{escape(sheet.title)}</table:title>"
    for width in sheet.widths:
        yield f'<table:table-column table:style-name="bredd{width}"/>'
    head = "".join(_words(h, "huvud") for h in sheet.head)
    yield f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
    for row in sheet.rows:
        cells = "".join(_cell(cell, looks, column) for column, cell in enumerate(row))
        yield f"<table:table-row>{cells}</table:table-row>"
    yield "</table:table>"


def _cell(cell: Cell, looks: dict[Look, str], column: int) -> str:
    if isinstance(cell, Link):
        to = quoteattr(f"#'{cell.sheet}'.A1")
        return _string(f'<text:a xlink:type="simple" xlink:href={to}>{escape(cell.sheet)}</text:a>', "ord")
    if isinstance(cell, str) or cell.number is None:
        return _words(words_of(cell), "istallet" if column and is_in_place_of_number(cell) else "ord")
    kind, value = ("percentage" if cell.look.is_percent else "float"), float(cell.number)
    number = f'office:value-type="{kind}" office:value="{value!r}"'
    return f'<table:table-cell table:style-name="{looks[cell.look]}" {number}/>'


def _words(words: str, style: str) -> str:
    return _string(escape(words), style)


def _string(inside: str, style: str) -> str:
    of = f'table:style-name="{style}" office:value-type="string"'
    return f"<table:table-cell {of}><text:p>{inside}</text:p></table:table-cell>"


def _filters(book: Book) -> str:
    """That each table can be filtered by its heads."""
    ranges = []
    for number, sheet in enumerate(book.sheets):
        name = f"'{sheet.name}'"
        corner = f"{_letters(len(sheet.head))}{len(sheet.rows) + 1}"
        address = quoteattr(f"{name}.A1:{name}.{corner}")
        of = f'table:name="{text("book.table_name", number=number)}" table:display-filter-buttons="true"'
        ranges.append(f"<table:database-range {of} table:target-range-address={address}/>")
    return f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"


def _letters(column: int) -> str:
    """
    >>> [_letters(column) for column in (1, 26, 27)]
    ['A', 'Z', 'AA']
    """
    before, own = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + own)


def _settings(book: Book) -> str:
    """That the head and the first column stay in sight."""
    item = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
    split = [(f"{way}SplitMode", "short", 2) for way in ("Horizontal", "Vertical")]
    split += [(f"{way}SplitPosition", "int", 1) for way in ("Horizontal", "Vertical")]
    split += [("PositionRight", "int", 1), ("PositionBottom", "int", 1), ("ActiveSplitRange", "short", 3)]
    frozen = "".join(item.format(*one) for one in split)
    entry = "<config:config-item-map-entry config:name={}>{}</config:config-item-map-entry>"
    sheets = "".join(entry.format(quoteattr(sheet.name), frozen) for sheet in book.sheets)
    tables = f'<config:config-item-map-named config:name="Tables">{sheets}</config:config-item-map-named>'
    active = item.format("ActiveTable", "string", escape(book.sheets[0].name))
    view = f"<config:config-item-map-entry>{active}{tables}</config:config-item-map-entry>"
    views = f'<config:config-item-map-indexed config:name="Views">{view}</config:config-item-map-indexed>'
    own = f'<config:config-item-set config:name="ooo:view-settings">{views}</config:config-item-set>'
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = f'xmlns:office="{names}office:1.0" xmlns:config="{names}config:1.0" office:version="1.3"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings '
        f'xmlns:ooo="http://openoffice.org/2004/office" {spaces}>'
        f"<office:settings>{own}</office:settings></office:document-settings>"
    )
