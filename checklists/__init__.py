"""What is asked, and why."""
