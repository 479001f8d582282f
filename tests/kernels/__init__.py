"""Tests of chance and of the kernels."""
