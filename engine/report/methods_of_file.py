"""How what was computed from a file was computed: in words with sources and R calls, and how to run it again."""

from collections.abc import Sequence

from engine.report.document import DefinitionList, Paragraph, Reference, ReferenceList, Section
from engine.validation.methods import Method
from engine.validation.provenance import versions
from psychometrics.literature import Citation


def methods_of_file(
    lead: str,
    found: tuple[Method, ...],
    cited: Sequence[Citation],
    file: tuple[str, str],
    command: str | None,
) -> Section:
    """Each method in words, what it takes to run it again, and every source; `file` is a name and its digest."""
    every = [*cited, *(citation for method in found for citation in method.citations)]
    entries = sorted(
        {citation.full: citation for citation in every}.values(), key=lambda one: one.full.casefold()
    )
    used = versions("pingouin") if any(method.part == "kendall_w" for method in found) else versions()
    again = [("File", file[0]), ("File, SHA-256", file[1])]
    if command:
        again.append(("Command", command))
    again.append(("Versions", ", ".join(f"{name} {version}" for name, version in used.items())))
    return Section(
        "methods",
        "Methods",
        (
            Paragraph(lead),
            DefinitionList(tuple((method.part, _words(method)) for method in found)),
        ),
        (
            Section("again", "To run it again", (DefinitionList(tuple(again)),)),
            Section(
                "references",
                "References",
                (ReferenceList(tuple(Reference(one.full, one.doi) for one in entries)),),
            ),
        ),
    )


def _words(method: Method) -> str:
    cited = "; ".join(citation.short for citation in method.citations)
    return f"{method.text} ({cited}). In R: {method.r}" if method.r else f"{method.text} ({cited})."
