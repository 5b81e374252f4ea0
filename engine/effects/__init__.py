"""What reaches out of the house. Nothing in here knows of a database."""
