"""`python -m cikrefs` is the command line."""

from cikrefs.cli import main

main()
