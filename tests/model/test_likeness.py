"""What is compared of statements, and the keys that the store has of them."""

import pytest

from reqx.model.likeness import keys, tokens


def test_words_numbers_and_signs_are_what_is_compared() -> None:
    assert tokens("The PUMP_unit's flow: ok?") == ["the", "pump", "unit", "s", "flow", "ok"]
    assert tokens("at most 3.5 l, -5 \u00b0C, <= 99 %") == [
        *("at", "most", "3.5", "l", "-", "5", "\u00b0", "c", "<", "=", "99", "%")
    ]
    assert tokens("The flow", "Of stra\u00dfe") == ["of", "strasse", "the", "flow"]


@pytest.mark.parametrize(
    ("statement", "intro", "expected"),
    [
        (
            "The pump shall deliver 3.5 l/min at -5 degrees.",
            None,
            (
                *(-6185289424063408763, 3915297411879151560, 743696330406140965),
                *(-8514973067740135668, 7920125127755929515, 359232509920851662),
                *(-3375008485999403065, -2930998626290282830, 1353071122083767234),
            ),
        ),
        (
            "The Syst\u00e8me doit \u00eatre disponible \u00e0 99 %.",
            "Le logiciel :",
            (
                *(8117532474130114646, -372096821987372813, -134408441185026659),
                *(2035112241008574948, -6339227115229953010, -6569791000934447578),
                *(2907323369260286348, 7710984765402285281, -3388903625505526674),
            ),
        ),
        (
            "Every valve must close within two seconds of the alarm and stay closed, come what may",
            None,
            (
                *(8197385584312344380, -7981641072800411213, 949689979129658161),
                *(7425767971674618691, -7052285852310507578, 7771555840048605588),
                *(8010753304728859233, -5365971463476018287, 5260759036466715940),
            ),
        ),
        ("See above.", None, ()),
    ],
)
def test_keys_stay_the_same_since_they_are_stored(
    statement: str, intro: str | None, expected: tuple[int, ...]
) -> None:
    assert keys(statement, intro) == expected
