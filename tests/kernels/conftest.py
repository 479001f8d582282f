"""The same examples in every run. A failure is not made smaller: that would take minutes, and the places are small."""

from hypothesis import Phase, settings

settings.register_profile(
    "fixed", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("fixed")
