"""Sentences put into templates when they are compiled: a page has some fifty, and looking each up took a fifth of it."""

from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from portal.text import Language, gettext, language, speaking

NAMES = ("_", "gettext")


class Whole(Template):
    """A template whose macros are the same for every page that imports them.

    Jinja asks at each import whether the page has globals of its own that the macros might see. Ours have none.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Spoken(Environment):
    """An environment that speaks one language: `_("…")` stands in its compiled templates already translated."""

    template_class = Whole
    spoken: Language = "zh-CN"

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        with speaking(self.spoken):
            for parent in reversed([tree, *tree.find_all(nodes.Node)]):  # a sentence may be a value of another
                put_in(parent)
        return tree


def put_in(parent: nodes.Node) -> None:
    """Replace the translations among the fields of one node."""
    for field, value in parent.iter_fields():
        if isinstance(value, list):
            value[:] = [said(one) for one in value]
        else:
            setattr(parent, field, said(value))


def said(node: Any) -> Any:
    """`_("…")` as a constant, `_("…", name=…)` as the constant with its values put in; anything else as it is."""
    is_call = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in NAMES
    if not is_call or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const) or node.dyn_kwargs:
        return node
    text = Markup(gettext(node.args[0].value))
    if not node.kwargs:
        return nodes.Const(text % {} if "%" in text else text, lineno=node.lineno)
    pairs = [nodes.Pair(nodes.Const(pair.key), marked(pair.value), lineno=node.lineno) for pair in node.kwargs]
    return nodes.Mod(nodes.Const(text), nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


def marked(value: nodes.Expr) -> nodes.Expr:
    """A value of a sentence: in English, what stays Chinese says so (portal.text.spoken)."""
    if language() != "en" or isinstance(value, nodes.Const):
        return value
    return nodes.Filter(value, "spoken", [], [], None, None, lineno=value.lineno)
