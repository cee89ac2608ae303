"""`python -m smmfunnel`: the same program as `smmfunnel`."""

from __future__ import annotations

from smmfunnel.cli import main

if __name__ == "__main__":
    main()
