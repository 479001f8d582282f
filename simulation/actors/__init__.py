"""Institutions that decide, as Mesa agents."""
