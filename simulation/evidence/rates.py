"""Hazards and effects for the kernels, built from the evidence."""

from __future__ import annotations

from simulation.evidence.need import condition_given_need, condition_prevalence, need_prevalence

__all__ = ["condition_given_need", "condition_prevalence", "need_prevalence"]
