"""A small site of pages made of our components, served for a real browser, with the portal's own content policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from portal.text import message
from portal.web.guard import CONTENT_POLICY
from portal.web.statics import STATIC
from tests.web.rendering import context, environment

LIST = """{% extends "base.html" %}{% from "components/page.html" import swap %}{% from "components/forms.html" import field, submit %}
{% set heading = "课程" %}{% set title_state = "第 %s 页" % number %}{% set scripts = ["htmx.min.js", "swap.js"] %}
{% block content %}<div id="part"><h2 id="results" tabindex="-1">第 {{ number }} 页，找“{{ words }}”</h2>
<a id="next" href="/list?number=2" {{ swap("/list?number=2", "part", focus="results") }}>第 2 页</a>
<a id="quiet" href="/list?number=3" {{ swap("/list?number=3", "part", say="已经更新") }}>更新</a>
<a id="gone" href="/gone" {{ swap("/gone", "part", focus="results") }}>撤下的</a></div>
<form method="get" action="/list" {{ swap("/list", "part", focus="results") }}>{{ field("words", "找课程") }}{{ submit("查找") }}</form>
{% endblock %}"""

UPLOAD = """{% extends "base.html" %}{% from "components/page.html" import upload_words %}
{% from "components/forms.html" import field, file, submit %}{% set heading = "交课程包" %}{% set scripts = ["upload.js"] %}
{% block content %}<form method="post" action="/upload" enctype="multipart/form-data" novalidate {{ upload_words() }}>
{{ field("note", "说明", "", errors) }}{{ file("package", "课程包", errors) }}{{ submit("上传课程包", name="by", value="me") }}</form>
{% endblock %}"""


def answer(source: str, status_code: int = 200, **values: Any) -> Response:
    html = environment.from_string(source).render(context(**values))
    return HTMLResponse(html, status_code, {"Content-Security-Policy": CONTENT_POLICY})


async def show_list(request: Request) -> Response:
    query = request.query_params
    return answer(LIST, number=query.get("number", "1"), words=query.get("words", ""))


async def upload(request: Request) -> Response:
    if request.method == "GET":
        return answer(UPLOAD)
    async with request.form() as posted:
        if not posted["note"]:
            return answer(UPLOAD, 422, errors={"note": message("说明：写一句")})
        size = getattr(posted["package"], "size", 0)
        return RedirectResponse(f"/list?number={size}&words={posted['by']}", 303)


@contextmanager
def served() -> Iterator[str]:
    """The site on a free port, until the block ends. Gives its address."""
    routes = [Route("/list", show_list), Route("/upload", upload, methods=["GET", "POST"])]
    site = Starlette(routes=[*routes, Mount("/static", StaticFiles(directory=STATIC))])
    server = uvicorn.Server(uvicorn.Config(site, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
