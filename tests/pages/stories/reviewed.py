"""Courses of 郑州 in the province's hands: one at every desk, one in public notice, one objected to, one open."""

from portal.notices import actions as notices
from portal.review.checks import actions as checks
from portal.review.credit import actions as credit
from portal.review.experts import actions as experts
from portal.review.panel import actions as panel
from portal.submissions import actions as hand_in
from portal.submissions.rules import Part
from portal.submissions.steps import State
from tests.browser import Page
from tests.pages.world import World
from tests.review.course import WITH_P0, Course, People, rubric
from tests.submissions.parcels import parcel

WHO = {
    "zz_author": "zz-author", "zz_approver": "zz-approver", "formal_checker": "formal", "blind_tester": "tester-blind",
    "deaf_tester": "tester-deaf", "expert1": "expert1", "expert2": "expert2", "expert3": "expert3", "expert4": "expert4",
    "coordinator": "coordinator", "panel1": "panel1", "panel2": "panel2", "panel3": "panel3", "credit1": "credit1",
    "appeal_officer": "appeal",
}  # fmt: skip
LETTER = "第 1 课的题目读屏读不出来。\n第 2 课说慢一点。"
OBJECTION = {"kind": "named", "name": "王一", "words": "第 2 课的图是我画的，没有问过我。"}


def courses_are_reviewed(world: World) -> None:
    """Take a course as far as each desk, and leave it there."""
    people = People(**{name: world.person(identifier) for name, identifier in WHO.items()})
    reviews = Reviews(world, people)
    reviews.at_the_first_desks()
    reviews.with_the_experts()
    reviews.before_the_panel()
    reviews.in_public()


class Reviews:
    """Begins courses and notes where they are."""

    def __init__(self, world: World, people: People) -> None:
        self.world = world
        self.people = people

    def begin(self, name: str, title: str, state: State) -> Course:
        """A course that has come to a state; visits know its page on the desk as {review_name}."""
        world = self.world
        course = Course(world.engine, world.settings, self.people, world.clock, is_demo=True)
        content = parcel(slug=f"review-{name}", changes={"course.toml": ("用手和面", title)})
        author = world.sign_in("zz-author")
        sent: Page = author.open("/submissions/new").press(
            "上传课程包", files={"package": ("course.zip", content, "application/zip")}
        )
        course.id = int(sent.path.rsplit("/", 1)[1])
        world.do_jobs()
        world.note(f"review_{name}", f"/review/{course.id}")
        world.note(f"review_{name}_id", course.id)
        return course.reach(state)

    def at_the_first_desks(self) -> None:
        self.begin("submitted", "等形式审查的课", State.SUBMITTED)
        self.begin("formal", "正在形式审查的课", State.FORMAL_CHECK)
        returned = self.begin("returned", "退回修改的课", State.FORMAL_CHECK)
        returned.does(checks.return_formal, "formal_checker", {}, LETTER)
        self.begin("testers", "等请体验员的课", State.A11Y_CHECK)
        tested = self.begin("tested", "体验员正在试的课", State.A11Y_CHECK)
        for name, part in (("blind_tester", Part.BLIND_TESTER), ("deaf_tester", Part.DEAF_TESTER)):
            tested.does(checks.name_tester, "coordinator", getattr(self.people, name).id, part)
        tested.does(checks.open_test, "blind_tester")
        self.begin("access", "等下无障碍结论的课", State.A11Y_CHECK).test(deaf=WITH_P0)

    def with_the_experts(self) -> None:
        self.begin("experts", "等请专家的课", State.EXPERT_REVIEW)
        read = self.begin("read", "专家正在看的课", State.EXPERT_REVIEW)
        for name in ("expert2", "expert3"):
            read.does(experts.assign_expert, "coordinator", getattr(self.people, name).id)
        read.does(experts.accept_review, "expert2")
        read.does(experts.accept_review, "expert3")
        read.does(experts.hand_in_review, "expert3", rubric(91))

    def before_the_panel(self) -> None:
        self.begin("papers", "评审会还没打开的课", State.DECISION)
        voted = self.begin("voted", "评审会正在投票的课", State.DECISION)
        for name in ("panel1", "panel2", "panel3"):
            voted.does(panel.open_papers, name)
        full = self.begin("result", "等结束表决的课", State.DECISION)
        for name in ("panel1", "panel2", "panel3"):
            full.does(panel.open_papers, name)
            full.does(panel.vote, name, rubric().verdict, "同意专家的意见。")

    def in_public(self) -> None:
        self.begin("decided", "等发公示的课", State.NOTICE)
        for number, (name, title) in enumerate(
            (("noticed", "正在公示的课"), ("objected", "有异议的课"), ("open", "评审后开放的课"), ("gone", "撤回的课")),
            start=1,
        ):
            course = self.begin(name, title, State.NOTICE)
            course.does(credit.set_credit, "credit1", 10, "1 学时，初级，5 道题。")
            course.does(notices.open_notice, "coordinator")
            self.world.note(f"notice_{name}", f"/notices/{number}")
            if name == "objected":
                form = self.world.visitor().open(f"/notices/{number}/objections/new")
                form.press("提交异议", OBJECTION)
            elif name == "open":
                course.does(notices.publish, "coordinator")
            elif name == "gone":
                course.does(hand_in.withdraw, "zz_author")
