"""The year's definitions: what is counted, asked and aimed at. Data, one YAML file a year, validated."""

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from helpers.fingerprint import fingerprint

ASSOCIATION = "forbundet"
SEPARATE = "sarredovisade"  # the särredovisade activities together, as the annual report sums them
OUTCOMES = ("to-work", "to-studies", "to-other-solution", "dropped-out")


class DefinitionError(Exception):
    """One or more faults in a definitions file, each as `file:line: what`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Text = Annotated[str, Field(min_length=1)]


class Platform(_Strict):
    """A place of cooperation with its own participant list. `separate` = särredovisad; `ages`: from and to, in whole years at Start."""

    id: Id
    name: Text
    short: str = ""
    municipality: str = ""
    separate: bool = False
    ages: Annotated[list[Annotated[int, Field(ge=0, le=120)]], Field(min_length=2, max_length=2)] | None = None

    @field_validator("ages")
    @classmethod
    def _ages_in_order(cls, ages: list[int] | None) -> list[int] | None:
        if ages and ages[0] > ages[1]:
            raise ValueError(f"from {ages[0]} to {ages[1]}: the youngest stands first")
        return ages

    @property
    def label(self) -> str:
        return self.short or self.name


class Whole(_Strict):
    """A sum of platforms, never summed again."""

    id: Id
    name: Text
    short: str = ""
    parts: Annotated[list[str], Field(min_length=1)]

    @property
    def label(self) -> str:
        return self.short or self.name


class Respondents(_Strict):
    id: Id
    name: Text
    asked_of: Literal["platforms"] | list[str]
    answers_for: str = ""
    protected: bool = False


class Scale(_Strict):
    id: Id
    answers: Annotated[list[Text], Field(min_length=2)]
    positive: list[Text]

    @model_validator(mode="after")
    def _positive_are_answers(self) -> "Scale":
        for answer in self.positive:
            if answer not in self.answers:
                raise ValueError(f"positive answer {answer!r} is not an answer of the scale {self.id!r}")
        return self


class Question(_Strict):
    id: Text
    respondents: Annotated[list[str], Field(min_length=1)]
    scale: str
    wordings: Annotated[list[Text], Field(min_length=1)]


class Indicator(_Strict):
    """How an account is measured: an outcome share, a survey question, good examples, society, or not at all."""

    kind: Literal["outcome", "question", "example", "society", "unmeasured"]
    measure: Literal["to-work", "to-studies", "to-other-solution"] | None = None
    question: str | None = None
    respondents: str | None = None
    about: str = ""
    target_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    target_count: Annotated[int, Field(ge=1)] = 1
    target_percentage_points: Annotated[float | int, Field(le=0)] | None = None

    @property
    def target_share(self) -> Fraction | None:
        return None if self.target_percent is None else Fraction(self.target_percent, 100)


class Account(_Strict):
    id: Text
    name: Text
    indicators: Annotated[list[Indicator], Field(min_length=1)]


class Area(_Strict):
    id: Text
    name: Text
    accounts: Annotated[list[Account], Field(min_length=1)]


class Summary(_Strict):
    """A named sum of SUS classes, e.g. all post-secondary education."""

    column: Literal["time", "education", "support-before"]
    name: Text
    classes: Annotated[list[str], Field(min_length=1)]


class Sus(_Strict):
    time: list[str]
    education: list[str]
    support: list[str]
    occupation: list[str]
    missing_time: str
    missing_education: str
    summaries: list[Summary] = []


class Definitions(_Strict):
    """Everything a year counts."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    association: Text
    protected_below: Annotated[int, Field(ge=0)]
    response_guideline_percent: Annotated[int, Field(ge=0, le=100)]
    contact: str = ""  # how readers reach the association: a web or mail address, or words
    accessibility_reviewed: dt.date | None = None  # when the association judged how accessible its pages are
    platforms: Annotated[list[Platform], Field(min_length=1)]
    wholes: list[Whole]
    respondents: list[Respondents]
    scales: list[Scale]
    questions: list[Question]
    areas: list[Area]
    sus: Sus

    def platform(self, platform: str) -> Platform | Whole:
        return next(p for p in [*self.platforms, *self.wholes] if p.id == platform)

    def name(self, platform: str) -> str:
        named = {ASSOCIATION: self.association, SEPARATE: "De särredovisade insatserna"}
        return named.get(platform) or self.platform(platform).name

    def label(self, platform: str) -> str:
        named = {ASSOCIATION: "Förbundet", SEPARATE: "De särredovisade"}
        return named.get(platform) or self.platform(platform).label

    @property
    def platform_ids(self) -> list[str]:
        return [p.id for p in self.platforms]

    @property
    def whole_ids(self) -> list[str]:
        return [w.id for w in self.wholes]

    def parts(self, whole: str) -> list[str]:
        """Platforms that a whole sums; the association sums all but the särredovisade, which have their own sum."""
        if whole in (ASSOCIATION, SEPARATE):
            return [p.id for p in self.platforms if p.separate == (whole == SEPARATE)]
        return list(next(w.parts for w in self.wholes if w.id == whole))

    def wholes_of(self, platform: str) -> list[str]:
        """The wholes a platform is part of, the association last."""
        return [w.id for w in self.wholes if platform in w.parts] + [ASSOCIATION]

    def scale(self, scale: str) -> Scale:
        return next(s for s in self.scales if s.id == scale)

    def group(self, respondents: str) -> Respondents:
        return next(r for r in self.respondents if r.id == respondents)

    def questions_to(self, respondents: str) -> list[Question]:
        return [q for q in self.questions if respondents in q.respondents]

    def question(self, question: str, respondents: str) -> Question:
        return next(q for q in self.questions if q.id == question and respondents in q.respondents)

    def asked_of(self, respondents: str) -> list[str]:
        """Platforms and wholes where answers of a group are expected."""
        asked = self.group(respondents).asked_of
        return self.platform_ids if asked == "platforms" else list(asked)

    def indicators(self) -> Iterator[tuple[Area, Account, Indicator]]:
        for area in self.areas:
            for account in area.accounts:
                for indicator in account.indicators:
                    yield area, account, indicator


