"""A study under the binding names of `validate --json`; docs/validate-json.md explains each."""

from typing import Any, Final

from engine.validation.json_values import Json, number, numbers, plain
from engine.validation.people_names import groups_json, quality_json, retest_json
from engine.validation.provenance import Provenance
from engine.validation.sample import ItemStudy, SampleStudy
from engine.validation.structure_names import structure_json
from engine.validation.study import Study
from engine.validation.subscale_names import subscale_json

LARGEST: Final = 20
"""How many missing patterns are listed."""


def study_json(study: Study) -> dict[str, Any]:
    """The study as JSON values: numbers unrounded, null where something does not exist."""
    persons = study.sample.n
    return {
        "instrument": _instrument(study),
        "data": _data(study),
        "missing": _missing(study.sample),
        "quality": quality_json(study.quality),
        "items": {one.item.id: _item(one) for one in study.items} | dict.fromkeys(study.plan.not_asked),
        "subscales": {one.id: subscale_json(one, persons) for one in study.subscales},
        **structure_json(study),
        "groups": {one.name: groups_json(one, persons) for one in study.groups},
        "retest": retest_json(study.retest),
        **_words(study),
        "provenance": _provenance(study.provenance),
    }


def _instrument(study: Study) -> Json:
    instrument = study.plan.instrument
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": instrument.title,
        "language": instrument.language,
        "form": study.plan.form.id,
        "intended_use": instrument.intended_use,
        "not_for": list(instrument.not_for),
        "digest": study.provenance.instrument_digest,
        "digests": _digests(study.provenance),
    }


def _data(study: Study) -> Json:
    sample, provenance = study.sample, study.provenance
    return {
        "n": sample.n,
        "digest": provenance.data_digest,
        "file": provenance.data_name,
        "no_answer": sample.no_answer,
        "complete": sample.complete,
        "simulated": provenance.simulated,
        "keyed": list(provenance.keyed),
        "notes": list(provenance.notes),
        "composition": {
            one.item.id: dict(one.counts) | {"missing": one.missing} for one in sample.composition
        },
    }


def _words(study: Study) -> dict[str, Json]:
    """Sentences, claims, methods, references, text and cautions."""
    return {
        "guidelines": [
            plain(one, "citation") | {"source": one.citation.full, "doi": one.citation.doi or None}
            for one in study.verdicts
        ],
        "claims": [plain(one) for one in study.claims],
        "methods": [
            plain(one, "citations") | {"sources": [source.short for source in one.citations]}
            for one in study.methods
        ],
        "references": [{"text": one.full, "doi": one.doi or None} for one in study.references],
        "text": plain(study.prose),
        "cautions": [plain(one) for one in study.cautions],
    }


def _digests(provenance: Provenance) -> Json:
    """The instrument's three digests."""
    found = provenance.digests
    return {"structure": found.structure, "scoring": found.scoring, "text": dict(found.text)}


def _missing(sample: SampleStudy) -> Json:
    found = sample.missing
    return {
        "n": sample.n,
        "missing": sample.n - sample.complete,
        "share": number(sample.share_missing),
        "by_item": dict(sample.missing_by_item),
        "by_person": numbers(sample.by_person),
        "patterns": None if found is None else len(found.pattern_n),
        "largest_patterns": None
        if found is None
        else [
            {
                "n": int(n),
                "left_out": [
                    name for name, there in zip(sample.missing_by_item, row, strict=True) if not there
                ],
            }
            for row, n in zip(found.patterns[:20], found.pattern_n[:20], strict=True)
        ],
        "mcar": plain(sample.mcar),
    }


def _item(study: ItemStudy) -> Json:
    found = study.description
    return {
        "n": found.n,
        "missing": found.missing,
        "missing_kinds": dict(study.missing_kinds),
        "reversed": study.item.reverse,
        "turned_in_file": study.turned,
        "subscales": list(study.subscales),
        "mean": number(found.mean),
        "sd": number(found.sd),
        "skew": number(found.skew),
        "kurtosis": number(found.kurtosis),
        "floor": number(found.floor),
        "ceiling": number(found.ceiling),
        "counts": {f"{value:g}": int(n) for value, n in zip(found.values, found.counts, strict=True)},
        "difficulty": number(found.difficulty),
        "standard_error": number(found.standard_error),
        "median": number(found.median),
        "trimmed": number(found.trimmed),
        "mad": number(found.mad),
        "minimum": number(found.minimum),
        "maximum": number(found.maximum),
        "quantiles": numbers(found.quantiles),
    }


def _provenance(provenance: Provenance) -> Json:
    choices = provenance.choices
    return {
        "versions": dict(provenance.versions),
        "seeds": dict(provenance.seeds),
        "command": provenance.command,
        "data_digest": provenance.data_digest,
        "choices": {
            "form": choices.form,
            "level": choices.level,
            "missing": choices.missing,
            "quality": choices.quality,
            "factors": choices.factors,
            "bootstrap": choices.bootstrap,
            "parallel_draws": choices.draws,
            "cluster": choices.cluster,
            "groups": list(choices.groups),
        },
    }
