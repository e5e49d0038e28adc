"""Records that somebody brought in an inspector's name: what he says of them, and who may not judge them."""