Location = tuple[str | int, ...]


def _items(data: dict, section: str, *more: str) -> Iterator[tuple[Location, dict]]:
    """Every entry of a list of entries, and where it stands: `_items(data, "areas", "accounts")`.

    The file may break the schema anywhere: what is no list or no entry is passed over, the schema names it.
    """
    inner = data.get(section)
    for index, item in enumerate(inner if isinstance(inner, list) else []):
        if isinstance(item, dict) and more:
            yield from (((section, index, *place), entry) for place, entry in _items(item, *more))
        elif isinstance(item, dict):
            yield (section, index), item


def _texts(item: dict, key: str) -> Iterator[tuple[Location, str]]:
    """The texts of an entry's list and where they stand."""
    values = item.get(key)
    yield from (((key, i), v) for i, v in enumerate(values if isinstance(values, list) else []) if isinstance(v, str))


def _broken_references(data: dict) -> Iterator[tuple[Location, str]]:
    """What names something the file does not define, or defines it twice: where, and what is wrong."""

    def ids(*path: str) -> list[tuple[Location, str]]:
        return [((*place, "id"), item["id"]) for place, item in _items(data, *path) if isinstance(item.get("id"), str)]

    platforms, groups, scales = ids("platforms"), ids("respondents"), ids("scales")
    asked = [
        ((*place, "id"), f"{item['id']} to {group}")
        for place, item in _items(data, "questions")
        for _, group in _texts(item, "respondents")
        if isinstance(item.get("id"), str)
    ]
    defined = {
        "platform or whole": [((), ASSOCIATION), ((), SEPARATE), *platforms, *ids("wholes")], "respondents": groups, "scale": scales,
        "account": ids("areas", "accounts"), "question to one group": asked,
    }  # fmt: skip
    for name, named in defined.items():
        seen: set[str] = set()
        for place, id_ in named:
            if id_ in seen:
                yield place, f"{name} {id_!r} stands twice"
            seen.add(id_)
    yield from _same_words(data)
    places = [i for _, i in defined["platform or whole"]]
    known = {
        "part": [i for _, i in platforms], "asked_of": places, "answers_for": places,
        "scale": [i for _, i in scales], "respondents": [i for _, i in groups],
    }  # fmt: skip
    references: list[tuple[Location, str, str]] = []
    for place, whole in _items(data, "wholes"):
        references += [((*place, *at), "part", part) for at, part in _texts(whole, "parts")]
    for place, group in _items(data, "respondents"):
        references += [((*place, *at), "asked_of", one) for at, one in _texts(group, "asked_of")]
        if isinstance(group.get("answers_for"), str) and group["answers_for"]:
            references.append(((*place, "answers_for"), "answers_for", group["answers_for"]))
    for place, question in _items(data, "questions"):
        if isinstance(question.get("scale"), str):
            references.append(((*place, "scale"), "scale", question["scale"]))
        references += [((*place, *at), "respondents", group) for at, group in _texts(question, "respondents")]
    for place, what, value in references:
        if value not in known[what]:
            yield place, _unknown(what, value, known[what])
    for place, indicator in _items(data, "areas", "accounts", "indicators"):
        wanted = f"{indicator.get('question')} to {indicator.get('respondents')}"
        if indicator.get("kind") == "question" and wanted not in [pair for _, pair in asked]:
            yield (*place, "question"), _unknown("question", wanted, [pair for _, pair in asked])
        if indicator.get("kind") == "outcome" and indicator.get("measure") is None:
            yield place, "an outcome indicator needs a measure"
    sus = data.get("sus") if isinstance(data.get("sus"), dict) else {}
    sections = {"time": "time", "education": "education", "support-before": "support"}
    for place, summary in _items(sus, "summaries"):
        classes = [v for _, v in _texts(sus, sections.get(str(summary.get("column")), ""))]
        for at, name in _texts(summary, "classes"):
            if classes and name not in classes:
                yield ("sus", *place, *at), _unknown("class", name, classes)


