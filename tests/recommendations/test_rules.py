"""Every recommendation says why; nothing else is recommended."""

from portal.library.rules import WAYS
from portal.recommendations.rules import CHOSEN, FEWEST_PEOPLE, MOST, Candidate, Learned, recommend
from portal.text import inside, message, speaking

BAKED = Learned(1, "蒸馒头入门", "面点师", 1, is_passed=True)
EVERY_WAY = frozenset({"listen", "look", "keyboard", "braille", "sign"})


def course(number: int, occupation: str = "客服", level: int = 1, ways: frozenset[str] = EVERY_WAY) -> Candidate:
    return Candidate(number, number * 10, f"course-{number}", f"课程 {number}", occupation, level, ways)


def said(*given: object) -> list[tuple[int, list[str]]]:
    found = recommend(*given)  # type: ignore[arg-type]
    return [(one.course.course_id, [str(reason) for reason in one.reasons]) for one in found]


def test_the_next_level_of_a_finished_trade_comes_first() -> None:
    courses = [course(2, "面点师", 1), course(3, "面点师", 2), course(4, "面点师", 3), course(5)]
    assert said([BAKED], (), (), {}, courses) == [
        (3, ["因为您学完了《蒸馒头入门》，这是同一职业的中级。"]),
        (2, ["因为您学完了《蒸馒头入门》，这是同一职业的课。"]),
    ]


def test_a_course_that_is_being_learned_leads_to_others_of_its_level_only() -> None:
    learning = Learned(1, "蒸馒头入门", "面点师", 1, is_passed=False)
    courses = [course(2, "面点师", 1), course(3, "面点师", 2)]
    assert said([learning], (), (), {}, courses) == [(2, ["因为您在学《蒸馒头入门》，这是同一职业的课。"])]


def test_fewer_than_five_people_of_a_county_are_nobody() -> None:
    courses = [course(2), course(3)]
    counts = {2: FEWEST_PEOPLE - 1, 3: FEWEST_PEOPLE}
    assert said([], (), (), counts, courses) == [(3, ["同县有 5 人学完了这门课。"])]


def test_a_choice_of_media_is_a_reason_where_the_course_keeps_it() -> None:
    courses = [course(2), course(3, ways=frozenset({"listen"}))]
    assert said([], ("captions",), (), {}, courses) == [(2, ["因为您选择了字幕，这门课只看能学完。"])]


def test_all_reasons_are_said_and_what_does_not_fit_is_never_shown() -> None:
    courses = [course(2, "面点师", 2), course(3, "面点师", 2, ways=frozenset({"look"}))]
    found = said([BAKED], ("captions",), ("listen",), {2: 7, 3: 7}, courses)
    assert [(number, len(reasons)) for number, reasons in found] == [(2, 3)]


def test_what_is_known_is_not_recommended_nor_anything_twice_nor_more_than_three() -> None:
    courses = [course(1, "面点师", 2), *[course(number, "面点师", 2) for number in (2, 2, 3, 4, 5)]]
    found = said([BAKED], (), (), {}, courses)
    assert [number for number, _ in found] == [2, 3, 4]
    assert len(found) == MOST


def test_without_a_reason_there_is_no_recommendation() -> None:
    assert said([], (), (), {}, [course(2)]) == []


def test_a_label_inside_an_english_sentence_has_no_capital() -> None:
    with speaking("en"):
        choice, way = inside(CHOSEN["captions"]), inside(WAYS["look"])
        reason = message("因为您选择了%(choice)s，这门课%(way)s能学完。", choice=choice, way=way)
        assert str(reason) == "Because you chose captions; this course can be learned whole: by eye."
        assert str(CHOSEN["captions"]) == "Captions"
    assert str(inside(CHOSEN["captions"])) == "字幕"


def test_what_stays_chinese_on_an_english_page_says_so_and_nothing_is_let_through() -> None:
    words = message("《%(title)s》", title="<b>按摩</b>")
    assert "&lt;b&gt;" in words.__html__() and "<span" not in words.__html__()
    with speaking("en"):
        assert '<span lang="zh-CN">&lt;b&gt;按摩&lt;/b&gt;</span>' in words.__html__()
        assert "<span" not in str(words)
