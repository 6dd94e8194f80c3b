"""Trials of the job store: real processes are killed, frozen, cut off and starved; rows must tell.

`history` reads what a run left, `checker` judges it; a module for each trial does the damage.
"""
