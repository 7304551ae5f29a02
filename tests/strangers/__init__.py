"""cikrefs' files in the hands of other programs, and theirs in its own."""
