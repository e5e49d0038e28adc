"""Commands of the plumbing."""

from core.serving import serve

commands = [serve]
