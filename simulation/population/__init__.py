"""A synthetic place made from the evidence: people, households, kin, friends, health, support, providers, newcomers."""
