"""Results: leaderboards and statistics."""
