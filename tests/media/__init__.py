"""Tests of pictures and sounds."""
