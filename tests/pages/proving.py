"""Visits to the statement, to certificates, to what can be taken along of them, and to the page where anybody checks one."""

from tests.pages.visit import Visit

V = Visit
ENGLISH = {"language": "en"}

PROVEN = (
    V("certificates", "/certificates", "trainee", says=("和面，学完了",)),
    V("certificates, none", "/certificates", "trainee2"),
    V("certificate", "{certificate}", "trainee", says=("培训合格证书",)),
    V("certificate, English", "{certificate}", "trainee", cookies=ENGLISH),
    V("verify", "/verify", says=("证书", "验证")),
    V("verify, wrong", "/verify?code=12345", status=422, says=("有 1 处要改",)),
    V("verify, stands", "/verify/{code}", says=("和面，学完了",)),
    V("verify, stands, English", "/verify/{code}", cookies=ENGLISH),
    V("verify, unknown", "/verify/{code_of_nobody}", status=404),
    V(
        "certificate, proven",
        "{proven_certificate}",
        "新学员2",
        says=("带走", "PDF 文件，读屏能读，48 KB", "给机器核对的徽章", "徽章，JWT 文件", "谁核对过", "用验证码"),
    ),
    V("certificate, proven, English", "{proven_certificate}", "新学员2", cookies=ENGLISH),
    V("certificates, some ended", "/certificates", "新学员2", says=("已换发", "已撤销", "全部一起")),
    V("transcript, none", "/credits/transcript.json", "新学员3", status=409, says=("也没有有效的证书",)),
    V("certificate, revoked", "{revoked_certificate}", "新学员2", says=("已撤销", "原因：同一门课发了两张")),
    V("certificate, replaced", "{replaced_certificate}", "新学员2", says=("已换发", "原因：改了姓名", "看新的证书")),
    V("certificate, no file", "{revoked_certificate}/certificate.txt", "新学员2", status=409, says=("不再有效",)),
    V("certificate as PDF, there", "{proven_certificate}/pdf", "新学员2", says=("可以下载了", "PDF 文件")),
    V("certificate as PDF, waits", "{certificate}/pdf", "trainee", status=202, says=("正在准备", "看最新进展")),
    V("certificate as PDF, failed", "{new_certificate}/pdf", "新学员2", status=503, says=("没有做好", "再做一次")),
    V("verify, revoked", "/verify/{revoked_code}", says=("这张证书已撤销",)),
    V("verify, replaced", "/verify/{replaced_code}", says=("这张证书已换发",)),
    V("verify, badge, stands", "{good_badge}", says=("这张证书有效", "签名对，没有改过")),
    V("verify, badge, stands, English", "{good_badge}", cookies=ENGLISH),
    V("verify, badge, wrong", "/verify/badges", send={"badge": "abc"}, status=422, says=("有 1 处要改", "看不懂")),
    V("verify, badge, wrong, English", "/verify/badges", send={"badge": "abc"}, status=422, cookies=ENGLISH),
)
