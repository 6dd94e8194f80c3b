"""Files in: what is it, keep it, one Document and one Job in one transaction."""
