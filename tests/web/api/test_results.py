"""The results of the demonstration as programs get them: what is frozen and nothing else, as the schema says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker

from engine.comments.review import shown_comments
from engine.demo.fill import Demo
from engine.store import Network, NewMembership, Role, Scope, Store, Wave, WaveState
from tests.kept import part_of
from web.api.openapi import description
from web.security import Settings
from web.whole import create_app

HIDDEN = 5  # more respondents than C has in any wave


@dataclass
class Reader:
    """A person's program over the demonstration."""

    client: FlaskClient
    secret: str

    def json(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.secret}"})
        assert answer.status_code == status, (path, answer.text)
        return answer.json


@dataclass
class Demonstration:
    store: Store
    client: FlaskClient
    network: Network
    waves: tuple[Wave, ...]  # the closed ones; the last is one that most schools took part in
    readers: dict[str, Reader] = field(default_factory=dict)

    def reader(self, name: str, *roles: NewMembership) -> Reader:
        """The one reader of this name: a person may have only so many keys."""
        if name not in self.readers:
            self.readers[name] = self._made(name, *roles)
        return self.readers[name]

    def _made(self, name: str, *roles: NewMembership) -> Reader:
        email = f"{name}@people.example"
        known = self.store.people.by_email(email)
        account = known or self.store.invitations.accept_as_new(
            self.store.invitations.add(email, "", roles[0]), name, "hashed"
        )
        return Reader(self.client, self.store.keys.add(account, self.network, "Tests", Scope)[0])

    def hub(self) -> Reader:
        return self.reader("hub", NewMembership(Role.HUB_ADMINISTRATOR, self.network.id))

    def leader(self, school: int) -> Reader:
        role = NewMembership(Role.SCHOOL_LEADER, self.network.id, school_id=school)
        return self.reader(f"leader-{school}", role)


@pytest.fixture(scope="module")
def demonstration(demo: tuple[Store, Demo]) -> Demonstration:
    store, _ = demo
    (network,) = store.studies.networks()
    waves = [wave for study in store.studies.of(network) for wave in store.waves.of(study)]
    client = create_app(store, Settings("x" * 32, secure=False)).test_client()
    closed = [
        wave
        for wave in waves
        if wave.state is WaveState.CLOSED
        # of leaders no school has a result: tests/engine/results and the attack see to theirs
        and not store.definitions.get(wave.instrument_id, wave.version).few_at_a_school
    ]
    closed.sort(key=lambda wave: len(store.sites.of(wave)))
    return Demonstration(store, client, network, tuple(closed))


def check(name: str, answer: Any) -> None:
    """Whether an answer is what the description says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description()["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [(one.json_path, one.message[:200]) for one in validator.iter_errors(answer)] == []


def numbers(of: Any) -> Iterator[float]:
    match of:
        case Mapping():
            for value in of.values():
                yield from numbers(value)
        case list() | tuple():
            for value in of:
                yield from numbers(value)
        case bool() | None | str():
            return
        case _:
            yield of


def places(of: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every number and word in a document, with where it stands."""
    if isinstance(of, Mapping):
        for name, value in of.items():
            yield from places(value, (*path, name))
    elif isinstance(of, list | tuple):
        for at, value in enumerate(of):
            yield from places(value, (*path, at))
    else:
        yield path, of


@pytest.mark.slow
def test_every_schools_result_is_its_frozen_part_and_nothing_else(demonstration: Demonstration) -> None:
    store, seen = demonstration.store, 0
    for wave in demonstration.waves:
        frozen = store.results.snapshot(wave).document
        for site in store.sites.of(wave)[::5]:
            told = demonstration.leader(site.school_id).json(f"/schools/{site.school_id}/results/{wave.id}")
            check("SchoolResult", told)
            assert told["school"] == part_of(frozen, site.id)
            for name in set(told) - {"format", "format_version", "provenance", "school"}:
                assert told[name] == frozen[name]
            seen += told["school"]["shown"]
    assert seen > 10