def _same_words(data: dict) -> Iterator[tuple[Location, str]]:
    """Wordings by which a survey's column could be two questions to one group."""
    seen: dict[tuple[str, str], object] = {}
    for place, question in _items(data, "questions"):
        for at, wording in _texts(question, "wordings"):
            for _, group in _texts(question, "respondents"):
                other = seen.setdefault((group, fingerprint(wording)), question.get("id"))
                if other != question.get("id"):
                    yield (*place, *at), f"the wording is question {other!r} to {group} too"


def _unknown(what: str, value: str, known: list[str]) -> str:
    return f"{what} {value!r} is not defined{_near(value, known)}"


def _near(value: str, known: list[str]) -> str:
    near = difflib.get_close_matches(value, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without its surprises: `no` and `010` stay text, a key may stand once."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rx) for tag, rx in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _reject_octal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int | str:
    return node.value if re.match(r"^[-+]?0\d", node.value) else loader.construct_yaml_int(node)


_Loader.add_constructor("tag:yaml.org,2002:int", _reject_octal)


def _duplicate_keys(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, f"the key {key.value!r} stands twice"
            seen.add(key.value)
            yield from _duplicate_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicate_keys(item)


def _line(node: yaml.Node, location: Location) -> int:
    """The line of a place in the file; a key that is missing stands at its parent's line."""
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == step]
            if not found:
                break
            node = found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node.start_mark.line + 1


def load(path: Path) -> Definitions:
    """Read and validate a definitions file; all faults at once, each as `file:line: what`.

    Raises:
        DefinitionError: the file is missing, is no YAML, or breaks the schema.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DefinitionError(f"{path.name}: the file does not exist; make new-year writes it") from None
    try:
        return _parse(content.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DefinitionError(f"{path.name}:{line}: not UTF-8; save the file as UTF-8") from None


def _document(text: str, path: Path) -> tuple[yaml.Node | None, object]:
    """A YAML text as nodes, which know their lines, and as data."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
        what = getattr(error, "problem", None) or getattr(error, "reason", "")
        raise DefinitionError(f"{path.name}:{line + 1}: not valid YAML: {what}") from None


def _messages(error: ValidationError) -> list[tuple[Location, str]]:
    return [(e["loc"], e["msg"].removeprefix("Value error, ")) for e in error.errors()]


def strict_yaml(path: Path, schema: TypeAdapter) -> object:
    """A YAML file that follows a schema; all faults at once, each as `file:line: what`.

    Raises:
        DefinitionError: the file is no YAML or breaks the schema.
    """
    root, data = _document(path.read_text(encoding="utf-8"), path)
    faults = list(_duplicate_keys(root))
    try:
        found = schema.validate_python(data)
    except ValidationError as error:
        faults += [(_line(root, place), f"{'.'.join(map(str, place))}: {what}") for place, what in _messages(error)]
    if faults:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return found


def _parse(text: str, path: Path) -> Definitions:
    root, data = _document(text, path)
    if not isinstance(data, dict):
        raise DefinitionError(f"{path.name}:1: expected keys and values")
    faults = list(_duplicate_keys(root))
    found: list[tuple[Location, str]] = list(_broken_references(data))
    definitions = None
    try:
        definitions = Definitions.model_validate(data)
    except ValidationError as error:
        found += _messages(error)
    if definitions and str(definitions.year) != path.stem:
        found.append((("year",), f"{definitions.year} in a file named {path.name}"))
    for place, what in found:
        where = ".".join(map(str, place))
        faults.append((_line(root, place), f"{where}: {what}"))
    if faults or definitions is None:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return definitions


def new_year(folder: Path, year: int) -> Path:
    """Write a year's definitions from the last one before it, and nothing else; never overwrites.

    Raises:
        DefinitionError: the file exists, there is no earlier year to copy, or that one is faulty.
    """
    target = folder / f"{year}.yaml"
    if target.exists():
        raise DefinitionError(f"{target.name} finns redan och skrivs aldrig över.")
    earlier = sorted(int(p.stem) for p in folder.glob("*.yaml") if p.stem.isdigit() and int(p.stem) < year)
    if not earlier:
        raise DefinitionError(f"Det finns inga definitioner före {year} att utgå från.")
    source = folder / f"{earlier[-1]}.yaml"
    load(source)
    text = re.sub(rf"(?m)^(year:\s*){earlier[-1]}\b", rf"\g<1>{year}", source.read_text(encoding="utf-8"))
    _parse(text, target)
    with target.open("x", encoding="utf-8") as handle:
        handle.write(text)
    return target


def comparable(now: Definitions, before: Definitions, question: Question, respondents: str) -> Question | None:
    """Last year's question that is like this one: same group, wording, scale and positive answers.

    Ids change between years; like is compared only with like.
    """
    scale = now.scale(question.scale)
    for old in before.questions_to(respondents):
        old_scale = before.scale(old.scale)
        if same_words(question, old) and (scale.answers, scale.positive) == (old_scale.answers, old_scale.positive):
            return old
    return None


def same_words(one: Question, other: Question) -> bool:
    """Whether two questions have a wording in common."""
    known, asked = ({w.casefold().strip(" ?.:") for w in q.wordings} for q in (one, other))
    return bool(known & asked)


def same_scope(now: Definitions, before: Definitions, platform: str) -> bool:
    """Whether a platform means the same in both years: it existed, and a whole had the same parts."""
    if platform == ASSOCIATION:
        return True
    if platform in now.platform_ids:
        return platform in before.platform_ids
    return platform in before.whole_ids and set(now.parts(platform)) == set(before.parts(platform))
