"""Fitting the offline score to labelled documents, and what it is worth on one left out."""
