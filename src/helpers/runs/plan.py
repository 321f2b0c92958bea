"""Which steps a year needs, and in what order."""

from dataclasses import dataclass

YEARS_BACK = 2
EDITIONS = ("internal",)
BASE = ("1_clean", "2_facts")  # notebooks that all others rest on
CHAPTERS = (*BASE, "7_method")  # notebooks that are shown with their code
REPORTS = ("3_platform", "4_association", "6_index")  # notebooks that print facts and nothing else


@dataclass(frozen=True)
class Step:
    """One notebook with its parameters; `page` is the page it gives."""

    year: int
    notebook: str
    page: str
    place: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.year}/{self.notebook}" + (f"/{self.place}" if self.place else "")

    @property
    def parameters(self) -> dict[str, object]:
        return {"year": self.year} | ({"platform": self.place} if self.notebook == "3_platform" else {})
