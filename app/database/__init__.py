"""Postgres: the embedded server, migrations, the pool, calling a function as somebody, and LISTEN."""
