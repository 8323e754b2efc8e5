"""A course in the words of schema.org, for search engines and catalogues, from the same facts that its page shows."""

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from portal.library.rules import LEVELS, VERDICTS, WAYS
from portal.text import Message, message
from portal.text.amounts import format_credit

CONTEXT = "https://schema.org"
SUFFICIENT = {"listen": "auditory", "look": "visual", "braille": "textual", "sign": "visual"}
MODES = {"text": ("textual",), "audio": ("auditory",), "video": ("auditory", "visual")}
ALWAYS = ("structuralNavigation", "tableOfContents", "displayTransformability", "readingOrder", "alternativeText")
FEATURES = {
    "captions": "captions",
    "transcript": "transcript",
    "descriptions": "audioDescription",
    "sign": "signLanguage",
}


def description(course: Any, lessons: Iterable[Any], address: str) -> dict[str, Any]:
    """A course as JSON-LD. `lessons`: their kind and media. What nobody has looked for is “unknown”, never claimed."""
    lessons = list(lessons)
    names = [course.title, *([course.title_en] if course.title_en else [])]
    return {
        "@context": CONTEXT,
        "@type": ["Course", "LearningResource"],
        "@id": address,
        "url": address,
        "name": names[0],
        **({"alternateName": names[1]} if names[1:] else {}),
        "description": course.summary,
        "abstract": course.plain_summary,
        "inLanguage": course.language,
        "teaches": course.occupation,
        "educationalLevel": LEVELS[str(course.level)].msgid,
        "audience": {"@type": "EducationalAudience", "audienceType": course.audience},
        "timeRequired": f"PT{course.learning_minutes}M",
        "numberOfCredits": float(format_credit(course.credit_hundredths)),
        "isAccessibleForFree": True,
        "license": course.licence,
        "version": course.package_version,
        "datePublished": course.published_at.date().isoformat(),
        "provider": {"@type": "Organization", "name": course.provider},
        **accessibility(course, lessons),
    }


def accessibility(course: Any, lessons: list[Any]) -> dict[str, Any]:
    """The accessibility terms: how it is told, which senses are enough, what helps, what is dangerous, and in words."""
    verdicts = {fact["way"]: fact["verdict"] for fact in course.facts}
    modes = {mode for lesson in lessons for mode in MODES.get(lesson.kind, ("textual",))}
    enough = [mode for way, mode in SUFFICIENT.items() if verdicts.get(way) == "full"]
    has_films = any(lesson.kind == "video" for lesson in lessons)
    return {
        "accessMode": sorted(modes),
        "accessModeSufficient": [
            {"@type": "ItemList", "itemListElement": [mode]} for mode in sorted(dict.fromkeys(enough))
        ],
        "accessibilityFeature": [*ALWAYS, *_features(lessons)],
        "accessibilityControl": ["fullKeyboardControl"] if verdicts.get("keyboard") == "full" else [],
        "accessibilityHazard": ["unknown"] if has_films else ["none"],
        "accessibilitySummary": _in_words(course),
    }


def _features(lessons: list[Any]) -> list[str]:
    """What every lesson with media has, so that nobody finds it missing in the next one."""
    media = [lesson.media for lesson in lessons if lesson.media.get("media")]
    found = []
    for name, feature in FEATURES.items():
        is_counted = name != "sign" or not any(one.get("sign_stand_in") for one in media)
        is_counted = is_counted and not (name == "captions" and any(one.get("captions_machine_made") for one in media))
        if media and is_counted and all(one.get(name) for one in media):
            found.append(feature)
    return found


def _in_words(course: Any) -> str:
    """The five ways with their reasons in Chinese, and whether somebody has tried them."""
    facts = {fact["way"]: fact for fact in course.facts}
    said = []
    for way, words in WAYS.items():
        reason = facts[way]["reason"] % facts[way]["values"] if facts[way]["values"] else facts[way]["reason"]
        said.append(f"{words.msgid}：{VERDICTS[facts[way]['verdict']].msgid}。{reason}")
    return " ".join([*said, source_of(course).msgid])


def source_of(course: Any) -> Message:
    """Where the five ways come from: those who tried the course, or those who handed it in."""
    return TRIED if course.review else DECLARED


TRIED = message("来源：评审时体验员试学。")
DECLARED = message("来源：提交方声明，还没有体验员试学。")


def as_script(data: dict[str, Any]) -> Markup:
    """The description inside a page: a block of data, which no browser runs and no text can end."""
    written = (
        json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))
