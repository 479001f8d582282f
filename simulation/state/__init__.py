"""Arrays that hold a place: who lives there, their ties, what supports them, and what happened.

Nothing here decides anything; kernels advance these arrays and measures read them.
"""
