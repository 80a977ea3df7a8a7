"""The built-in processing server: PDF in, questions out.

A program of its own that knows Quizzler only through the contract of docs/processing.md; any other server
that keeps the contract can stand in its place.
"""
