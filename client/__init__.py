"""The Python client of live rooms, and bots that play with it."""
