"""Groups: classes of people, who join with a code."""
