"""Organisations, people, the parties of a case and who is cast in which role."""
