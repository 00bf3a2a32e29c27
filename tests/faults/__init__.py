"""Faults that are planted one by one, to see that tests see them."""
