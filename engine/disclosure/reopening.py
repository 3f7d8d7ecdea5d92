"""What a second result of the same wave may add to the first.

A wave that was closed, opened and closed again has two results, and their difference is a result of the
people who came late. Answers can only be added: after a close no withdrawal code is left.
"""


def grew_enough(before: int, after: int, minimum: int) -> bool:
    """Whether nobody or enough people came: otherwise the earlier result stays."""
    return after == before or after - before >= minimum


def growth_is_mixed(
    before: int, mean_before: float, after: int, mean_after: float, low: float, high: float
) -> bool:
    """Whether the people who came late did not all answer alike at an end of the scale."""
    if after == before:
        return True
    late = (after * mean_after - before * mean_before) / (after - before)
    margin = 0.05 * (high - low)
    return low + margin <= late <= high - margin
