"""``python -m simulation`` is ``simulate``."""

from simulation.cli.main import main

if __name__ == "__main__":  # worker processes import this file too
    main()
