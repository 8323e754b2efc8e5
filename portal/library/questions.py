"""Questions as they are shown and typed: options in a fixed strange order where the order is what is asked."""

import hashlib
from typing import Any

from markupsafe import Markup

Question = dict[str, Any]


def shown_options(question: Question) -> list[str]:
    """The options as learners see them; those of an order question mixed, the same way for everybody, never right."""
    options: list[str] = list(question["options"])
    if question["kind"] != "order":
        return options
    mixed = sorted(options, key=lambda option: hashlib.sha256(f"{question['text']}{option}".encode()).digest())
    return mixed if mixed != options else mixed[1:] + mixed[:1]


def field_names(question: Question) -> list[str]:
    """The form fields of one question: one, or for an order question one for each place."""
    name = f"q{question['number']}"
    return (
        [f"{name}-{place}" for place in range(1, len(question["options"]) + 1)]
        if question["kind"] == "order"
        else [name]
    )


def shown(question: Question) -> Question:
    """A question for a template: its rendered texts as markup, its options in the order in which they are shown."""
    html = question["html"].strip()
    is_one_paragraph = html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>")
    return question | {
        "legend": Markup(html[3:-4]) if is_one_paragraph else None,
        "html": Markup(html),
        "explanation_html": Markup(question["explanation_html"]),
        "shown_options": shown_options(question),
        "field_names": field_names(question),
    }
