"""What has happened in the world before anybody looks. A story is a function of the world; the order matters."""

from tests.pages.stories.appealed import decisions_are_appealed, reasons_are_signed
from tests.pages.stories.banked import a_cap_leaves_credit_out
from tests.pages.stories.brought import a_file_waits, files_are_brought
from tests.pages.stories.captioned import a_desk_is_being_opened, captions_are_tested, captions_are_written
from tests.pages.stories.closed import books_of_earlier_terms, statements_are_ordered, terms_are_closed
from tests.pages.stories.converting import colleges_take_credit
from tests.pages.stories.corrected import words_are_corrected
from tests.pages.stories.counted import the_bank_is_counted
from tests.pages.stories.drafted import rules_are_drafted
from tests.pages.stories.films import films_are_made, shipped_films_wait
from tests.pages.stories.found import recommendations_are_turned_off
from tests.pages.stories.handed_in import courses_are_handed_in, one_is_being_checked
from tests.pages.stories.lapsed import use_of_credit_lapses
from tests.pages.stories.living import (
    courses_live_on,
    fixes_come_in,
    learners_ask,
    learners_record,
    one_is_for_some_places,
    one_is_withdrawn,
)
from tests.pages.stories.made import courses_are_made
from tests.pages.stories.offline import one_pack_fails, packs_are_taken
from tests.pages.stories.people import people_register
from tests.pages.stories.proofread import braille_is_checked
from tests.pages.stories.proven import a_badge_is_checked, certificates_are_proven
from tests.pages.stories.questioned import credit_is_questioned
from tests.pages.stories.reached import a_month_is_counted
from tests.pages.stories.recognised import learning_is_recognised
from tests.pages.stories.reviewed import courses_are_reviewed
from tests.pages.stories.sealed import books_are_sealed
from tests.pages.stories.shared import statements_are_shared
from tests.pages.stories.shelf import courses_open
from tests.pages.stories.taken_away import forms_are_made
from tests.pages.stories.trainees import trainees_learn
from tests.pages.stories.transferred import badges_come_from_elsewhere
from tests.pages.stories.upkept import courses_are_checked
from tests.pages.stories.valued import values_are_drafted

STORIES = (
    books_of_earlier_terms,
    courses_open,
    shipped_films_wait,
    forms_are_made,
    braille_is_checked,
    people_register,
    trainees_learn,
    credit_is_questioned,
    rules_are_drafted,
    values_are_drafted,
    decisions_are_appealed,
    words_are_corrected,
    a_cap_leaves_credit_out,
    reasons_are_signed,
    use_of_credit_lapses,
    colleges_take_credit,
    the_bank_is_counted,
    terms_are_closed,
    statements_are_ordered,
    certificates_are_proven,
    badges_come_from_elsewhere,
    books_are_sealed,
    statements_are_shared,
    packs_are_taken,
    one_pack_fails,
    recommendations_are_turned_off,
    courses_live_on,
    one_is_withdrawn,
    one_is_for_some_places,
    courses_are_handed_in,
    courses_are_made,
    films_are_made,
    captions_are_written,
    courses_are_reviewed,
    captions_are_tested,
    learners_ask,
    fixes_come_in,
    a_month_is_counted,
    learning_is_recognised,
    files_are_brought,
    learners_record,  # after all that do the jobs: one of its films is still being made over
    one_is_being_checked,
    courses_are_checked,
    a_desk_is_being_opened,
    a_badge_is_checked,
    a_file_waits,
)
