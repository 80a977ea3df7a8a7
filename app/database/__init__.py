"""Postgres: the embedded server, migrations, the pool, calling a function as a person, and LISTEN."""
