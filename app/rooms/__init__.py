"""Live rooms: the protocol, the relay between WebSockets and Postgres, the intake of answers, the clocks."""
