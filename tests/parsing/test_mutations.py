"""R9: a broken file gets a named verdict and costs nobody else anything."""

from fuzzing.judgement import FAILURES
from fuzzing.mutation import Broken, broken
from fuzzing.seeds import KINDS, seeds
from fuzzing.trial import run

FILES = 200


def test_r9_each_of_200_broken_files_gets_a_named_verdict() -> None:
    found = seeds()
    files = (broken(found, number, seed=7) for number in range(FILES))

    ended = list(run(files, jobs=2))

    failures = [(file.name, one.why) for file, one in ended if one.verdict in FAILURES]
    assert not failures
    assert {file.kind for file, _ in ended} == set(KINDS)
    assert len(ended) == FILES


def test_whole_documents_of_every_kind_are_read() -> None:
    whole = [
        Broken(number, seed.name, seed.kind, seed.content)
        for number, seed in enumerate(seed for kind in seeds().values() for seed in kind)
    ]

    refused = {file.seed: one.why for file, one in run(whole, jobs=2) if one.verdict != "ok"}

    assert not refused
