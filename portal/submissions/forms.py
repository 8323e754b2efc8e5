"""What may be posted about a submission, and the words for where it is and what happened to it."""

from portal.submissions.rules import ReturnedAs
from portal.submissions.steps import State, Step
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form

PROMISES: dict[str, Message] = {
    "content": message("内容查过：合法，准确，不过时。"),
    "rights": message("图片、声音、视频、文字都有权使用。出现的人都同意。"),
    "people": message("没有任何人的身份证号、残疾证号、电话。"),
    "pilot": message("试讲过一轮，残障学员学过。"),
}
LONGEST_NOTE = 4000
STATE_WORDS: dict[State, Message] = {
    State.DRAFT: message("草稿"),
    State.PREF_REVIEW: message("等本市审核人推荐"),
    State.SUBMITTED: message("等省级形式审查"),
    State.FORMAL_CHECK: message("正在形式审查"),
    State.A11Y_CHECK: message("正在无障碍检查"),
    State.EXPERT_REVIEW: message("专家正在评审"),
    State.ARBITRATION: message("等第三位专家评审"),
    State.DECISION: message("等评审会表决"),
    State.REVISING: message("已退回，等本市修改"),
    State.NOTICE: message("评审会已通过，等公示结束"),
    State.OBJECTION: message("有异议，公示暂停"),
    State.PUBLISHED: message("已开放"),
    State.SUSPENDED: message("已暂停"),
    State.REEVAL: message("正在复评"),
    State.WITHDRAWN: message("已撤回"),
    State.REJECTED: message("没有通过"),
    State.CANCELLED: message("已取消"),
}
STATE_TONES = {
    State.REVISING: "wait",
    State.PUBLISHED: "good",
    State.NOTICE: "good",
    State.REJECTED: "stop",
    State.CANCELLED: "past",
    State.WITHDRAWN: "past",
}
NEXT_WORDS: dict[State, Message] = {
    State.PREF_REVIEW: message("审核人会推荐给省里，或者写明理由退回。"),
    State.SUBMITTED: message("省级形式审查人会接手。现在不用做什么。"),
    State.FORMAL_CHECK: message("材料齐全就往下走。有问题会一次说全。现在不用做什么。"),
    State.A11Y_CHECK: message("一位视障体验员和一位听障体验员在试学。现在不用做什么。"),
    State.EXPERT_REVIEW: message("两位专家各自评审，互相看不到。现在不用做什么。"),
    State.ARBITRATION: message("两位专家的意见不一致，所以请第三位。现在不用做什么。"),
    State.DECISION: message("评审会根据专家的意见表决。现在不用做什么。"),
    State.NOTICE: message("公示结束、没有异议，课程就开放。现在不用做什么。"),
    State.OBJECTION: message("没参加评审的人会答复。公示的日子先停下。"),
    State.PUBLISHED: message("所有人都能学。要改内容，就再提交一个新版本，重新评审。"),
    State.WITHDRAWN: message("要再提交，就从头上传。"),
    State.REJECTED: message("理由在下面的经过里。"),
    State.CANCELLED: message("修改的期限过了，或者轮数用完了。要再提交，就从头上传。"),
}
STAGES: tuple[tuple[Message, frozenset[State]], ...] = (
    (message("提交"), frozenset({State.DRAFT, State.PREF_REVIEW, State.SUBMITTED})),
    (message("形式审查"), frozenset({State.FORMAL_CHECK})),
    (message("无障碍检查"), frozenset({State.A11Y_CHECK})),
    (message("专家评审"), frozenset({State.EXPERT_REVIEW, State.ARBITRATION})),
    (message("评审会"), frozenset({State.DECISION})),
    (message("公示"), frozenset({State.NOTICE, State.OBJECTION})),
    (message("开放"), frozenset({State.PUBLISHED, State.SUSPENDED, State.REEVAL})),
)
STAGES_OF_FIX: tuple[tuple[Message, frozenset[State]], ...] = (
    (message("提交"), frozenset({State.DRAFT})),
    (message("体验员复查"), frozenset({State.A11Y_CHECK})),
    (message("开放"), frozenset({State.PUBLISHED, State.SUSPENDED, State.REEVAL})),
)
STAGE_OF_RETURN = {ReturnedAs.FORMAL: 1, ReturnedAs.ACCESS: 2, ReturnedAs.MINOR: 4, ReturnedAs.MAJOR: 4}
STEP_WORDS: dict[Step, Message] = {
    Step.UPLOAD: message("上传课程包"),
    Step.SIGN: message("签自审承诺书"),
    Step.PROPOSE: message("交给本市审核人"),
    Step.CHOOSE_FIX: message("定为只改错字、字幕"),
    Step.CHOOSE_REVIEW: message("定为完整评审"),
    Step.PROPOSE_FIX: message("交给体验员复查"),
    Step.OPEN_FIX: message("体验员开始复查"),
    Step.PASS_FIX: message("复查通过，新版开放"),
    Step.RETURN_FIX: message("复查退回，要修改"),
    Step.RECOMMEND: message("推荐给省里"),
    Step.SEND_BACK: message("本市审核人退回"),
    Step.TAKE: message("形式审查开始"),
    Step.PASS_FORMAL: message("形式审查通过"),
    Step.RETURN_FORMAL: message("形式审查退回，要修改"),
    Step.NAME_TESTER: message("请了一位体验员"),
    Step.OPEN_TEST: message("体验员开始试学"),
    Step.REPORT: message("体验员交了报告"),
    Step.PASS_ACCESS: message("无障碍检查通过"),
    Step.PASS_CHANGES: message("改过的内容通过无障碍检查"),
    Step.FAIL_ACCESS: message("无障碍检查退回，要修改"),
    Step.ASSIGN_EXPERT: message("请了一位专家"),
    Step.ACCEPT_REVIEW: message("专家接了这门课"),
    Step.DECLINE_REVIEW: message("专家没有接这门课"),
    Step.REVIEW: message("专家交了评审表"),
    Step.AGREE: message("专家评审完成"),
    Step.DISAGREE: message("两位专家意见不一致，请第三位"),
    Step.SETTLE: message("第三位专家评审完成"),
    Step.OPEN_PAPERS: message("评审会成员打开材料"),
    Step.VOTE: message("评审会成员投票"),
    Step.ACCEPT_COURSE: message("评审会通过"),
    Step.WANT_MINOR: message("评审会要求小改"),
    Step.WANT_MAJOR: message("评审会要求大改，从头审"),
    Step.REJECT: message("评审会没有通过"),
    Step.RESUBMIT_ALL: message("改好交回，从形式审查开始"),
    Step.RESUBMIT_CHANGES: message("改好交回，从无障碍检查开始"),
    Step.EXTEND: message("修改期限延长"),
    Step.CANCEL: message("取消"),
    Step.OPEN_NOTICE: message("公示开始"),
    Step.SET_CREDIT: message("学分已定"),
    Step.OBJECT: message("收到异议，公示暂停"),
    Step.ANSWER: message("答复了一件异议"),
    Step.DISMISS: message("异议不成立，公示接着走"),
    Step.UPHOLD: message("异议成立，评审会重新表决"),
    Step.UPHOLD_RETURN: message("异议成立，要修改"),
    Step.PUBLISH: message("开放"),
    Step.WITHDRAW: message("撤回"),
    Step.WITHDRAW_COURSE: message("课程撤下"),
    Step.LICENCE_ENDED: message("授权到期，课程撤下"),
    Step.SUSPEND: message("暂停"),
    Step.REINSTATE: message("恢复开放"),
    Step.REEVALUATE: message("复评开始"),
    Step.KEEP: message("复评通过"),
    Step.IMPROVE: message("复评要求修改"),
    Step.APPEAL: message("申诉"),
}
# Who has which part is not for the author to follow: their history leaves these steps out.
DESK_ONLY = frozenset(
    {
        Step.NAME_TESTER,
        Step.OPEN_TEST,
        Step.OPEN_FIX,
        Step.REPORT,
        Step.ASSIGN_EXPERT,
        Step.ACCEPT_REVIEW,
        Step.DECLINE_REVIEW,
        Step.REVIEW,
        Step.OPEN_PAPERS,
        Step.VOTE,
    }
)
BY_PREFECTURE_STEPS = frozenset(
    {Step.UPLOAD, Step.SIGN, Step.PROPOSE, Step.RECOMMEND, Step.SEND_BACK, Step.RESUBMIT_ALL, Step.RESUBMIT_CHANGES}
    | {Step.WITHDRAW, Step.CHOOSE_FIX, Step.CHOOSE_REVIEW, Step.PROPOSE_FIX}
)
WHO_WORDS: dict[Step, Message] = {
    **dict.fromkeys((Step.TAKE, Step.PASS_FORMAL, Step.RETURN_FORMAL), message("省级形式审查")),
    **dict.fromkeys((Step.PASS_ACCESS, Step.PASS_CHANGES, Step.FAIL_ACCESS), message("省级无障碍检查")),
    **dict.fromkeys((Step.PASS_FIX, Step.RETURN_FIX), message("体验员复查")),
    **dict.fromkeys((Step.AGREE, Step.DISAGREE, Step.SETTLE), message("专家评审")),
    **dict.fromkeys((Step.ACCEPT_COURSE, Step.WANT_MINOR, Step.WANT_MAJOR, Step.REJECT), message("评审会")),
    **dict.fromkeys((Step.EXTEND, Step.CANCEL, Step.OPEN_NOTICE, Step.PUBLISH), message("协调员")),
    Step.WITHDRAW_COURSE: message("协调员"),
    Step.LICENCE_ENDED: message("到期自动办理"),
    **dict.fromkeys((Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN), message("异议处理人")),
    Step.SET_CREDIT: message("学分管理员"),
    Step.OBJECT: message("公众"),
}


