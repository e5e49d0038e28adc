"""What was found, and what follows."""
