"""The processing server that comes with Quizzler: PDF in, questions out.

It is a separate program (`python -m processor`). It knows Quizzler only through the contract, which is
described in docs/processing.md and defined in processor/contract/. Any server that keeps the contract can
take its place.
"""
