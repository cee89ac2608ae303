"""The command line: one small module a command, shared options declared once."""

from __future__ import annotations

from smmfunnel.cli.app import app, main

__all__ = ["app", "main"]
