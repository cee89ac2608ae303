"""Known export formats: one YAML file each, and choosing exactly one for a file."""
