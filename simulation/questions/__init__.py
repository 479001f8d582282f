"""Questions of the model, each answered by one command: a recipe (data), the runs it asks for, a table and a figure."""
