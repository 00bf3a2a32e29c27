"""Right programs and wrong ones, one module an exercise.

They are written with plain Python and a few names of NumPy (`tests/test_exercises.py` lists
them), so that a page can run them with a small library of arrays in NumPy's place. The
docstring of a wrong one is what its reader is told; `nnbook.exercises.kinds.coding` reads it.
"""