class KeyForm(Form):
    """A button alone; `key` tells one press from another."""

    key: str = ""


class PackageForm(KeyForm):
    """A deed about the package that the page showed; `package` is its id."""

    package: str = ""

    def is_about(self, package_id: int | None) -> bool:
        """Whether the package is still the newest: nobody signs or recommends what they have not seen."""
        return self.package in ("", str(package_id))


class PromiseForm(PackageForm):
    """The promise of the people who made a course; with `changes` when it comes back after a revision."""

    promise: tuple[str, ...] = ()
    changes: str = ""

    def errors(self, is_revision: bool) -> dict[str, Message]:
        """What is missing before it can be signed. `is_revision`: something has changed, which is to be said."""
        found: dict[str, Message] = {}
        if is_revision and not self.changes.strip():
            found["changes"] = message("改了什么：写出改过的地方，每处一行")
        elif len(self.changes) > LONGEST_NOTE:
            found["changes"] = message("改了什么：不超过 %(count)s 个字", count=LONGEST_NOTE)
        elif find_personal_data(self.changes):
            found["changes"] = message("改了什么：里面像是有个人的号码。去掉号码")
        if set(PROMISES) - set(self.promise):
            found["promise"] = message("承诺：每一条都做到了，再一条一条勾选")
        return found


class RecommendForm(PackageForm):
    """What the prefecture's approver decides."""

    decision: str = ""
    note: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right; a return needs its reasons."""
        if self.decision not in ("recommend", "send_back"):
            return {"decision": message("决定：选一个")}
        if self.decision == "send_back" and not self.note.strip():
            return {"note": message("说明：退回要写清要改什么")}
        if len(self.note) > LONGEST_NOTE:
            return {"note": message("说明：不超过 %(count)s 个字", count=LONGEST_NOTE)}
        return {}
