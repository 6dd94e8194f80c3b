"""How long a worker waits between two looks at the queue."""

from reqx.worker.idling import Idling


def test_first_look_is_at_once() -> None:
    assert Idling(5.0).is_over()


def test_wait_grows_to_the_interval_and_never_beyond() -> None:
    idling = Idling(5.0)
    waits = []
    for _ in range(12):
        idling.note(found=0)
        waits.append(idling.seconds_left())
    assert waits[0] <= 0.05
    assert waits[0] < waits[3] < waits[6]
    assert 3.7 < waits[-1] <= 5.0


def test_found_work_makes_the_wait_short_again() -> None:
    idling = Idling(5.0)
    for _ in range(12):
        idling.note(found=0)
    idling.note(found=1)
    assert idling.seconds_left() <= 0.05


def test_freed_slot_ends_the_wait() -> None:
    idling = Idling(5.0)
    idling.note(found=0)
    idling.end()
    assert idling.is_over()


def test_short_interval_bounds_the_first_wait_too() -> None:
    idling = Idling(0.01)
    idling.note(found=0)
    assert idling.seconds_left() <= 0.01
