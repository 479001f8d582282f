"""One simulated life, month by month, under each strategy; it reads the model and changes nothing."""
