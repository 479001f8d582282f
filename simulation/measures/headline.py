"""A headline never stands alone: uncertainty, payer, distribution and limits stand with it, or it is not printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

COMPANIONS: Final = {
    "uncertainty": "How sure",
    "payer": "Who pays",
    "distribution": "For whom",
    "limits": "What it leaves out",
}
"""What stands with every headline (TRUST: T16), and what a reader sees it called."""


class LonelyHeadlineError(ValueError):
    """A headline lacks one of its companions."""


@dataclass(frozen=True)
class Headline:
    """A statement with its four companions. Raises LonelyHeadlineError where one is empty."""

    title: str
    statement: str
    uncertainty: str
    payer: str
    distribution: str
    limits: str

    def __post_init__(self) -> None:
        missing = [name for name in COMPANIONS if not getattr(self, name).strip()]
        if missing or not self.statement.strip():
            raise LonelyHeadlineError(f"{self.title}: no headline without {', '.join(missing) or 'a statement'}")

    def lines(self) -> list[str]:
        """The headline as Markdown, companions below it."""
        rest = [f"- *{words}.* {getattr(self, name)}" for name, words in COMPANIONS.items()]
        return [f"### {self.title}", "", f"**{self.statement}**", "", *rest, ""]


def markdown(headlines: Iterable[Headline]) -> list[str]:
    """All headlines, one below the other."""
    return [line for headline in headlines for line in headline.lines()]
