"""``python -m simulation`` is ``simulate``."""

from simulation.cli.main import main

main()
