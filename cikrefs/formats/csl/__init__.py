"""CSL-JSON, CSL-YAML, and the table of the types and variables of CSL."""