def test_provenance_names_what_every_download_names(demonstration: Demonstration) -> None:
    wave = demonstration.waves[-1]
    frozen = demonstration.store.results.snapshot(wave).document
    part = next(one for one in frozen["sites"] if one["shown"])
    school = demonstration.store.sites.get(part["site"]).school_id
    told = demonstration.leader(school).json(f"/schools/{school}/results/{wave.id}")["provenance"]
    assert told == {
        "wave_id": wave.id,
        "instrument": wave.instrument_id,
        "version": wave.version,
        "form": wave.form,
        "wave": wave.title,
        "school": part["school"],
        "n": part["responses"],
        "closed": frozen["wave"]["closed"][:10],
        "scoring_digest": frozen["instrument"]["scoring_digest"],
        "data_digest": frozen["data"]["digest"],
        "simulated": True,
    }


def test_a_school_with_too_few_answers_is_not_shown_and_that_is_all(demonstration: Demonstration) -> None:
    store, hidden = demonstration.store, 0
    for wave in demonstration.waves:
        frozen = store.results.snapshot(wave).document
        for part in [one for one in frozen["sites"] if not one["shown"]]:
            hidden += 1
            school = store.sites.get(part["site"]).school_id
            reader, path = demonstration.leader(school), f"/schools/{school}/results/{wave.id}"
            told = reader.json(path)
            check("HiddenSchoolResult", told)
            assert told["school"] == {"site": part["site"], "school": part["school"], "shown": False}
            assert told["provenance"]["n"] is None
            known = {*numbers(frozen["policy"]), frozen["format"], HIDDEN, wave.id, part["site"]}
            assert set(numbers(told)) <= known
            assert "nothing is told of it" in reader.json(f"{path}/report", 404)["detail"]
            assert reader.json(f"/schools/{school}/results")["items"]
            hub = demonstration.hub().json(f"/waves/{wave.id}/result")
            assert part["school"] not in str(hub)
            assert part["site"] not in hub["withheld"]
    assert hidden > 0


def test_the_networks_result_is_of_frozen_numbers(demonstration: Demonstration) -> None:
    reader = demonstration.hub()
    for wave in demonstration.waves:
        frozen = demonstration.store.results.snapshot(wave).document
        told = reader.json(f"/waves/{wave.id}/result")
        check("NetworkResult", told)
        for name in ("instrument", "wave", "data", "measures"):
            assert told[name] == frozen[name]
        if frozen["network"] is None:
            assert told["network"] is None
            continue
        kept = dict(places(frozen["network"]))
        ours = {
            path: value
            for path, value in places(told["network"])
            if path[0] != "curves" and path[-1] != "reason"  # why one sees less is of who looks
        }
        assert {path: value for path, value in ours.items() if kept.get(path, value) != value} == {}
        assert ours.keys() <= kept.keys()
        overall = [one["overall"] for one in frozen["sites"] if one["shown"]]
        for dot in told["dots"]:
            assert {name: dot[name] for name in dot if name not in ("least", "most")} in overall


def test_the_networks_result_names_schools_by_agreement_alone(demonstration: Demonstration) -> None:
    store, wave = demonstration.store, demonstration.waves[-1]
    sites = {site.school_id: site for site in store.sites.of(wave)}
    agreed = store.studies.names_agreed(demonstration.network) & set(sites)
    told = demonstration.hub().json(f"/waves/{wave.id}/result")
    named = {one["site"] for one in told["schools"]}
    assert named <= {sites[school].id for school in agreed}
    assert told["school_ids"] == {
        str(sites[school].id): school for school in sites if sites[school].id in named
    }
    unnamed = {site.school for site in sites.values()} - {one["school"] for one in told["schools"]}
    assert [name for name in unnamed if name in str(told["schools"]) + str(told["dots"])] == []


def test_a_researcher_reads_the_network_and_no_school(demonstration: Demonstration) -> None:
    reader = demonstration.reader("researcher", NewMembership(Role.RESEARCHER, demonstration.network.id))
    told = reader.json(f"/waves/{demonstration.waves[-1].id}/result")
    assert (told["schools"], told["school_ids"]) == ([], {})
    assert told["dots"]


