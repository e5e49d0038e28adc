"""Measurements in the real browser, run by hand; none of them is a test, because times are the machine's."""
