"""Taking a whole installation elsewhere while it serves, and making it again from there."""
