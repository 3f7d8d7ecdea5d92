"""Show-if rules: their shape, and that they ask earlier items for answers that those items have."""

from collections.abc import Iterator, Sequence

from engine.loading.checks.items import unknown_id
from engine.loading.checks.outline import Declared, Outline
from engine.loading.format.items import RULE_FORMS, ItemEntry, PointEntry, RuleEntry
from engine.loading.source import Source, Where
from engine.problems import Problem, did_you_mean, listed

FORMS = (
    "{item: ID, is: [values]}, {item: ID, at_least: N}, {item: ID, at_most: N}, {answered: ID}, "
    "{all: [rules]}, {any: [rules]} or {not: rule}"
)


def check_rules(outline: Outline) -> Iterator[Problem]:
    earlier: dict[str, None] = {}
    said: set[tuple[str, str]] = set()  # a page's rule is asked of each of its items, and told of once
    for item in outline.items:
        for where, rule in outline.rules.get(item.id, ()):
            for problem in _rule(outline, item, earlier, where, rule):
                if (problem.code, problem.path) not in said:
                    said.add((problem.code, problem.path))
                    yield problem
        earlier[item.id] = None
    for number, group in enumerate(outline.groups):
        for index, id in enumerate(group.items):
            if outline.lacks_item(id):
                where = ("item_groups", number, "items", index)
                yield unknown_id(outline.source, "unknown_item", where, "item", id, list(outline.item_by_id))


def rule_items(rule: RuleEntry) -> Iterator[str]:
    """The ids of the items that a rule names, part by part."""
    if rule.item is not None:
        yield rule.item
    if rule.answered is not None:
        yield rule.answered
    for inner in (*(rule.all_ or ()), *(rule.any_ or ()), *((rule.not_,) if rule.not_ else ())):
        yield from rule_items(inner)


def _rule(
    outline: Outline, owner: Declared[ItemEntry], earlier: dict[str, None], where: Where, rule: RuleEntry
) -> Iterator[Problem]:
    keys = frozenset(outline.source.at(where) or ())
    if keys not in RULE_FORMS:
        cause = f"{listed(sorted(keys))} alone makes no rule" if keys else "the rule is empty"
        yield outline.source.problem("rule_shape", where, cause, f"write {FORMS}")
        return
    for key, inner in (("all", rule.all_), ("any", rule.any_)):
        for index, part in enumerate(inner or ()):
            yield from _rule(outline, owner, earlier, (*where, key, index), part)
    if rule.not_ is not None:
        yield from _rule(outline, owner, earlier, (*where, "not"), rule.not_)
    for key, named in (("item", rule.item), ("answered", rule.answered)):
        if named is not None:
            yield from _named(outline, owner, earlier, (*where, key), named)
    if rule.item is not None and rule.item != owner.id:
        item = outline.item(rule.item)
        if item is not None:
            yield from _asked(outline, where, rule, item)


def _named(
    outline: Outline, owner: Declared[ItemEntry], earlier: dict[str, None], where: Where, named: str
) -> Iterator[Problem]:
    if named == owner.id:
        cause = f"{named} would be shown only once {named} is answered"
        remedy = "name the earlier item that decides"
        yield outline.source.problem("rule_names_itself", where, cause, remedy)
    elif outline.lacks_item(named):
        yield unknown_id(outline.source, "unknown_item", where, "item", named, list(earlier))
    elif named not in earlier:
        cause = f"{named} comes later than {owner.id}"
        remedy = f"move {named} up, before {owner.id}, in `items`"
        yield outline.source.problem("rule_looks_ahead", where, cause, remedy)


def _asked(outline: Outline, where: Where, rule: RuleEntry, item: ItemEntry) -> Iterator[Problem]:
    options = outline.options(item)
    if not item.kind.compared:
        cause, remedy = f"the answer to {item.id} is several numbers", "use {answered: ID}"
        yield outline.source.problem("rule_not_number", where, cause, remedy)
        return
    if rule.is_ is not None:
        yield from _values(outline.source, (*where, "is"), rule, item, options)
    for key, number in (("at_least", rule.at_least), ("at_most", rule.at_most)):
        if number is None or _is_number(item, options):
            continue
        cause = f"the answer to {item.id} is no number"
        remedy = "use {item: ID, is: [values]} or {answered: ID}"
        yield outline.source.problem("rule_not_number", (*where, key), cause, remedy)


def _is_number(item: ItemEntry, options: Sequence[PointEntry] | None) -> bool:
    if not item.kind.closed or item.kind.several:
        return item.kind.numeric
    return options is None or all(not isinstance(option.value, str) for option in options)


def _values(
    source: Source, where: Where, rule: RuleEntry, item: ItemEntry, options: Sequence[PointEntry] | None
) -> Iterator[Problem]:
    for index, value in enumerate(rule.is_ or ()):
        if item.kind.numeric and not isinstance(value, str):
            continue
        if options is None and item.kind.closed:
            continue
        known = [option.value for option in options or ()]
        if value not in known:
            cause = f"{item.id} has no answer {value!r}"
            yield source.problem("rule_value", (*where, index), cause, _value_remedy(value, known, item))


def _value_remedy(value: int | float | str, known: list[int | float | str], item: ItemEntry) -> str:
    words = [str(answer) for answer in known]
    if not known:
        return "use {answered: ID}: texts and dates are not compared"
    if str(value) in words:
        return "write it with quotes" if not isinstance(value, str) else "write it without quotes"
    if item.non_answers and str(value) in item.non_answers:
        return "a non-answer counts as unanswered: use {not: {answered: ID}}"
    return did_you_mean(str(value), words) or f"its values are {listed(words)}"
