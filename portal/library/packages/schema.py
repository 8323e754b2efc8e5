"""The exact form of course.toml, front matter and checks: course.schema.json, told in words for authors."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from portal.library.packages.findings import AUTHORS, Finding, Grade
from portal.text import Message, message

LineOf = Callable[..., int | None]


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((Path(__file__).parent / "course.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _validator(form: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{form}", "$defs": _schema()["$defs"]})


def check_form(form: str, data: dict[str, Any], file: str, line_of: LineOf) -> Iterator[Finding]:
    """Every key that is missing, unknown or written wrong. `form` is course, lesson, checkpoint or assessment."""
    for error in _validator(form).iter_errors(data):
        path = tuple(error.absolute_path)
        if error.validator == "required":
            yield _missing(form, error, path, file, line_of)
        elif error.validator == "additionalProperties":
            yield from _unknown(error, path, file, line_of)
        else:
            yield _wrong(form, error, path, file, line_of)


def _missing(form: str, error: ValidationError, path: tuple[Any, ...], file: str, line_of: LineOf) -> Finding:
    key = str(error.message).split("'")[1]  # "'title' is a required property"
    return Finding(
        Grade.BLOCKER,
        file,
        line_of(*path) or 1,
        "key-missing",
        AUTHORS,
        message("“%(key)s”没有写。", key=_named((*path, key))),
        message("加上“%(key)s”。例如：%(example)s", key=key, example=_example(form, (*path, key))),
    )


def _unknown(error: ValidationError, path: tuple[Any, ...], file: str, line_of: LineOf) -> Iterator[Finding]:
    known: dict[str, Any] = error.schema["properties"]
    for key in sorted(set(error.instance) - set(known)):
        yield Finding(
            Grade.MUST_FIX,
            file,
            line_of(*path, key) or 1,
            "key-unknown",
            AUTHORS,
            message("课程包里没有“%(key)s”这一项。", key=_short(key)),
            message("去掉它，或者改成这些里的一个：%(choices)s。", choices="、".join(known)),
        )


def _wrong(form: str, error: ValidationError, path: tuple[Any, ...], file: str, line_of: LineOf) -> Finding:
    says, mend = _in_words(error, path, _example(form, path))
    grade = Grade.MUST_FIX if error.validator == "maxLength" else Grade.BLOCKER
    return Finding(grade, file, line_of(*path) or 1, "key-wrong", AUTHORS, says, mend)


def _in_words(error: ValidationError, path: tuple[Any, ...], example: str) -> tuple[Message, Message]:
    key, limit, value = _named(path), error.validator_value, error.instance
    mend = message("照这个例子写：%(example)s", example=example)
    match error.validator:
        case "enum" | "const":
            says = message("“%(key)s”写的是“%(value)s”，不能选这个。", key=key, value=_short(value))
            choices = "、".join(map(str, limit if isinstance(limit, list) else [limit]))
            mend = message("从这些里选一个：%(choices)s。", choices=choices)
        case "maxLength":
            says = message("“%(key)s”太长，有 %(count)s 个字。", key=key, count=len(value))
            mend = message("写短一些，不超过 %(limit)s 个字。", limit=limit)
        case "minLength":
            says = message("“%(key)s”是空的。", key=key)
        case "minItems":
            says = message("“%(key)s”有 %(count)s 项，太少。", key=key, count=len(value))
            mend = message("最少 %(limit)s 项。", limit=limit)
        case "maxItems":
            says = message("“%(key)s”有 %(count)s 项，太多。", key=key, count=len(value))
            mend = message("最多 %(limit)s 项。", limit=limit)
        case "uniqueItems":
            says, mend = message("“%(key)s”里有重复的。", key=key), message("每样只写一次。")
        case "minimum" | "maximum":
            says = message("“%(key)s”写的是 %(value)s，超出了范围。", key=key, value=_short(value))
        case _:
            says = message("“%(key)s”的写法不对。", key=key)
    return says, mend


def _named(path: tuple[Any, ...]) -> Message | str:
    """A key for the ear: “第 3 项 question 的 answer” rather than question[2].answer."""
    name: Message | str = ""
    for part in path:
        if isinstance(part, int):
            name = message("第 %(number)s 项 %(table)s", number=part + 1, table=name)
        else:
            name = message("%(table)s 的 %(key)s", table=name, key=part) if name else str(part)
    return name or message("整个文件")


def _example(form: str, path: tuple[Any, ...]) -> str:
    """The first example that the schema gives for a key, as one would type it."""
    schema: dict[str, Any] = {"$ref": f"#/$defs/{form}"}
    for part in path:
        schema = _resolved(schema)
        schema = schema.get("items", {}) if isinstance(part, int) else schema.get("properties", {}).get(part, {})
    examples = _resolved(schema).get("examples", [""])
    return json.dumps(examples[0], ensure_ascii=False)


@cache
def validator_of(form: str, *path: str) -> Draft202012Validator:
    """What one key of a form may hold, for whoever asks about it alone; a list stands for its items."""
    schema: dict[str, Any] = {"$ref": f"#/$defs/{form}"}
    for part in path:
        schema = _resolved(schema)
        schema = _resolved(schema.get("items", schema)).get("properties", {}).get(part, {})
    return Draft202012Validator({**schema, "$defs": _schema()["$defs"]})


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        named = _schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        return {**_resolved(named), **schema}
    return schema


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"
