"""Blocks of the terminal's report; every module here imports Rich, so only `terminal` imports them, late."""
