"""What every route shares: the caller, problems, limits of bodies, client addresses, tokens."""
