"""A small browser for tests. It finds things as people do, by name, and checks every page it sees."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from portal.accounts.models import Person

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
Fields = dict[str, Any]


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies and follows redirects, and every page it shows has been checked."""

    client: TestClient
    headers: dict[str, str] = field(default_factory=lambda: dict(SAME_ORIGIN))

    def open(self, path: str, expect: int = 200, **headers: str) -> "Page":
        """Go to an address. `htmx="true"` asks for a fragment."""
        if headers.pop("htmx", ""):
            headers["HX-Request"] = "true"
        return self.see(expect, self.client.get(path, headers=self.headers | headers))

    def send(self, path: str, fields: Fields | None = None, expect: int = 200, files: Any = None) -> "Page":
        """Post a form and follow where it leads."""
        return self.see(expect, self.client.post(path, data=fields or {}, files=files, headers=self.headers))

    def see(self, expect: int, response: Any) -> "Page":
        assert response.status_code == expect, f"{response.status_code} {response.url}\n{response.text[:3000]}"
        return Page(self, response, BeautifulSoup(response.text, "html.parser"))


@dataclass
class Page:
    browser: Browser
    response: Any
    html: BeautifulSoup

    def __post_init__(self) -> None:
        if self.html.find("html"):  # a fragment for htmx has no head to check
            check_page(self.html)

    @property
    def path(self) -> str:
        """Where the browser is now, with the query."""
        url = urlsplit(str(self.response.url))
        return url.path + (f"?{url.query}" if url.query else "")

    @property
    def heading(self) -> str:
        return words(self.html.h1)

    @property
    def title(self) -> str:
        return words(self.html.title)

    @property
    def status(self) -> str:
        return words(self.html.find(role="status"))

    @property
    def text(self) -> str:
        """Everything in main, as one line."""
        return words(self.html.main)

    @property
    def buttons(self) -> list[str]:
        """The buttons of the page itself, without those of the frame around it."""
        return [words(button) for button in self.html.select("main button")]

    @property
    def links(self) -> dict[str, str]:
        """The links in main, by their words."""
        return {words(link): str(link["href"]) for link in self.html.select("main a[href]")}

    def says(self, sentence: str) -> bool:
        return sentence in words(self.html)

    @property
    def problems(self) -> dict[str, str]:
        """The error summary: each message, and the field that its link leads to."""
        links = self.html.select("#error-summary li a")
        fields = [str(link["href"]).removeprefix("#") for link in links]
        for one in fields:
            assert self.html.find(id=one), f"the summary leads to #{one}, which is not there"
            assert self.html.find(id=f"{one}-error"), f"no message at the field {one}"
        return dict(zip(map(words, links), fields, strict=True))

    def typed(self, name: str) -> str:
        """What stands in a field, or which choice of radio buttons or of a list is chosen."""
        return str(values_of(self.form_with(name)).get(name, ""))

    def ticked(self, name: str) -> list[str]:
        """The values of the check boxes of this name that are ticked."""
        return _checked(self.form_with(name), name)

    def form_with(self, name: str) -> Tag:
        control = self.html.find(attrs={"name": name})
        assert control is not None, f"no field {name}"
        form = control.find_parent("form")
        assert form is not None, f"the field {name} is in no form"
        return form

    def follow(self, link_words: str, expect: int = 200) -> "Page":
        """Go where the link with these words leads."""
        found = [link for link in self.html.find_all("a", href=True) if words(link) == link_words]
        assert found, f"no link “{link_words}” among {list(self.links)}"
        return self.browser.open(str(found[0]["href"]), expect)

    def press(
        self, name: str, fields: Fields | None = None, expect: int = 200, files: Any = None, nth: int = 0
    ) -> "Page":
        """Press the button with these words: send its form as it stands, with these fields filled in."""
        found = [button for button in self.html.find_all("button") if words(button) == name]
        assert len(found) > nth, f"no button “{name}” among {self.buttons}"
        form = found[nth].find_parent("form")
        assert form is not None, f"the button “{name}” is in no form"
        sent = values_of(form) | ({str(found[nth]["name"]): found[nth]["value"]} if found[nth].get("name") else {})
        sent |= fields or {}
        action = str(form.get("action") or self.path)
        if str(form.get("method", "get")).lower() == "get":
            response = self.browser.client.get(action, params=sent, headers=self.browser.headers)
            return self.browser.see(expect, response)
        return self.browser.send(action, sent, expect, files)


SignIn = Callable[[Person], Browser]


def values_of(form: Tag) -> Fields:
    """What a browser would send of a form as it stands."""
    values: Fields = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or kind in ("file", "submit") or control.has_attr("disabled"):
            continue
        if kind in ("radio", "checkbox") and not control.has_attr("checked"):
            continue
        values[name] = [*values[name], _value(control)] if isinstance(values.get(name), list) else _value(control)
        if kind == "checkbox" and len(form.find_all("input", attrs={"name": name})) > 1:
            values[name] = _checked(form, name)
    return values


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return str(chosen["value"]) if isinstance(chosen, Tag) else ""
    return str(control.get("value", ""))


def _checked(form: Tag, name: str) -> list[str]:
    return [
        str(one.get("value", "")) for one in form.find_all("input", attrs={"name": name}) if one.has_attr("checked")
    ]


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())


def check_page(html: BeautifulSoup) -> None:
    """What every page of the portal owes to every reader."""
    assert html.html and html.html["lang"]
    assert len(html.find_all("main")) == 1
    assert len(html.find_all("h1")) == 1
    title = words(html.title)
    assert title.startswith((words(html.h1), f"错误：{words(html.h1)}", f"Error: {words(html.h1)}")), title
    assert len(html.find_all(role="status")) == 1, "one status region a page"
    ids = [element["id"] for element in html.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"an id is used twice: {sorted(one for one in ids if ids.count(one) > 1)}"
    for control in html.select("input:not([type=hidden]), select, textarea"):
        assert html.find("label", attrs={"for": control.get("id")}), f"no label for {control}"
    for button in html.find_all("button"):
        for_scripts = button.get("type") == "button" and button.find_parent(hidden=True)
        assert for_scripts or button.get("type") == "submit", (
            f"a button without its type, or dead without scripts: {button}"
        )
        assert words(button), f"a button without words: {button}"
    for described in html.select("[aria-describedby], [aria-labelledby]"):
        for one in f"{described.get('aria-describedby', '')} {described.get('aria-labelledby', '')}".split():
            assert one in ids, f"{described.name} is described by #{one}, which is not there"
    acts = "[style], style, script:not([src]):not([type='application/ld+json'])"  # that kind is data, which nobody runs
    assert not html.select(acts), "no style or script inside a page"
    check_headings(html)


def check_headings(html: BeautifulSoup) -> None:
    """No level is left out on the way down."""
    levels = [int(heading.name[1]) for heading in html.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    for above, below in zip(levels, levels[1:], strict=False):
        assert below <= above + 1, f"after h{above} comes h{below}"
