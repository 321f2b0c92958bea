"""Answers to the questions of a place: as charts, and every answer as a table behind one click."""

from collections import defaultdict
from collections.abc import Sequence

from helpers.codes import GENDERS
from helpers.defining.shown_names import asked_words, said
from helpers.definitions import Question
from helpers.language.words import Text
from helpers.pages import chart_answers, charts
from helpers.pages.document import NOTHING, Block, Details, Label, join, table
from helpers.pages.indicators import Shown
from helpers.pages.sayable import TOO_FEW, may_say
from helpers.pages.years import Report
from helpers.wording import fact_text, inner, text

Asked = tuple[Shown, Question]
BESIDE = (*GENDERS, "all")  # the columns of a table of answers


def answers_figures(report: Report, place: str, mine: Sequence[Shown]) -> list[Block]:
    """Each group's questions on one scale, as far as they were answered here."""
    asked: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for i in mine:
        if i.question and i.own and i.has_positive and i.result.ok:
            asked[i.respondents, i.question.scale].append((i, i.question))
    return [_answers_figure(report, place, group, of) for (group, _), of in asked.items()]


def _answers_figure(report: Report, place: str, group: str, asked: Sequence[Asked]) -> Block:
    """A group's questions on one scale as a chart: positive answers to the right, the others to the left."""
    d = report.now.definitions
    first, question = asked[0]
    bars = [_bar(report, place, i, q) for i, q in asked]
    name = d.group(group).name
    drawn = text("answers.drawn", group=inner(name), place=d.name(place), year=report.now.year)
    results = [i for i, _ in asked]
    finding = _best_and_worst(name, results) if may_say(*(i.result for i in results)) else drawn
    alt = charts.alternative(finding, drawn)
    id_ = f"svar-{group}-{first.area.id}-{question.scale}"
    plot = chart_answers.diverging(id_, bars, alt)
    subtitle = join([Label(text("answers.subtitle")), chart_answers.scale_key(bars)])
    described = chart_answers.described(bars)
    return charts.figure(f"diagram-{id_}", finding, subtitle, plot, described, _source(report, place, group))


def _source(report: Report, place: str, group: str) -> Text:
    """Whose answers they are, and how many answered."""
    answered = fact_text(report.now.facts.get(place, "answered", group))
    name = inner(report.now.definitions.group(group).name)
    return text("chart.source_survey", group=name, year=report.now.year, count=answered)


def _bar(report: Report, place: str, i: Shown, question: Question) -> chart_answers.Bar:
    d = report.now.definitions
    scale = d.scale(question.scale)
    shares = [
        report.now.facts.get(place, f"answer-share:{question.id}:{a}", i.respondents) for a in scale.answers
    ]
    label = f"{i.id} {said(question.wordings[0], d)}"
    answers, positive = ([said(a, d) for a in some] for some in (scale.answers, scale.positive))
    return chart_answers.Bar(label, shares, answers, positive, i.result)


def _best_and_worst(group: str, asked: Sequence[Shown]) -> Text:
    """The question with the largest share of positive answers, and the one with the smallest."""
    ordered = sorted(asked, key=lambda i: i.result.fraction)
    worst, best = ordered[0], ordered[-1]
    key = "answers.several"
    if len(asked) == 1:
        key = "answers.one"
    elif worst.result.fraction == best.result.fraction:
        key = "answers.same"
    return text(
        key,
        group=group,
        best=best.id,
        high=fact_text(best.result),
        worst=worst.id,
        low=fact_text(worst.result),
    )


def distribution(report: Report, i: Shown) -> Block:
    """Every answer to a question, women and men, behind one click; as a chart where no answer is positive."""
    question = i.question
    if question is None or not i.own:
        return NOTHING
    if not report.now.facts.get(i.at, f"answered:{question.id}", i.respondents).ok:
        return NOTHING
    answers = answer_table(report, i.at, i.respondents, question)
    if not i.has_positive:
        return _named_answers_figure(report, i, question, answers)
    return Details(text("card.distribution", id=question.id), answers)


def _named_answers_figure(report: Report, i: Shown, question: Question, answers: Block) -> Block:
    """A question whose answers are named, none of them the positive one: each answer's share."""
    d, facts = report.now.definitions, report.now.facts
    rows = [
        (said(a, d), facts.get(i.at, f"answer-share:{question.id}:{a}", i.respondents))
        for a in d.scale(question.scale).answers
    ]
    if not all(share.ok for _, share in rows):
        return Details(text("card.distribution", id=question.id), answers)
    label, most = max(rows, key=lambda row: row[1].fraction)
    named = text("answers.named", answer=label, share=fact_text(most))
    finding = named if may_say(*(share for _, share in rows)) else text("card.distribution", id=question.id)
    drawn = text("answers.named_drawn", id=i.id, place=d.name(i.at), year=report.now.year)
    plot = chart_answers.shares(f"svar-{i.id}", rows, charts.alternative(finding, drawn))
    told, source = chart_answers.described_shares(rows), _source(report, i.at, i.respondents)
    asked = asked_words(question, d)
    return charts.figure(f"diagram-svar-{i.id}", finding, asked, plot, told, source, answers)


def answer_table(report: Report, place: str, group: str, question: Question) -> Block:
    """How many gave each answer, each answer's share of those who answered, and women and men.

    No genders where few of a protected group answered.
    """
    d, facts = report.now.definitions, report.now.facts
    few = any(facts.get(place, f"answered:{question.id}", group, g).state == TOO_FEW for g in GENDERS)
    beside = ("all",) if few else BESIDE
    body = [
        [
            said(a, d),
            *(fact_text(facts.get(place, f"answer:{question.id}:{a}", group, g)) for g in beside),
            fact_text(facts.get(place, f"answer-share:{question.id}:{a}", group)),
        ]
        for a in d.scale(question.scale).answers
    ]
    head = [text("table.answer"), *(text(f"group.{g}") for g in beside), text("table.percent")]
    answered = fact_text(facts.get(place, f"answered:{question.id}", group))
    name = inner(d.group(group).name)
    caption = text("survey.caption", id=question.id, group=name, place=d.name(place), n=answered)
    return table(caption, head, body)
