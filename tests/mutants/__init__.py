"""Mutation testing of the rules: small faults are put into a copy of the product, and its tests are to notice each."""
