"""Asks a local cloud's service APIs, over its port as any client does, and prints what they say as JSON."""
