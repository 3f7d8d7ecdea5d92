"""Every reference number about items, alpha, scores and norms, each at its own tolerance."""

import pytest

from tests import reference
from tests.psychometrics.reference_core import COMPUTE, ELSEWHERE, KINDS

FILES = sorted(path.stem for path in reference.HERE.glob("*.json"))

IDS = [
    (name, id)
    for name in FILES
    for id, result in reference.load(name)["results"].items()
    if result["kind"] in KINDS and id.rsplit(".", 1)[1] not in ELSEWHERE
]


@pytest.mark.parametrize(("name", "id"), IDS)
def test_agrees_with_the_reference(name, id):
    prefix, last = id.rsplit(".", 1)
    reference.assert_agrees(name, id, COMPUTE[last](name, prefix))


def test_every_kind_is_there():
    seen = {reference.load(name)["results"][id]["kind"] for name, id in IDS}
    assert seen == KINDS
