"""The file that names providers: what is right in it, and each thing that is wrong told with its place."""

from pathlib import Path

import pytest

from engine.problems import Refused
from web.account.openid.settings import claimed, read_settings

WHOLE = """
[provider.lakeshore]
name = "Lakeshore"
issuer = "https://login.lakeshore.example"
client_id = "barograph"
client_secret_env = "LAKE_SECRET"
network = "Lakeshore network"
"""


def read(tmp_path: Path, text: str) -> Refused | None:
    file = tmp_path / "oidc.toml"
    file.write_text(text)
    try:
        read_settings(file, {"LAKE_SECRET": "hidden"})
    except Refused as refused:
        return refused
    return None


def test_a_whole_file_is_read_and_shows_no_secret(tmp_path: Path) -> None:
    (tmp_path / "oidc.toml").write_text(WHOLE)
    (made,) = read_settings(tmp_path / "oidc.toml", {"LAKE_SECRET": "hidden"})
    assert (made.key, made.name, made.secret) == ("lakeshore", "Lakeshore", "hidden")
    assert "hidden" not in repr(made)
    (tmp_path / "secret").write_text("of a file\n")
    by_file = WHOLE.replace(
        'client_secret_env = "LAKE_SECRET"', f'client_secret_file = "{tmp_path / "secret"}"'
    )
    (tmp_path / "oidc.toml").write_text(by_file)
    assert read_settings(tmp_path / "oidc.toml", {})[0].secret == "of a file"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it holds no tables"),
        ("provider = 1", "it holds no tables"),
        ("[provider", "it is not TOML"),
        (WHOLE.replace("lakeshore]", "Lake_Shore]"), "small letters"),
        (WHOLE.replace("client_id", "clientid"), "did you mean 'client_id'"),
        (WHOLE.replace("https://", "http://"), "issuer must begin with https://"),
        (WHOLE.replace("LAKE_SECRET", "NOBODY"), "the environment has no NOBODY"),
        (WHOLE + 'client_secret_file = "x"', "name the client's secret once"),
        (WHOLE + 'passwords = "off"', "keep_passwords_for must name an account"),
        (WHOLE + 'passwords = "maybe"', "passwords: Input should be 'kept' or 'off'"),
        (WHOLE + '[[provider.lakeshore.roles]]\nvalue = "x"\nrole = "king"', "roles.0.role"),
        (
            WHOLE + '[[provider.lakeshore.roles]]\nvalue = "x"\nrole = "school_team"',
            "needs school or school_claim",
        ),
        (
            WHOLE + '[[provider.lakeshore.roles]]\nvalue = "x"\nrole = "district"',
            "the role district needs district",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    refused = read(tmp_path, text)
    assert refused is not None
    assert words in str(refused)
    assert "oidc.toml" in str(refused)
    assert "hidden" not in str(refused)


def test_a_claim_holds_one_text_or_several_and_may_lie_deep() -> None:
    claims = {"groups": ["a", 7, "b"], "realm": {"roles": "c"}, "https://x.example/roles": ["d"]}
    assert claimed(claims, "groups") == {"a", "b"}
    assert claimed(claims, "realm.roles") == {"c"}
    assert claimed(claims, "https://x.example/roles") == {"d"}
    assert claimed(claims, "realm.none") == claimed(claims, "groups.a") == frozenset()
