"""Visits to the pages on which Word files and slides become lessons. Part of the inventory."""

from tests.pages.visit import FILE, Visit

V = Visit
ENGLISH = {"language": "en"}

BRINGING = (
    V("help, making with a phone", "/help/making",
      says=("用手机做字幕、口述、文字稿和手语视频", "拍视频以前", "文字稿", "字幕台", "手语视频", "请学员试一试", "怎样做课程包")),
    V("help, making with a phone, English", "/help/making", cookies=ENGLISH,
      says=("Captions, descriptions, transcripts and signed videos with a phone", "Before you film", "Let learners try it")),
    V("beginnings", "/submissions/beginnings", "zz-author",
      says=("从样子开始", "按摩手法", "手放哪里", "待写", "从《按摩手法》开始做课", "下载《按摩手法》的课程包", "非遗手工")),
    V("beginnings, English", "/submissions/beginnings", "zz-author", cookies=ENGLISH, says=("Begin from a model", "still to be written")),
    V("bring, files", "/submissions/bring", "zz-author",
      says=("把 Word 文件变成课", "文件", "把整行加粗的短行当作标题", "读这个文件", "本市最近读过的文件", "还在读", "没有读成", "读好了")),
    V("bring, files, English", "/submissions/bring", "zz-author", cookies=ENGLISH,
      says=("Make lessons of a Word file", "Read this file", "Could not be read")),
    V("bring, nothing yet", "/submissions/bring", "ly-author", says=("本市最近读过的文件", "还没有。")),
    V("bring, no file", "/submissions/bring", "zz-author", send={"file": FILE}, status=422,
      says=("有 1 处要改", "选一个 Word 文件")),
    V("bring, no file, English", "/submissions/bring", "zz-author", cookies=ENGLISH, send={"file": FILE}, status=422),
    V("bring, not theirs", "/submissions/bring", "zz-approver", status=404),
    V("brought, read", "/submissions/bring/{brought}", "zz-author",
      says=("和面.docx", "做成的课，2 课", "第 1 课：和面", "留下的", "1 个表格", "图片，1 张还没有说明", "图 1 的说明", "保存说明",
            "没有放进课里的，1 处", "修订里删掉的字，1 处", "不要的话", "换了样子的，0 处", "要看一看的，2 处", "三光", "放进草稿",
            "放进哪里", "下载课程包")),
    V("brought, read, English", "/submissions/bring/{brought}", "zz-author", cookies=ENGLISH,
      says=("Lessons made, 2", "Kept", "Words for picture 1", "Not in the lessons, 1 place", "To be looked at, 2 places")),
    V("brought, words that say nothing", "/submissions/bring/{brought}", "zz-author", send={"words_1": "图片1"}, status=422,
      says=("有 1 处要改", "图 1 的说明", "没有说图里有什么")),
    V("brought, words that say nothing, English", "/submissions/bring/{brought}", "zz-author", cookies=ENGLISH,
      send={"words_1": "图片1"}, status=422),
    V("brought, of an old kind", "/submissions/bring/{brought_old}", "zz-author",
      says=("旧文件.doc", "没有读成", "这是旧格式", "换一个文件")),
    V("brought, of an old kind, English", "/submissions/bring/{brought_old}", "zz-author", cookies=ENGLISH,
      says=("This is an old format",)),
    V("brought, waiting", "/submissions/bring/{brought_waiting}", "zz-author",
      says=("还在等.docx", "现在：正在读", "可以关掉页面", "看最新进展")),
    V("brought, waiting, English", "/submissions/bring/{brought_waiting}", "zz-author", cookies=ENGLISH, says=("Now: reading",)),
    V("brought, another's", "/submissions/bring/{brought}", "ly-author", status=404),
    V("brought, a lesson", "/submissions/bring/{brought}/lessons/1", "zz-author",
      says=("学员会这样听到、看到", "和面", "先洗手", "摸起来", "回到这个文件")),
    V("brought, a lesson, English", "/submissions/bring/{brought}/lessons/1", "zz-author", cookies=ENGLISH,
      says=("As learners will hear and see it",)),
)  # fmt: skip
