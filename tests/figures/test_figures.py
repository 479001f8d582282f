from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner
from measures.folders import scenario, write_runs

from simulation import load
from simulation.cli.plot import SIZES as CLI_SIZES
from simulation.cli.plot import command
from simulation.figures import canvas
from simulation.figures.canvas import labels_fit, spread
from simulation.figures.data import FigureData, more_or_less, told
from simulation.figures.drawing import FIGURES, draw_all
from simulation.figures.style import PALETTE, SIZES
from simulation.measures.comparison import write_comparison
from simulation.measures.results import ResultsError

ROOT = Path(__file__).parents[2]
ENDINGS = ("pdf", "svg", "png", "csv", "alt.txt")


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_stands_out_from_white_and_from_its_neighbour():
    for colour in PALETTE:
        assert contrast(colour, "#FFFFFF") >= 3
    for one, two in itertools.pairwise(PALETTE):
        assert contrast(one, two) >= 3


def test_no_two_of_twelve_strategies_look_alike():
    looks = [(canvas.colour(k), canvas.dash(k), canvas.marker(k)) for k in range(12)]
    for part in zip(*looks, strict=True):
        assert len(set(part)) == 12


def test_names_beside_lines_are_few_and_their_words_stay_whole():
    assert labels_fit(["Crisis-driven", "Uniform cuts"], SIZES["double"])
    assert not labels_fit(["Carers first"] * 10, SIZES["double"])
    assert not labels_fit(["A quarter of the pot for recruiting Shared Lives carers"] * 4, SIZES["double"])
    assert canvas._label("Total transformation") == "Total\ntransformation"


def test_numbers_in_words_have_commas_and_nothing_is_no_difference():
    assert told(1580.4) == "1,580"
    assert told(-0.01234) == "-0.0123"
    assert more_or_less(0.2, " a year") == "no difference"
    assert more_or_less(-71_000, " a year") == "£71 thousand a year less"


@pytest.fixture(scope="module")
def drawn(results_folder):
    draw_all(results_folder)
    return results_folder / "figures"


def test_every_figure_comes_as_five_files(drawn):
    for number, name in enumerate(FIGURES, start=1):
        for ending in ENDINGS if name != "places" else ():
            assert (drawn / f"fig-{number:02d}-{name}.{ending}").stat().st_size > 0


def test_pictures_carry_their_title_and_description(drawn):
    alt = (drawn / "fig-02-net-cost.alt.txt").read_text(encoding="utf-8").strip()
    assert len(alt) > 50
    svg = (drawn / "fig-02-net-cost.svg").read_text(encoding="utf-8")
    assert "Cumulative net cost" in svg
    assert alt[:40] in svg
    assert b"Description" in (drawn / "fig-02-net-cost.png").read_bytes()


def test_every_picture_has_the_same_bytes_each_time(drawn, results_folder):
    before = {path.name: path.read_bytes() for path in drawn.iterdir()}
    draw_all(results_folder, only="spend-by-class")
    for ending in ENDINGS:
        name = f"fig-01-spend-by-class.{ending}"
        assert (drawn / name).read_bytes() == before[name], name


@pytest.mark.parametrize("size", SIZES)
def test_a_figure_is_as_wide_as_asked(results_folder, size):
    draw_all(results_folder, size=size, only="faces")
    svg = (results_folder / "figures" / "fig-11-faces.svg").read_text(encoding="utf-8")
    width = float(svg.split('width="')[1].split("pt")[0])
    assert width == pytest.approx(SIZES[size].width / 25.4 * 72, abs=0.1)


def test_one_replicate_is_drawn_without_a_band_and_says_so(tmp_path):
    write_runs(tmp_path, 1, months=12, burn_in=0)
    write_comparison(tmp_path, scenario())
    data = FigureData(tmp_path)
    for name, draw in FIGURES.items():
        if name == "places":
            continue
        drawn = draw(data, SIZES["double"])
        drawn.figure.draw_without_rendering()
        assert "One replicate" in drawn.note or name == "break-even"


def test_labels_keep_apart_and_in_order():
    placed = spread([0.5, 0.51, 0.1], [0.1, 0.1, 0.1])
    assert placed[1] - placed[0] >= 0.1 - 1e-12
    assert placed[2] < placed[0] < placed[1]
    assert spread([0.2, 0.8], [0.1, 0.1]) == [0.2, 0.8]


def test_strategies_go_by_the_titles_of_their_scenario(tmp_path):
    write_runs(tmp_path, 2, months=12, burn_in=0)
    write_comparison(tmp_path, scenario())
    assert FigureData(tmp_path).name("prevention_investment") == "Prevention investment"
    titles = load(ROOT / "scenarios" / "crisis_or_prevention.yaml").strategy_titles
    write_comparison(tmp_path, scenario(strategy_titles=titles))
    data = FigureData(tmp_path)
    assert data.base == "Crisis-driven"
    assert data.name("prevention_investment") == "Investment in prevention"
    alt = FIGURES["who-pays"](data, SIZES["double"]).alt
    assert "Investment in prevention" in alt
    assert "£0" not in alt


def test_one_strategy_alone_has_the_figures_that_compare_nothing(tmp_path):
    write_runs(tmp_path, 2, {"crisis_driven": 0.0}, months=12, burn_in=0)
    write_comparison(tmp_path, scenario())
    drawn = {path.name.split("-", 2)[2] for path in draw_all(tmp_path) if path.suffix == ".png"}
    assert "spend-by-class.png" in drawn
    assert not drawn & {"net-cost.png", "break-even.png", "who-pays.png"}


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(ResultsError, match="holds no comparison"):
        draw_all(tmp_path)


def test_the_command_draws_one_figure_and_refuses_unknown_ones(results_folder, tmp_path):
    answer = CliRunner().invoke(command, [str(results_folder), "--only", "faces"])
    assert answer.exit_code == 0
    assert len(answer.stdout.split()) == len(ENDINGS)
    assert CliRunner().invoke(command, [str(results_folder), "--only", "nothing"]).exit_code == 2
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2
    assert set(CLI_SIZES) == set(SIZES)
