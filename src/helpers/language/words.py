"""Words of a page: strings, and printed figures that know what vouches for them.

No mark gets lost on the way: words are no `str`, so that an f-string, `str()` or `str.join` over them raises.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import Formatter
from typing import NoReturn, overload

INVENTED = "†"  # stands after a figure that rests on what is invented


@dataclass(frozen=True)
class Printed:
    """A figure as it is printed: of a fact whose voucher is `number` in the binder of `place`.

    Without a number it is a figure that is no fact and says so: a guideline, a number of files. What rests on
    what nobody has printed or delivered is shown with a mark.

    >>> Printed("148").shown, Printed("148", "x", "new-2018-x", is_invented=True).shown
    ('148', '148†')
    """

    words: str
    place: str = ""
    number: str = ""
    is_invented: bool = False

    @property
    def shown(self) -> str:
        """The figure as a reader sees it."""
        return self.words + INVENTED * self.is_invented


@dataclass(frozen=True)
class Foreign:
    """Words in another language than the page's: what was asked, printed or written in it."""

    words: str
    lang: str

    @property
    def shown(self) -> str:
        """The words as a reader sees them."""
        return self.words


Part = str | Printed | Foreign


@dataclass(frozen=True, repr=False)
class Words:
    """Strings, printed figures and words in another language, one after the other.

    >>> told = Words(("Av ", Printed("148", "x", "total-2019-x"))) + " deltagare"
    >>> told.plain, [figure.number for figure in told.figures]
    ('Av 148 deltagare', ['total-2019-x'])
    """

    parts: tuple[Part, ...] = ()

    @property
    def plain(self) -> str:
        """The same words as a string: for alternative texts, charts, attributes and the terminal."""
        return "".join(p if isinstance(p, str) else p.shown for p in self.parts)

    @property
    def by_language(self) -> Iterator[tuple[str, str]]:
        """The same words by the language that they are in, '' for the page's own.

        >>> list(Words(("a ", Foreign("å", "sv"))).by_language)
        [('', 'a '), ('sv', 'å')]
        """
        for lang, parts in groupby(self.parts, lambda part: getattr(part, "lang", "")):
            yield lang, Words(tuple(parts)).plain

    @property
    def figures(self) -> tuple[Printed, ...]:
        """The printed figures among them."""
        return tuple(p for p in self.parts if isinstance(p, Printed))

    def __add__(self, other: "Text") -> "Words":
        return Words(_merged([*self.parts, *_parts(other)]))

    def __radd__(self, other: str) -> "Words":
        return Words(_merged([other, *self.parts]))

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __repr__(self) -> str:
        return f"Words({self.plain!r})"

    def __str__(self) -> NoReturn:
        raise TypeError("printed figures would lose their vouchers: use `text`, `joined` or `+`, or `.plain`")

    def __format__(self, how: str) -> NoReturn:
        str(self)
        raise AssertionError


Text = str | Words


def _parts(words: Text) -> Sequence[Part]:
    return (words,) if isinstance(words, str) else words.parts


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts with strings beside each other as one."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)


def plain(words: Text) -> str:
    """Words as a string, without what vouches for their figures.

    >>> plain("a"), plain(Words(("a ", Printed("1"))))
    ('a', 'a 1')
    """
    return words if isinstance(words, str) else words.plain


@overload
def joined(between: str, items: Iterable[str]) -> str: ...
@overload
def joined(between: str, items: Iterable[Text]) -> Text: ...
def joined(between: str, items: Iterable[Text]) -> Text:
    """Items as one, with the same words between them.

    >>> joined(", ", ["a", "b"]), joined(", ", ["a", Words((Printed("1"),))])
    ('a, b', Words('a, 1'))
    """
    found = list(items)
    if all(isinstance(item, str) for item in found):
        return between.join(map(plain, found))
    apart = [part for item in found for part in (between, *_parts(item))]
    return Words(_merged(apart[1:]))


@overload
def filled(template: str, **values: str | int) -> str: ...
@overload
def filled(template: str, **values: object) -> Text: ...
def filled(template: str, **values: object) -> Text:
    """A template with its values, as `str.format`; printed figures among them stay printed figures.

    Raises:
        KeyError: a value is not given.

    >>> filled("{n} av {m}", n=1, m=2), filled("{n} av {m}", n=Words((Printed("1"),)), m=2)
    ('1 av 2', Words('1 av 2'))
    >>> [filled("{n} {n|rad|rader}, {n|den enda|de #}", n=n) for n in (0, 1, 2)]
    ['0 rader, de 0', '1 rad, den enda', '2 rader, de 2']
    """
    if "|" in template:
        template = _FORMS.sub(lambda found: _form(found, values), template)
    if not any(isinstance(value, Words) for value in values.values()):
        return template.format(**values)
    return Words(_merged(_filling(template, values)))


# `{n|rad|rader}`: the form for one and for any other number, which `#` stands for.
_FORMS = re.compile(r"\{(\w+)\|([^{}|]*)\|([^{}|]*)\}")


def _form(found: re.Match[str], values: dict[str, object]) -> str:
    number = values[found[1]]
    said = number.plain if isinstance(number, Words) else str(number)
    return (found[2] if said.removesuffix(INVENTED) == "1" else found[3]).replace("#", f"{{{found[1]}}}")


def _filling(template: str, values: dict[str, object]) -> Iterator[Part]:
    for literal, name, _how, _ in Formatter().parse(template):
        yield literal
        if name is not None:
            value = values[name]
            yield from value.parts if isinstance(value, Words) else (str(value),)