def test_a_key_for_less_sees_the_same_view_of_the_network(demonstration: Demonstration) -> None:
    """Two views of one wave, one with names and one without, could be subtracted."""
    whole = demonstration.hub()
    account = demonstration.store.people.by_email("hub@people.example")
    assert account is not None
    secret, _ = demonstration.store.keys.add(account, demonstration.network, "Less", [Scope.NETWORK_RESULTS])
    for wave in demonstration.waves:
        path = f"/waves/{wave.id}/result"
        assert Reader(demonstration.client, secret).json(path) == whole.json(path)


def test_the_salt_of_the_digest_never_leaves(demonstration: Demonstration) -> None:
    hub = demonstration.hub()
    for wave in demonstration.waves:
        frozen = demonstration.store.results.snapshot(wave).document
        school = demonstration.store.sites.get(frozen["sites"][0]["site"]).school_id
        leader = demonstration.leader(school)
        mine = f"/schools/{school}/results/{wave.id}"
        told = [hub.json(f"/waves/{wave.id}/{kind}") for kind in ("result", "report")]
        told += [leader.json(mine), leader.json(f"{mine}/report")]
        assert frozen["salt"]
        assert frozen["salt"] not in str(told)
        assert "salt" not in {step for one in told for path, _ in places(one) for step in path}
        assert "members" not in {step for one in told for path, _ in places(one) for step in path}


def test_lists_and_reports_are_what_the_description_says(demonstration: Demonstration) -> None:
    hub, wave = demonstration.hub(), demonstration.waves[-1]
    network = demonstration.network.id
    check("Me", hub.json("/me"))
    check("Networks", hub.json("/networks"))
    check("Studies", hub.json(f"/networks/{network}/studies"))
    check("Waves", hub.json(f"/networks/{network}/waves"))
    check("Wave", hub.json(f"/waves/{wave.id}"))
    schools = hub.json("/schools")
    check("Schools", schools)
    check("School", hub.json(f"/schools/{schools['items'][0]['id']}"))
    check("Report", hub.json(f"/waves/{wave.id}/report"))
    school = schools["items"][0]["id"]
    leader = demonstration.leader(school)
    check("SchoolResults", leader.json(f"/schools/{school}/results"))
    check("Report", leader.json(f"/schools/{school}/results/{wave.id}/report"))
    check("Problem", hub.json("/waves/999", 404))
    predicted = leader.json(f"/schools/{school}/results/{wave.id}/predictions")
    check("SchoolPredictions", predicted)


def test_a_leader_s_program_reads_what_was_predicted_and_a_hub_s_not_where_no_school_agreed(
    demonstration: Demonstration,
) -> None:
    store = demonstration.store
    wave = next(one for one in demonstration.waves if one.title == "Collective leadership, spring, year 3")
    sealed = store.predictions.of_study(store.studies.get(wave.study_id))
    own = next(one for one in sealed if not one.shared)
    path = f"/schools/{own.school_id}/results/{wave.id}/predictions"
    (item,) = demonstration.leader(own.school_id).json(path)["items"]
    assert (item["id"], item["answered_by"], item["shared"]) == (own.id, wave.id, False)
    hub = {"Authorization": f"Bearer {demonstration.hub().secret}"}
    paths = {f"/api/v1/schools/{one.school_id}/results/{wave.id}/predictions" for one in sealed}
    assert {demonstration.client.get(one, headers=hub).status_code for one in paths} <= {403, 404}


def test_what_people_wrote_is_for_readers_and_not_for_programs(demonstration: Demonstration) -> None:
    store = demonstration.store
    wave, site, comments = next(
        (wave, site, found)
        for wave in demonstration.waves
        for site in store.sites.of(wave)
        if (found := shown_comments(store, wave, site))
    )
    report = demonstration.leader(site.school_id).json(f"/schools/{site.school_id}/results/{wave.id}/report")
    told = json.dumps(report, ensure_ascii=False)
    assert comments[0].text not in told
    assert "own words" not in told
