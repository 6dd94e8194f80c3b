"""What scripts/bench-parsing measures: the readers of reqx against a floor, peers and promises.

Each part (`speed`, `tables`, `end`, `memory`, `torture`, `fidelity`, `docx`) yields rows of the
table in `bench.report`. What is measured runs in fresh processes (`fresh` starts them, `__main__`
is their side), where `readers` are the contestants and `boxed` is the sandbox as a worker uses it.
"""
