"""Words to calls, results to tables. The only importer of typer and rich."""
