"""The processing server that comes with Quizzler: PDF in, questions out.

A program of its own (`python -m processor`). It knows Quizzler only through the contract, which is described
in docs/processing.md and written in processor/contract.py; any other server that keeps it can take its place.
"""
