"""Who is asked, under which promise, and what families of students are owed first."""

from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    STAFF = "staff"
    CLASSIFIED_STAFF = "classified_staff"
    SITE_LEADERS = "site_leaders"
    DISTRICT_LEADERS = "district_leaders"
    STUDENTS = "students"
    FAMILIES = "families"
    ANY = "any"


class Privacy(StrEnum):
    """Strictest first: a wave may be as private as its instrument says, or looser only down this list."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    IDENTIFIED = "identified"


KEPT_BY_LINK: Final = frozenset({Privacy.ANONYMOUS})  # by codes waves keep all three


class FamilyForm(StrEnum):
    """How a school asks the families of students: by a notice that they may refuse, or for their written consent."""

    NOTICE = "notice"
    CONSENT = "consent"


class ProtectedTopic(StrEnum):
    """What United States law protects in surveys of students (20 U.S.C. 1232h(b)), one a clause of it, in order."""

    POLITICS = "politics"
    MENTAL_HEALTH = "mental_health"
    SEX = "sex"
    ILLEGAL_BEHAVIOR = "illegal_behavior"
    FAMILY_JUDGED = "family_judged"
    PRIVILEGED_RELATIONS = "privileged_relations"
    RELIGION = "religion"
    INCOME = "income"
