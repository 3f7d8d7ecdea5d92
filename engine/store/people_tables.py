"""The tables of people: accounts, roles, invitations, sign-ins, agreements and the log.

Every token is kept as the SHA-256 of 256 random bits, so that a copy of the database opens nothing.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from engine.store.schema import Moment, metadata

ROLES: Final = (
    "role IN ('hub_administrator', 'researcher', 'district', 'school_leader', 'school_team', 'teacher')"
)
OF_DISTRICT: Final = "(role = 'district') = (district_id IS NOT NULL)"
OF_SCHOOL: Final = "(role IN ('school_leader', 'school_team', 'teacher')) = (school_id IS NOT NULL)"

ISSUER: Final = 300  # characters of a provider's issuer identifier

district = Table(
    "district",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network_id", ForeignKey("network.id"), nullable=False),
    Column("name", String(300), nullable=False),
    UniqueConstraint("network_id", "name"),
)

district_school = Table(
    "district_school",
    metadata,
    Column("school_id", ForeignKey("school.id"), primary_key=True),
    Column("district_id", ForeignKey("district.id"), nullable=False, index=True),
)

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),  # in small letters
    Column("name", String(200), nullable=False),
    Column("password", String(300), nullable=False),
    Column("second_factor", LargeBinary),  # sealed by the application's secret
    Column("second_factor_step", BigInteger),  # of the last code that was taken: none is taken twice
    Column("active", Boolean, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("network_id", ForeignKey("network.id"), nullable=False, index=True),
    Column("district_id", ForeignKey("district.id")),
    Column("school_id", ForeignKey("school.id")),
    Column("issuer", String(ISSUER)),  # the provider whose claim gave the role; it takes it away too
    CheckConstraint(ROLES, name="role"),
    CheckConstraint(OF_DISTRICT, name="district"),
    CheckConstraint(OF_SCHOOL, name="school"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("network_id", ForeignKey("network.id"), nullable=False, index=True),
    Column("district_id", ForeignKey("district.id")),
    Column("school_id", ForeignKey("school.id")),
    Column("expires", Moment, nullable=False),
    Column("confirmed", Boolean, nullable=False, server_default=false()),  # by a leader of the school
    CheckConstraint(ROLES, name="role"),
    CheckConstraint(OF_DISTRICT, name="district"),
    CheckConstraint(OF_SCHOOL, name="school"),
)

password_reset = Table(
    "password_reset",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("expires", Moment, nullable=False),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("complete", Boolean, nullable=False),  # false until the second factor is given
    Column("device", String(20), nullable=False, server_default=""),  # its family, such as a phone's; no more
    Column("issuer", String(ISSUER)),  # the provider that said who it is; none where a password did
    Column(
        "vouched", Boolean, nullable=False, server_default=false()
    ),  # by the provider, for a second factor
)

provider_identity = Table(
    "provider_identity",
    metadata,
    Column("issuer", String(ISSUER), primary_key=True),
    Column("subject", String(255), primary_key=True),  # who somebody is to that provider, for good
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("code_hash", LargeBinary(32), primary_key=True),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key_hash", LargeBinary(32), primary_key=True),  # of what was tried; tells no address
    Column("count", Integer, nullable=False),
    Column("until", Moment, nullable=False),
)

agreement = Table(
    "agreement",
    metadata,
    Column("school_id", ForeignKey("school.id"), primary_key=True),
    Column("named", Boolean, nullable=False),
    Column("day", Date, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(254), nullable=False),
    Column("action", String(40), nullable=False),
    Column("what", String(400), nullable=False),
    Column("network_id", ForeignKey("network.id"), index=True),
    Column("school_id", ForeignKey("school.id"), index=True),
    Column("wave_id", ForeignKey("wave.id")),
)
