"""How facts look as charts: seaborn on facts, as SVG that is the same bytes every time."""

import base64
import io
from collections.abc import Sequence
from html import escape

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from helpers.facts import Fact
from helpers.tables import Html
from helpers.wording import NO_BREAK_SPACE, fact_text, plain, text

# Colour-blind safe (Okabe and Ito).
POSITIVE, OTHER, WOMEN, MEN, ALL = "#0072B2", "#B0B7BF", "#D55E00", "#0072B2", "#44546A"
_STYLE = {
    "svg.hashsalt": "socialt-bokslut", "svg.fonttype": "none", "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"], "font.size": 9, "axes.spines.top": False,
    "axes.spines.right": False, "axes.titlesize": 10, "axes.titlelocation": "left",
}  # fmt: skip


def answers(labels: Sequence[str], facts: Sequence[Fact], positive: Sequence[str], title: str) -> Html:
    """One question's answers as bars: shares of those who answered, positive answers in colour."""
    rows = pd.DataFrame({
        "answer": list(labels), "share": [100 * (f.value or 0) for f in facts],
        "kind": ["positive" if label in positive else "other" for label in labels],
    })  # fmt: skip
    with _figure(6.4, 0.34 * len(rows) + 0.5) as (figure, axis):
        sns.barplot(
            rows, x="share", y="answer", hue="kind", palette={"positive": POSITIVE, "other": OTHER}, dodge=False, legend=False, errorbar=None, ax=axis
        )
        _label_bars(axis, rows["share"], [f"{plain(fact_text(f))} ({f.numerator})" for f in facts])
        axis.set(xlabel="", ylabel="", xlim=(0, max(100, rows["share"].max() + 12)), xticks=[])
        axis.spines["bottom"].set_visible(False)
        figure.subplots_adjust(left=0.42, right=0.98, top=0.97, bottom=0.03)
        described = "; ".join(f"{label} {plain(fact_text(f))}" for label, f in zip(labels, facts, strict=True))
        return _image(figure, text("chart.alt", title=title, described=described))


def outcomes(labels: Sequence[str], women: Sequence[Fact], men: Sequence[Fact], title: str) -> Html:
    """What became of the discharged, women beside men: shares of each gender's discharged."""
    names = {"women": text("group.women"), "men": text("group.men")}
    rows = pd.DataFrame([
        {"outcome": label, "group": names[g], "share": 100 * (f.value or 0), "text": plain(fact_text(f))}
        for g, facts in (("women", women), ("men", men))
        for label, f in zip(labels, facts, strict=True)
    ])  # fmt: skip
    with _figure(6.4, 0.55 * len(labels) + 0.6) as (figure, axis):
        sns.barplot(rows, x="share", y="outcome", hue="group", palette={names["women"]: WOMEN, names["men"]: MEN}, errorbar=None, ax=axis)
        for container, group in zip(axis.containers, names.values(), strict=True):
            mine = rows[rows["group"] == group]
            axis.bar_label(container, labels=[f"{group} {t}" for t in mine["text"]], padding=4, fontsize=8)
        axis.legend_.remove()
        axis.set(xlabel="", ylabel="", xlim=(0, max(100, rows["share"].max() + 25)), xticks=[])
        axis.spines["bottom"].set_visible(False)
        figure.subplots_adjust(left=0.36, right=0.98, top=0.97, bottom=0.03)
        described = "; ".join(f"{r.outcome}, {r.group.lower()} {r.text}" for r in rows.itertuples())
        return _image(figure, text("chart.alt", title=title, described=described))


def years(series: dict[str, list[tuple[int, Fact]]], title: str) -> Html:
    """Shares over years, one line a measure, labelled at its end; years without a figure leave a gap."""
    rows = pd.DataFrame([
        {"measure": name, "year": str(year), "share": 100 * f.value if f.ok else float("nan")}
        for name, points in series.items()
        for year, f in points
    ])  # fmt: skip
    with _figure(6.4, 3.0) as (figure, axis):
        palette = dict(zip(series, sns.color_palette("colorblind", len(series)), strict=True))
        sns.lineplot(rows, x="year", y="share", hue="measure", palette=palette, marker="o", legend=False, errorbar=None, ax=axis)
        for name, points in series.items():
            known = [(str(y), 100 * f.value) for y, f in points if f.ok]
            if known:
                axis.annotate(name, known[-1], xytext=(8, -3), textcoords="offset points", color=palette[name], fontsize=8)
        axis.set(xlabel="", ylabel=text("chart.percent"), ylim=(0, None))
        figure.subplots_adjust(left=0.09, right=0.66, top=0.96, bottom=0.11)
        described = "; ".join(f"{name}: " + ", ".join(f"{y} {plain(fact_text(f))}" for y, f in points) for name, points in series.items())
        return _image(figure, text("chart.alt", title=title, described=described))


class _figure:
    """A figure in the house style, closed afterwards."""

    def __init__(self, width: float, height: float):
        self.size = (width, height)

    def __enter__(self) -> tuple[plt.Figure, plt.Axes]:
        self.context = matplotlib.rc_context(_STYLE)
        self.context.__enter__()
        self.figure, axis = plt.subplots(figsize=self.size)
        return self.figure, axis

    def __exit__(self, *error: object) -> None:
        plt.close(self.figure)
        self.context.__exit__(*error)


def _label_bars(axis: plt.Axes, widths: Sequence[float], labels: Sequence[str]) -> None:
    for i, (width, label) in enumerate(zip(widths, labels, strict=True)):
        axis.text(width + 1, i, label.replace(" ", NO_BREAK_SPACE), va="center", fontsize=8)


def _image(figure: plt.Figure, alt: str) -> Html:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    data = base64.b64encode(out.getvalue().encode()).decode("ascii")
    return Html(f'<img class="chart" alt="{escape(alt, quote=True)}" src="data:image/svg+xml;base64,{data}">')
