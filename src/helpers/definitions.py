"""The year's definitions: what is counted, asked and aimed at. Data, one YAML file a year, validated."""

import difflib
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

ASSOCIATION = "forbundet"
OUTCOMES = ("to-work", "to-studies", "to-other-solution", "dropped-out")


class DefinitionError(Exception):
    """One or more faults in a definitions file, each as `file:line: what`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Text = Annotated[str, Field(min_length=1)]


class Platform(_Strict):
    """A place of cooperation with its own participant list. `separate` = särredovisad."""

    id: Id
    name: Text
    short: str = ""
    municipality: str = ""
    separate: bool = False

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
        return self.association if platform == ASSOCIATION else self.platform(platform).name

    def label(self, platform: str) -> str:
        return "Förbundet" if platform == ASSOCIATION else self.platform(platform).label

    @property
    def platform_ids(self) -> list[str]:
        return [p.id for p in self.platforms]

    @property
    def whole_ids(self) -> list[str]:
        return [w.id for w in self.wholes]

    def parts(self, whole: str) -> list[str]:
        """Platforms that a whole sums; the association sums all but the särredovisade."""
        if whole == ASSOCIATION:
            return [p.id for p in self.platforms if not p.separate]
        return list(self.platform(whole).parts)  # type: ignore[union-attr]

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

    @model_validator(mode="after")
    def _references_hold(self) -> "Definitions":
        faults = list(_broken_references(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _broken_references(d: Definitions) -> Iterator[str]:
    places = [*d.platform_ids, *d.whole_ids, ASSOCIATION]
    groups = [r.id for r in d.respondents]
    for name, ids in (
        ("platform or whole", places),
        ("respondents", groups),
        ("scale", [s.id for s in d.scales]),
        ("account", [a.id for area in d.areas for a in area.accounts]),
        ("question to one group", [f"{q.id} {r}" for q in d.questions for r in q.respondents]),
    ):
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            yield f"{name} {twice!r} stands twice"
    for whole in d.wholes:
        for part in whole.parts:
            if part not in d.platform_ids:
                yield _unknown("part", part, f"whole {whole.id!r}", d.platform_ids)
    for r in d.respondents:
        for place in [] if r.asked_of == "platforms" else r.asked_of:
            if place not in places:
                yield _unknown("asked_of", place, f"respondents {r.id!r}", places)
        if r.answers_for and r.answers_for not in places:
            yield _unknown("answers_for", r.answers_for, f"respondents {r.id!r}", places)
    for q in d.questions:
        if q.scale not in [s.id for s in d.scales]:
            yield _unknown("scale", q.scale, f"question {q.id!r}", [s.id for s in d.scales])
        for group in q.respondents:
            if group not in groups:
                yield _unknown("respondents", group, f"question {q.id!r}", groups)
    asked = [(q.id, r) for q in d.questions for r in q.respondents]
    for _, account, indicator in d.indicators():
        if indicator.kind == "question" and (indicator.question, indicator.respondents) not in asked:
            yield (
                f"account {account.id!r}: no question {indicator.question!r} "
                f"to {indicator.respondents!r} is defined"
            )
        if indicator.kind == "outcome" and indicator.measure is None:
            yield f"account {account.id!r}: an outcome indicator needs a measure"
    classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
    for summary in d.sus.summaries:
        for name in summary.classes:
            if name not in classes[summary.column]:
                yield _unknown("class", name, f"summary {summary.name!r}", classes[summary.column])


def _unknown(what: str, value: str, where: str, known: list[str]) -> str:
    near = difflib.get_close_matches(value, known, 1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
    return f"{where}: {what} {value!r} is not defined{hint}"


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


def _line(node: yaml.Node, location: tuple[str | int, ...]) -> int:
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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DefinitionError(f"{path.name}: the file does not exist; make new-year writes it") from None
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DefinitionError(f"{path.name}:{line}: not valid YAML: {getattr(error, 'problem', error)}") from None
    faults = [(line, what) for line, what in _duplicate_keys(root)]
    if not isinstance(data, dict) or root is None:
        raise DefinitionError(f"{path.name}:1: expected keys and values")
    try:
        definitions = Definitions.model_validate(data)
    except ValidationError as error:
        for e in error.errors():
            where = ".".join(map(str, e["loc"]))
            message = e["msg"].removeprefix("Value error, ")
            line = _line(root, e["loc"]) if e["loc"] else _line_of_mention(text, message)
            faults.append((line, f"{where}: {message}" if where else message))
        definitions = None
    if definitions and definitions.year != int(path.stem):
        faults.append((_line(root, ("year",)), f"year: {definitions.year} in a file named {path.name}"))
    if faults:
        raise DefinitionError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(faults)))
    return definitions


def _line_of_mention(text: str, message: str) -> int:
    """The last line that holds a value the message quotes: references are checked on the whole file."""
    quoted = re.findall(r"'([^']+)'", message)
    for value in reversed(quoted):
        lines = [n for n, line in enumerate(text.split("\n"), 1) if value in line]
        if lines:
            return lines[-1]
    return 1


def new_year(folder: Path, year: int) -> Path:
    """Write a year's definitions from the last one before it, and nothing else; never overwrites.

    Raises:
        DefinitionError: the file exists, or there is no earlier year to copy.
    """
    target = folder / f"{year}.yaml"
    if target.exists():
        raise DefinitionError(f"{target.name} finns redan och skrivs aldrig över.")
    earlier = sorted(int(p.stem) for p in folder.glob("*.yaml") if p.stem.isdigit() and int(p.stem) < year)
    if not earlier:
        raise DefinitionError(f"Det finns inga definitioner före {year} att utgå från.")
    text = (folder / f"{earlier[-1]}.yaml").read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^year: {earlier[-1]}\b", f"year: {year}", text)
    with target.open("x", encoding="utf-8") as handle:
        handle.write(text)
    load(target)
    return target


def comparable(now: Definitions, before: Definitions, question: Question, respondents: str) -> Question | None:
    """Last year's question that is like this one: same group, wording, scale and positive answers.

    Ids change between years; like is compared only with like.
    """
    wordings = {w.casefold().strip(" ?.:") for w in question.wordings}
    scale = now.scale(question.scale)
    for old in before.questions_to(respondents):
        old_scale = before.scale(old.scale)
        same_words = wordings & {w.casefold().strip(" ?.:") for w in old.wordings}
        if same_words and (scale.answers, scale.positive) == (old_scale.answers, old_scale.positive):
            return old
    return None


def same_scope(now: Definitions, before: Definitions, platform: str) -> bool:
    """Whether a platform means the same in both years: it existed, and a whole had the same parts."""
    if platform == ASSOCIATION:
        return True
    if platform in now.platform_ids:
        return platform in before.platform_ids
    return platform in before.whole_ids and set(now.parts(platform)) == set(before.parts(platform))
