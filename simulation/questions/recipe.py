"""What a recipe may say: strategies and axes that it lays over the researcher's scenario, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from simulation.runs.over import NOTHING, OverFile, from_tree
from simulation.scenario.errors import Fault, ScenarioError
from simulation.scenario.explain_faults import faults_of
from simulation.scenario.files import read_text
from simulation.scenario.nodes import Entry, Mark, Node, plain
from simulation.scenario.schema import Fields, RowId
from simulation.scenario.section import Section

SHELF: Final = Path(__file__).with_name("shelf")
LAID: Final = ("comparator", "strategies", "strategy_definitions", "support_models", "programmes")
"""Keys of a recipe that go over those of the scenario."""
SWEPT: Final = ("axes", "draws", "replicates", "parameters")
"""Keys of a recipe that make its sweep."""

Words = Annotated[str, Field(min_length=1, max_length=4000)]


class Recipe(Section):
    """One question of MISSION.md: what is lived, and which table and figure answer it."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of these rules: 1")
    number: int = Field(ge=1, le=15, description="Number of the question")
    title: Words = Field(description="The question, short")
    question: Words = Field(description="The question in full")
    beware: Words = Field(description="What a reader of the answer must know")
    answer: Literal["net_cost", "stock_flow", "phase", "marginal", "tighter", "concentration", "information"] = Field(
        description="How the table and the figure are made"
    )
    options: dict[str, Any] = Field(default_factory=dict, description="What the answer needs to know")
    comparator: RowId | None = Field(default=None, description="As in a scenario")
    strategies: tuple[RowId, ...] = Field(default=(), strict=False, description="As in a scenario")
    strategy_definitions: dict[RowId, Fields] = Field(default_factory=dict, description="As in a scenario")
    support_models: dict[RowId, Fields] = Field(default_factory=dict, description="As in a scenario")
    programmes: dict[RowId, Fields] = Field(default_factory=dict, description="As in a scenario")
    axes: tuple[Any, ...] = Field(default=(), strict=False, description="As in a sweep")
    draws: int | None = Field(default=None, ge=1, description="As in a sweep")
    replicates: int | None = Field(default=None, ge=1, description="As in a sweep")
    parameters: tuple[str, ...] = Field(default=(), strict=False, description="As in a sweep")


class NoSuchQuestionError(ValueError):
    """There is no recipe of that number."""

    exit_code = 2


@dataclass(frozen=True)
class RecipeFile:
    """A recipe with its sweep, and what it lays over a scenario."""

    recipe: Recipe
    over: OverFile
    laid: tuple[tuple[str, Node], ...]


def recipe_paths() -> dict[int, Path]:
    """Recipes that ship, by number."""
    return {int(path.stem[1:]): path for path in sorted(SHELF.glob("q*.yaml"))}


def find_recipe(number: int) -> Path:
    """The recipe of a question. Raises NoSuchQuestionError."""
    there = recipe_paths()
    if number not in there:
        listed = ", ".join(map(str, there))
        raise NoSuchQuestionError(f"question {number} has no recipe yet; there are {listed}")
    return there[number]


def read_recipe(path: Path) -> RecipeFile:
    """A recipe, checked. Raises ScenarioError with every fault at its file, line and column."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([Fault(str(path), 1, 1, "", f"the recipe cannot be read: {error}")]) from None
    chain = read_text(text, str(path))
    if chain.tree is None or chain.faults:
        raise ScenarioError(chain.faults)
    tree = chain.tree
    try:
        recipe = Recipe.model_validate(plain(tree))
    except ValidationError as error:
        raise ScenarioError(faults_of(error, tree, Recipe)) from None
    swept = {key: entry for key, entry in tree.entries.items() if key in SWEPT}
    over = from_tree(_document(tree, swept)) if swept else NOTHING
    laid = tuple((key, tree.entries[key].node) for key in LAID if key in tree.entries)
    return RecipeFile(recipe, over, laid)


def _document(tree: Node, entries: dict[str, Entry]) -> Node:
    mark = Mark(tree.mark.file, 1, 1)
    return Node(tree.mark, {"schema": Entry(mark, Node(mark, 1)), **entries})
