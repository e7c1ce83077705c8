"""Runs the command line for `python -m kernpartner.cli`."""

from kernpartner.cli import main

if __name__ == "__main__":
    main()
