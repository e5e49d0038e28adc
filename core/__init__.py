"""Plumbing of the product: what it does not know is what is inspected."""
