"""What happened, in tables: money, crises, lives, relationships, equity; and paired differences of strategies."""
