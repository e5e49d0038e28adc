"""The standards that ship with the product: text, checklist and flow of each, as data."""
