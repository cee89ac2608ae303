"""Benchmarks against public libraries, run by hand as `python -m tests.benchmarks`; timings never decide a test."""

from __future__ import annotations
