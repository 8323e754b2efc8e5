"""The work on films with the system's ffmpeg and ffprobe. Runs only inside the confined process."""

import json
import subprocess
from typing import Any

from portal.media.child import ask_to_die_with_parent
from portal.media.limits import LOUDNESS_LUFS, MOST_PIXELS, MOST_SECONDS

SAFELY = ("-protocol_whitelist", "file", "-max_pixels", str(2 * MOST_PIXELS))
QUIETLY = ("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-y")


def probe(path: str, reader: str) -> dict[str, Any]:
    """What the file is, as the values of a Source. Fails when it cannot be opened."""
    command = ("ffprobe", "-v", "error", "-protocol_whitelist", "file", "-f", reader)
    shown = ("-show_format", "-show_streams", "-of", "json")
    found = json.loads(_run(*command, *shown, f"file:{path}").stdout)
    pictures = [one for one in found["streams"] if one["codec_type"] == "video" and not _is_cover(one)]
    sounds = [one for one in found["streams"] if one["codec_type"] == "audio"]
    values: dict[str, Any] = {
        "seconds": float(found["format"].get("duration", 0)),
        "has_picture": bool(pictures),
        "has_sound": bool(sounds),
    }
    if pictures:
        values |= _picture(pictures[0])
    if sounds:
        values |= {"sound_bits": int(sounds[0].get("bit_rate", 0)), "channels": int(sounds[0].get("channels", 1))}
    return values


def examine(path: str, reader: str) -> dict[str, Any]:
    """A file of our own making: what it is, and how loud."""
    found = probe(path, reader)
    return {"source": found, "loudness": measure(path, reader) if found["has_sound"] else {}}


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _picture(stream: dict[str, Any]) -> dict[str, Any]:
    turned = next((int(side["rotation"]) for side in stream.get("side_data_list", ()) if "rotation" in side), 0)
    width, height = int(stream["width"]), int(stream["height"])
    across, down = (int(part) for part in stream.get("sample_aspect_ratio", "1:1").split(":"))
    if across and down:
        width = round(width * across / down)
    if turned % 180:
        width, height = height, width
    top, _, bottom = stream.get("avg_frame_rate", "0/1").partition("/")
    rate = float(top) / float(bottom) if float(bottom or 0) else 0.0
    return {"width": width, "height": height, "rate": rate, "turned": turned}


def measure(path: str, reader: str) -> dict[str, float]:
    """How loud it is: integrated, peak, range and threshold, as loudnorm takes them."""
    listen = ("-map", "0:a:0", "-t", str(MOST_SECONDS), "-af", loudness_filter({}) + ":print_format=json")
    said = _run(*QUIETLY, *SAFELY, "-f", reader, "-i", f"file:{path}", *listen, "-f", "null", "-").stderr
    return loudness_of(said)


def loudness_of(said: str) -> dict[str, float]:
    """The measured values from what loudnorm printed; empty where there is only silence."""
    printed = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    values = {name: float(printed[f"input_{name}"]) for name in ("i", "tp", "lra", "thresh")}
    return values if values["i"] > -70 else {}


def loudness_filter(measured: dict[str, float]) -> str:
    """The filter that brings a sound to the one level; with what was measured it keeps the speech's own ups and downs."""
    known = "".join(f":measured_{name}={value}" for name, value in measured.items())
    return f"loudnorm=I={LOUDNESS_LUFS}:TP=-1.5:LRA=11{known}" + (":linear=true" if measured else "")


def make(path: str, reader: str, into: str, recipe: dict[str, Any]) -> dict[str, Any]:
    """Make one form of the file. Nothing but picture and sound goes in: no place, no camera, no chapters."""
    place = ("-ss", str(recipe["at_second"])) if recipe["kind"] == "poster" else ()
    opened = (*QUIETLY, "-v", "error", *SAFELY, "-f", reader, *place, "-i", f"file:{path}")
    bare = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-t", str(MOST_SECONDS), "-threads", "2")
    form: tuple[str, ...] = ("-f", "mp4", "-movflags", "+faststart") if recipe["width"] else ("-f", "mp3")
    if recipe["kind"] == "poster":
        form = ("-frames:v", "1", "-q:v", "5", "-f", "mjpeg")
    _run(*opened, *bare, *_pictures(recipe), *_sound(recipe), *form, f"file:{into}")
    return {}


def _pictures(recipe: dict[str, Any]) -> tuple[str, ...]:
    if not recipe["width"]:
        return ("-vn",)
    rate = f",fps={recipe['rate']}" if recipe["rate"] else ""
    drawn = ("-map", "0:v:0", "-vf", f"scale={recipe['width']}:{recipe['height']},setsar=1{rate}")
    if recipe["kind"] == "poster":
        return (*drawn, "-pix_fmt", "yuvj420p")
    bits = recipe["video_bits"]
    coder = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-pix_fmt", "yuv420p")
    bounds = ("-crf", str(recipe["quality"]), "-maxrate", str(bits), "-bufsize", str(2 * bits))
    return (*drawn, *coder, *bounds, "-force_key_frames", "expr:gte(t,n_forced*10)")  # so that seeking is quick


def _sound(recipe: dict[str, Any]) -> tuple[str, ...]:
    if not recipe["sound_bits"]:
        return ("-an",)
    level = f"{loudness_filter(recipe['loudness'])}," if recipe["loudness"] else ""
    rate = "22050" if recipe["sound_bits"] <= 32_000 else "44100"
    coder = "aac" if recipe["width"] else "libmp3lame"
    shaped = ("-af", f"{level}aresample={rate}", "-ar", rate, "-ac", str(recipe["channels"]))
    return ("-map", "0:a:0", "-c:a", coder, "-b:a", str(recipe["sound_bits"]), *shaped)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        preexec_fn=ask_to_die_with_parent,
    )
