from trials.result import Result, table

CALM = Result("kill", "sqlite", "10 kills", (), worst_recovery=2.345, seconds=12.0)
BROKEN = Result("freeze", "postgresql", "2 freezes", ("job 1 is lost",))


def test_table_has_a_line_for_each_trial() -> None:
    lines = table([CALM, BROKEN]).splitlines()
    assert lines[1].split() == ["kill", "sqlite", "10", "kills", "ok", "2.3", "s", "12", "s"]
    assert lines[0].index("found") == lines[1].index("ok") == lines[2].index("1 VIOLATION")


def test_violations_stand_below_the_table() -> None:
    assert table([CALM, BROKEN]).splitlines()[-1] == "freeze on postgresql: job 1 is lost"


def test_trial_without_deaths_has_no_recovery() -> None:
    assert "1 VIOLATION " in table([BROKEN])
