"""The JSON Schema of playbooks, from their format: `python -m engine.playbooks.json_schema` writes it."""

import json
from pathlib import Path
from typing import Final

from engine.loading.json_schema import schema_of
from engine.playbooks.model import Playbook

PLAYBOOK_SCHEMA: Final = "playbook.schema.json"


def playbook_schema() -> str:
    """The schema as its file holds it."""
    said = "Guides, worksheets and the texts around them: what a team does after the score."
    return json.dumps(schema_of(Playbook, "A Barograph playbook", said), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    path = Path(__file__).parents[2] / "instruments" / PLAYBOOK_SCHEMA
    path.write_text(playbook_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
