"""The contract between Quizzler and a processing server, as types. docs/processing.md describes it in words.

This is the only package that Quizzler and the processing server that comes with it share: `drafts` of
questions, `jobs` and the replies to them, `events` that come back, `signatures` of both directions, and the
environment of `programs` that either of them starts.
"""
