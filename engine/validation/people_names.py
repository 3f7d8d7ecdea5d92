"""Careless answers, groups and retest under the names of `validate --json`."""

from engine.validation.groups import GroupStudy
from engine.validation.json_values import Json, number, numbers, plain
from engine.validation.quality import QualityStudy
from engine.validation.retest import RetestStudy, RetestSubscale

SHORT = {"longstring_share": "longstring", "mahalanobis_p": "mahalanobis"}
"""Indexes that are flagged by a number made from them are named for themselves."""


def quality_json(found: QualityStudy | None) -> Json:
    """One entry an index: how many of how many people it flags, and from which value on."""
    if found is None:
        return None
    counts = found.counts
    indexes: dict[str, Json] = {}
    for cut in found.cuts:
        computed, flagged = counts.computed.get(cut.index), counts.flagged.get(cut.index)
        name = SHORT.get(cut.index, cut.index)
        indexes[name] = {
            "n": computed,
            "missing": None if computed is None else counts.persons - computed,
            "flagged": flagged,
            "share": None if not computed or flagged is None else flagged / computed,
            "cut": {"index": cut.index, "side": cut.side, "value": cut.value, "source": cut.citation.short},
            "left_out": counts.left_out.get(name),
        }
    return {
        "n": counts.persons,
        "missing": 0,
        **indexes,
        "any_flag": counts.any_flag,
        "two_flags": counts.two_flags,
        "share": number(counts.share_flagged),
        "without_flagged": {one.id: plain(one, "id") for one in found.subscales},
    }


def groups_json(study: GroupStudy, persons: int) -> Json:
    """One way of grouping people."""
    return {
        "n": persons - study.unknown,
        "missing": study.unknown,
        "groups": dict(study.n),
        "left_out": list(study.left_out),
        "subscales": {
            one.id: {
                "scores": None
                if one.scores is None
                else plain(one.scores, "groups")
                | {"groups": {str(group.label): plain(group, "label") for group in one.scores.groups}},
                "alpha": {label: number(value) for label, value in one.alpha.items()},
            }
            for one in study.subscales
        },
    }


def retest_json(study: RetestStudy | None) -> Json:
    """Two waves: who could be paired, and each subscale."""
    if study is None:
        return None
    found = study.pairing
    return {
        "n": found.n,
        "missing": len(found.only_first) + len(found.only_second),
        "first": study.first,
        "second": study.second,
        "second_digest": study.second_digest,
        "pairing": {
            "only_first": [str(id) for id in found.only_first],
            "only_second": [str(id) for id in found.only_second],
            "repeated_first": [str(id) for id in found.repeated_first],
            "repeated_second": [str(id) for id in found.repeated_second],
            "without_id_first": found.without_id_first,
            "without_id_second": found.without_id_second,
        },
        "subscales": {one.id: _subscale(one) for one in study.subscales},
    }


def _subscale(one: RetestSubscale) -> Json:
    reliable = plain(one.reliable, "index")
    if one.reliable is not None:
        reliable["index"] = numbers(one.reliable.index)
        reliable["share_unchanged"] = number(one.reliable.share_unchanged)
    return {
        "icc": plain(one.icc),
        "concordance": plain(one.concordance),
        "limits": plain(one.limits),
        "change": plain(one.change),
        "reliable_change": reliable,
    }
