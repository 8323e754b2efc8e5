"""Puts the portal together. Read this first: everything it serves is named here."""

from datetime import UTC, datetime
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from portal.accounts.access import identify
from portal.accounts.sections import sections_for
from portal.appeals.doors import APPEALS
from portal.appeals.queries import entries_under_appeal
from portal.appeals.recordings.actions import store_of as appeal_store_of
from portal.appeals.views import appeal_of_entry, appealed, appealing
from portal.assessment.routes import router as assessment
from portal.bank.routes import router as bank
from portal.bank.statements.routes import router as bank_statements
from portal.bank.statements.routes import statements_made
from portal.bringing.all_routes import ROUTERS as BRINGING
from portal.captions.routes import router as captions
from portal.captions.testers import router as tested_captions
from portal.certificates.routes import router as certificates
from portal.colleges.routes import router as colleges
from portal.conversion.actions import give_back
from portal.conversion.ahead import course_counts_towards
from portal.conversion.ahead import router as conversion_ahead
from portal.conversion.college import router as conversion_college
from portal.conversion.drafts import agreements_waiting
from portal.conversion.drafts import router as conversion_drafts
from portal.conversion.mine import router as conversion_mine
from portal.conversion.mine_applications import router as conversion_applications
from portal.conversion.routes import router as conversion
from portal.conversion.rule_routes import router as conversion_rules
from portal.conversion.views import convertible_in
from portal.corrections.routes import router as corrections
from portal.corrections.views import corrections_of_entry
from portal.credentials.routes import router as credentials
from portal.credentials.views import files_of
from portal.credits.routes import router as credits
from portal.credits.rulebook.routes import router as credit_rules
from portal.db import READING
from portal.discussions.recordings.actions import store_of
from portal.discussions.recordings.routes import router as recordings
from portal.discussions.routes import router as discussions
from portal.discussions.views import questions_waiting
from portal.exchange.api import router as exchange_api
from portal.exchange.bearer import Problem, problem_answer
from portal.exchange.routes import router as college_interface
from portal.files import Files
from portal.formats.proofs.routes import router as braille_proofs
from portal.formats.routes import router as formats
from portal.formats.views import TakeAways
from portal.harvest.routes import router as harvest
from portal.holdings.routes import router as holdings
from portal.holdings.views import ending_soon, places_told
from portal.learning.routes import router as learning
from portal.learning.versions.routes import router as learning_versions
from portal.learning.views import begun_version, learner_view, still_counts
from portal.library.editions.routes import router as library_editions
from portal.library.queries import Numbers, library_numbers
from portal.library.routes import router as library
from portal.library.shelf import Shelf
from portal.logs import RequestLog
from portal.media.routes import router as media
from portal.notices.office.routes import router as notices_office
from portal.notices.routes import router as notices
from portal.offline.routes import router as offline
from portal.passwords import Passwords
from portal.periods.routes import router as periods
from portal.periods.views import after_the_close, periods_waiting
from portal.preferences.routes import router as preferences
from portal.reach.routes import router as reach
from portal.recognition.desk.routes import router as recognition_desk
from portal.recognition.desk.views import recognition_waiting
from portal.recognition.evidence.actions import store_of as evidence_store_of
from portal.recognition.evidence.routes import router as recognition_evidence
from portal.recognition.routes import router as recognition
from portal.recognition.values.routes import router as recognition_values
from portal.recognition.views import said_of_entry as recognised_entry
from portal.recommendations.routes import router as recommendations
from portal.recommendations.routes import section as recommended_section
from portal.registration.routes import router as registration
from portal.reversals.deciding import router as reversals_deciding
from portal.reversals.learners import router as reversals_learners
from portal.reversals.queries import disputed_entries
from portal.reversals.routes import router as reversals
from portal.reversals.views import questioned, reversals_waiting, said_of_entry
from portal.review.checks.routes import router as review_checks
from portal.review.credit.routes import router as review_credit
from portal.review.desk.routes import router as review_desk
from portal.review.experts.routes import router as review_experts
from portal.review.fixes.routes import router as review_fixes
from portal.review.panel.routes import router as review_panel
from portal.review.routes import router as review
from portal.rulemaking.deciding import router as rule_decisions
from portal.rulemaking.routes import router as rule_drafts
from portal.seals.routes import router as seals
from portal.seals.views import seal_proofs, signed_statement
from portal.settings import Settings
from portal.sharing.dossier.routes import router as life_file
from portal.sharing.receivers import router as shared
from portal.sharing.receivers import statement_by_code
from portal.sharing.routes import router as statement
from portal.sharing.shares import router as shares
from portal.signin.routes import router as signin
from portal.statements.routes import router as statements
from portal.submissions.films.routes import router as submissions_films
from portal.submissions.fixes.routes import router as submission_lanes
from portal.submissions.routes import router as submissions
from portal.text import LANGUAGES
from portal.transfers.desk import case_router as transfer_cases
from portal.transfers.desk import router as transfer_desk
from portal.transfers.issuers import one_router as trusted_issuer
from portal.transfers.issuers import router as trusted_issuers
from portal.transfers.routes import router as transfers
from portal.transfers.views import transfers_waiting
from portal.upkeep.routes import router as upkeep
from portal.upkeep.views import courses_to_mend
from portal.uploads.routes import router as uploads
from portal.validity.routes import router as validity
from portal.validity.views import lapsing, term_of_entry
from portal.valuing.values import ROUTERS as VALUE_DRAFTS
from portal.valuing.views import values_waiting
from portal.vault import Vault
from portal.web.doors import Doors, routes_of
from portal.web.guard import CrossSiteGuard, SecurityHeaders
from portal.web.head import HeadRequests
from portal.web.health import router as health
from portal.web.kept import KeptPages
from portal.web.language import ReaderPreferences
from portal.web.pages import in_turn
from portal.web.refusals import add_refusals
from portal.web.statics import Statics
from portal.web.templates import address_maker, build_environment
from portal.workshop.doors import WORKSHOP

