"""Forms, and the validation plan: that they ask items there are, in an order that the rules can follow."""

from collections.abc import Iterator

from engine.loading.checks.items import check_passage, unknown_id
from engine.loading.checks.outline import Declared, Outline
from engine.loading.checks.rules import rule_items
from engine.loading.format.instrument import FormEntry
from engine.loading.format.items import RuleEntry
from engine.loading.source import Where
from engine.problems import Problem, did_you_mean, listed

SLIP = 0.8  # nearer than this to an item's id, a name is a slip and no column
Place = tuple[str, Where]


def check_forms(outline: Outline) -> Iterator[Problem]:
    asked: set[str] = set()
    for form in outline.forms:
        places = list(_places(form))
        asked.update(id for id, _ in places)
        if form.entry is not None:
            yield from _form(outline, form, form.entry, places)
    if outline.forms and all(form.entry and (form.entry.items or form.entry.pages) for form in outline.forms):
        for item in outline.items:
            if item.id not in asked:
                cause, remedy = f"{item.id} is on no form", "add it to a form, or take it out"
                yield outline.source.problem("item_on_no_form", item.where, cause, remedy)
    yield from _page_rules(outline)
    yield from _validation(outline)


def _places(form: Declared[FormEntry]) -> Iterator[Place]:
    """The items of a form in order, each with its place in the file."""
    if form.entry is None:
        return
    for index, id in enumerate(form.entry.items or ()):
        yield id, (*form.where, "items", index)
    for number, page in enumerate(form.entry.pages or ()):
        for index, id in enumerate(page.items):
            yield id, (*form.where, "pages", number, "items", index)


def _form(
    outline: Outline, form: Declared[FormEntry], entry: FormEntry, places: list[Place]
) -> Iterator[Problem]:
    source = outline.source
    if entry.pages is not None and entry.items is not None:
        cause, remedy = "the form has both `pages` and `items`", "keep one: pages, or items alone"
        yield source.problem("unknown_key", (*form.where, "items"), cause, remedy)
        return
    if entry.pages is None and entry.items is None:
        cause, remedy = "the form has neither `pages` nor `items`", "add `items: [...]`"
        yield source.problem("missing_key", form.where, cause, remedy)
        return
    for number, page in enumerate(entry.pages or ()):
        if page.text is not None:
            yield from check_passage(source, (*form.where, "pages", number, "text"), page.text)
    seen: set[str] = set()
    for id, where in places:
        if id in seen:
            yield source.problem(
                "item_twice", where, f"the item {id!r} appears twice on this form", "keep one"
            )
        elif outline.lacks_item(id):
            yield unknown_id(source, "unknown_item", where, "item", id, list(outline.item_by_id))
        else:
            yield from _rule_on_form(outline, form, id, where, seen, places)
        seen.add(id)
    yield from _random(outline, form, entry)
    yield from _minimum(outline, form, entry, seen)


def _rule_on_form(
    outline: Outline, form: Declared[FormEntry], id: str, where: Where, before: set[str], places: list[Place]
) -> Iterator[Problem]:
    on_form = {asked for asked, _ in places}
    rules = [rule for _, rule in outline.rules.get(id, ())]
    for named in dict.fromkeys(named for rule in rules for named in rule_items(rule)):
        if named in before or named == id or outline.lacks_item(named):
            continue
        if named in on_form:
            cause = f"{id} is shown by the answer to {named}, which comes later on this form"
            yield outline.source.problem("rule_looks_ahead", where, cause, f"put {named} before {id}")
        else:
            cause = f"{id} is shown by the answer to {named}, which the form {form.id!r} does not ask"
            yield outline.source.problem("rule_not_on_form", where, cause, f"add {named}, or leave {id} out")


def _random(outline: Outline, form: Declared[FormEntry], entry: FormEntry) -> Iterator[Problem]:
    """What a rule looks at stands before what it shows, whatever order is drawn."""
    pages = [page.items for page in entry.pages or ()]
    for number, page in enumerate(entry.pages or ()):
        others = {id for at, items in enumerate(pages) if entry.random_pages and at != number for id in items}
        loose = others | (set(page.items) if page.random else set())
        for index, id in enumerate(page.items):
            rules = [rule for _, rule in outline.rules.get(id, ())]
            named = [item for rule in rules for item in rule_items(rule) if item in loose and item != id]
            if named:
                cause = (
                    f"{id} is shown by the answer to {named[0]}, and which of the two comes first is random"
                )
                where = (*form.where, "pages", number, "items", index)
                remedy = "keep the order as it is written, or ask one of the two elsewhere"
                yield outline.source.problem("random_order", where, cause, remedy)


def _page_rules(outline: Outline) -> Iterator[Problem]:
    """A rule of a page is a rule of its items, so that an item has the same on every form."""
    first: dict[str, tuple[str, RuleEntry | None]] = {}
    for form in outline.forms:
        for number, page in enumerate(form.entry.pages or () if form.entry else ()):
            for index, id in enumerate(page.items):
                before, rule = first.setdefault(id, (form.id, page.show_if))
                if rule != page.show_if:
                    cause = f"{id} stands under another rule of a page than on the form {before!r}"
                    where = (*form.where, "pages", number, "items", index)
                    remedy = (
                        "write the same rule at both pages, or at the item, or at a group of `item_groups`"
                    )
                    yield outline.source.problem("page_rule_differs", where, cause, remedy)


def _minimum(
    outline: Outline, form: Declared[FormEntry], entry: FormEntry, on_form: set[str]
) -> Iterator[Problem]:
    if entry.minimum_answered is None or any(subscale.entry is None for subscale in outline.subscales):
        return
    counts = {
        subscale.id: len(on_form.intersection(subscale.entry.items))
        for subscale in outline.subscales
        if subscale.entry is not None
    }
    most = max(counts.values(), default=0)
    if entry.minimum_answered > most:
        cause = (
            f"{entry.minimum_answered} answers are asked for, and no subscale has more than {most} items here"
        )
        remedy = f"write {most} or less" if most else "delete it: the form scores nothing"
        yield outline.source.problem("minimum_answered", (*form.where, "minimum_answered"), cause, remedy)


def _validation(outline: Outline) -> Iterator[Problem]:
    """Groups and clusters may be columns of a data file; only a slip in an item's id can be told."""
    plan = outline.validation
    if plan is None:
        return
    named: list[Place] = [(id, ("validation", "groups", index)) for index, id in enumerate(plan.groups or ())]
    if plan.cluster is not None:
        named.append((plan.cluster, ("validation", "cluster")))
    background = [item.id for item in outline.items if item.entry is None or not item.entry.kind.scored]
    for id, where in named:
        if id not in background and (remedy := did_you_mean(id, background, SLIP)):
            cause = f"there is no item {id!r}; the items that make groups are {listed(background)}"
            yield outline.source.problem("unknown_item", where, cause, remedy)
