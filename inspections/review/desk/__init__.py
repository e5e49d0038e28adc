"""The desk for what phones sent and could not be settled by itself: conflicts, held records, rescue files."""