ROUTERS: list[APIRouter] = [
    health,
    preferences,
    media,
    signin,
    registration,
    harvest,
    library_editions,  # before the library: there every other word in this place is a lesson
    formats,
    braille_proofs,
    library,
    discussions,
    recordings,
    offline,  # before the learning room: there every other word in this place is a course
    assessment,
    learning_versions,
    learning,
    recommendations,
    statements,
    uploads,
    captions,
    tested_captions,
    rule_drafts,  # before the rules: there every other word in this place is a version
    rule_decisions,
    credit_rules,
    credits,
    statement,
    shares,
    shared,
    life_file,
    certificates,
    credentials,
    seals,
    *BRINGING,  # before the submissions: there every other word in this place is a submission
    submissions,
    submission_lanes,
    submissions_films,
    *WORKSHOP,
    conversion,
    conversion_drafts,
    conversion_rules,
    conversion_mine,
    conversion_applications,
    conversion_college,
    conversion_ahead,
    reversals,
    reversals_deciding,
    reversals_learners,
    validity,
    college_interface,
    exchange_api,
    transfer_desk,
    transfer_cases,
    trusted_issuers,
    trusted_issuer,
    transfers,
    corrections,
    *APPEALS,
    *VALUE_DRAFTS,  # before the tables: there every other word in this place is a version
    colleges,
    recognition_values,
    recognition_desk,
    recognition_evidence,
    recognition,
    holdings,
    upkeep,
    review_desk,
    review,
    review_checks,
    review_fixes,
    review_experts,
    review_panel,
    review_credit,
    notices,
    notices_office,
    reach,
    bank,
    bank_statements,
    periods,
]


def create_app(settings: Settings, engine: Engine) -> FastAPI:
    """The whole portal over one database. Nothing is read from the environment here."""
    app = FastAPI(openapi_url=None)
    app.router = doors = Doors(dependencies=[Depends(identify)])  # for routes that are added later
    app.mount("/static", Statics(), name="static")
    doors.take(all_routes())
    app.state.settings = settings
    app.state.engine = engine
    app.state.reading_engine = engine.execution_options(**READING)
    app.state.identify = identify
    app.state.clock = lambda: datetime.now(UTC)
    app.state.templates = {spoken: build_environment(spoken) for spoken in LANGUAGES}
    app.state.url_for = address_maker(app)
    app.state.sections_by_roles = {}
    app.state.sections_for_visitors = sections_for(app, frozenset())
    app.state.vault = Vault(settings.secret_key)
    app.state.passwords = Passwords()
    app.state.files = Files(settings.files_url, settings.data / "incoming")
    app.state.recordings = store_of(settings)
    app.state.evidence = evidence_store_of(settings)
    app.state.appeal_recordings = appeal_store_of(settings)
    lend(app)
    app.state.shelf = Shelf()
    app.state.take_away = TakeAways()
    add_refusals(app)
    app.add_exception_handler(Problem, problem_answer)
    add_layers(app, settings, engine)
    return app


def lend(app: FastAPI) -> None:
    """What rooms have to say, and to do, on pages of rooms below them, which do not know them."""
    app.state.learner_view = learner_view
    app.state.begun_version = begun_version
    app.state.still_counts = still_counts
    app.state.counts_towards = course_counts_towards
    app.state.certificate_files = files_of
    app.state.ending_soon = ending_soon
    app.state.places_told = places_told
    app.state.courses_to_mend = courses_to_mend
    app.state.questions_waiting = questions_waiting
    app.state.questioned = in_turn(questioned, appealed, lapsing)
    app.state.said_of_entry = in_turn(
        appeal_of_entry, said_of_entry, term_of_entry, recognised_entry, corrections_of_entry, after_the_close
    )
    app.state.statements_made = statements_made
    # What waits at the bank's desk: each (request, session, officer, now) → (label, count, address), or None.
    waiting = (reversals_waiting, recognition_waiting, transfers_waiting, periods_waiting, agreements_waiting)
    app.state.bank_queues = (*waiting, values_waiting)
    app.state.seal_proofs = seal_proofs
    app.state.signed_statement = signed_statement
    app.state.appealing = appealing
    app.state.statement_by_code = statement_by_code
    app.state.recognition_page = "recognition"  # where a person has what they wrote in their file proven
    app.state.disputed_entries = lambda *asked: {*disputed_entries(*asked), *entries_under_appeal(*asked)}
    app.state.convertible = convertible_in(app)
    app.state.give_back = give_back
    app.state.recommended = recommended_section


@cache
def all_routes() -> tuple[APIRoute, ...]:
    """Every route, the same for every application: to read all their signatures takes longer than most tests do."""
    return tuple(routes_of(ROUTERS, [Depends(identify)]))


def add_layers(app: FastAPI, settings: Settings, engine: Engine) -> None:
    """Pure ASGI layers; the last one added is the first to see a request."""
    app.add_middleware(CrossSiteGuard, origin=settings.origin)
    app.add_middleware(ReaderPreferences)
    app.add_middleware(KeptPages, read_numbers=lambda: read_library_numbers(app.state.reading_engine))
    app.add_middleware(SecurityHeaders, is_secure=settings.is_secure)
    app.add_middleware(HeadRequests)
    app.add_middleware(RequestLog)


def read_library_numbers(reading_engine: Engine) -> Numbers:
    """The numbers that kept pages go by, read in a transaction of its own."""
    with reading_engine.connect() as connection:
        return library_numbers(connection)
