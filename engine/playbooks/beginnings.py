"""What a sheet holds before anybody saved it: what the team said elsewhere already, to be changed where it differs."""

from collections.abc import Mapping

from engine.playbooks.filled import Value, Values, rows_in, tidied
from engine.playbooks.sheets import TeamSheet


def first_values(
    sheet: TeamSheet, construct: str, path: str, others: Mapping[str, Values], *, sentence: str
) -> dict[str, Value]:
    """By field, as far as the sheet has it: the choice, the first steps of the purpose map, the if-then sentence.

    `others` are the values of the plan's other sheets by their ids; `sentence` joins the three parts of an if-then
    sentence, as `"If we {if_we}, then {then}, so that {so_that}."`.
    """
    theory, purposes = others.get("theory_of_action", {}), others.get("purpose_map", {})
    parts = {name: str(theory.get(name, "")) for name in ("if_we", "then", "so_that")}
    known: dict[str, Value] = {"condition": construct, "need_or_strength": path}
    if all(parts.values()):
        known["goal"] = sentence.format(**parts)
    steps = [
        {"step": str(row.get("step", "")), "owner": str(row.get("who", "")), "due": str(row.get("by", ""))}
        for row in rows_in(purposes, "first_steps")
    ]
    if steps:
        known["steps"] = steps
    own = {field.id: field for field in sheet.open_fields}
    fitting = {
        id: value
        for id, value in known.items()
        if id in own and (own[id].kind == "rows") is isinstance(value, list)
    }
    return tidied(fitting)
