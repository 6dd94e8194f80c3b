"""What a person decides about requirements, and what helps with it: which of them are alike."""
