"""The whole application: every page over a store."""

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Flask

from web import api
from web.account import connections, demanded, keys, own, set_up, sign_in, sign_ins, stored, through_provider
from web.account import help as help_pages
from web.application import application
from web.authoring import bringing, copy_preview, publish, wave_preview, working_copies
from web.authoring import paper_forms as authoring_paper_forms
from web.choosing import own as own_surveys
from web.choosing import pages as choosing
from web.choosing import quick_check
from web.network import (
    archive,
    audit,
    board_review,
    comments,
    deletions,
    families,
    home,
    joining,
    merging,
    names,
    people,
    phase_list,
    results,
    rosters,
    school_people,
    school_table,
    schools,
    second_factor,
    studies,
    time_zone,
    wave_answers,
    wave_close,
    wave_drafts,
    wave_files,
    wave_people,
    wave_told,
    waves,
)
from web.network import paper_forms as wave_paper_forms
from web.network import units as site_units
from web.network.sharing import blueprints as sharing
from web.respondent import blueprints as respondent
from web.respondent import shells
from web.school import audiences, by_link, by_right, choices, partners, predictions, rubric, views
from web.school import units as school_units
from web.security import Settings
from web.start import first_page, health, join, looking_back
from web.team import board, check_ins, guides, inventory, own_sheets, phases, plan_files, plan_sheets, plans

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    first_page.pages,
    health.pages,
    join.pages,
    guides.pages,
    choosing.pages,
    quick_check.pages,
    own_surveys.pages,
    *respondent.BLUEPRINTS,
    looking_back.pages,
    by_link.pages,
    sign_in.pages,
    through_provider.pages,
    connections.pages,
    sign_ins.pages,
    set_up.pages,
    own.pages,
    stored.pages,
    keys.pages,
    help_pages.pages,
    home.pages,
    people.pages,
    second_factor.pages,
    schools.pages,
    joining.pages,
    school_people.pages,
    names.pages,
    archive.pages,
    deletions.pages,
    merging.pages,
    by_right.pages,
    choices.pages,
    predictions.pages,
    audiences.pages,
    rubric.pages,
    check_ins.pages,
    plans.pages,
    plan_files.pages,
    plan_sheets.pages,
    inventory.pages,
    own_sheets.pages,
    board.pages,
    board_review.pages,
    phases.pages,
    phase_list.pages,
    partners.pages,
    partners.link_pages,
    views.pages,
    school_units.pages,
    site_units.pages,
    wave_files.pages,
    results.pages,
    school_table.pages,
    comments.pages,
    waves.pages,
    wave_close.pages,
    *sharing.BLUEPRINTS,
    wave_drafts.pages,
    wave_people.pages,
    wave_answers.pages,
    wave_told.pages,
    families.pages,
    rosters.pages,
    wave_paper_forms.pages,
    time_zone.pages,
    audit.pages,
    working_copies.pages,
    bringing.pages,
    publish.pages,
    copy_preview.pages,
    authoring_paper_forms.pages,
    wave_preview.pages,
    studies.pages,
    api.pages,
)


def create_app(store: Any, settings: Settings, blueprints: Sequence[Blueprint] = BLUEPRINTS) -> Flask:
    """The whole application over an `engine.store.Store`."""
    app = application(store, settings, blueprints)
    app.extensions[shells.EXTENSION] = shells.Shells()  # not in previews, whose definitions change
    app.before_request(connections.demand_connection)
    app.config[demanded.OF_WIDE_ROLES] = settings.second_factor
    app.before_request(demanded.demand_second_factor)
    return app
