"""What scripts/fuzz-parsing breaks and watches.

`seeds` are whole documents of every kind that reqx takes (`drawn` makes the PDFs, `written` the
rest), `mutation` breaks them by a seed, `trial` takes them in as an upload and a worker do.
"""
