"""The nouns of reqx: blocks of a document, requirements, documents and jobs.

Plain values without behaviour of a database, a parser or a terminal. Everything below imports
them; they import nothing but `errors`.
"""
