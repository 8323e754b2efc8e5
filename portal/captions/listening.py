"""Where a film or sound can be heard, so that a stretch without captions is known to be silent, or not."""

from pathlib import Path

STEP_MS = 500
LOUD = 0.02  # of full scale, root mean square over half a second: a voice in a quiet room is five times that
SAMPLES_A_SECOND = 8000
SHORTEST_MS = 1000
LONGEST_MS = 4 * 3600 * 1000


def loud_stretches(path: Path, media_type: str) -> list[list[int]]:
    """Stretches that can be heard, as pairs of milliseconds; none when there is no sound or it cannot be decoded."""
    import av  # here, for its codecs would take 20 MB of every server process, and only workers listen
    import av.error
    from av.audio.resampler import AudioResampler

    form = "mp3" if media_type == "audio/mpeg" else "mp4"
    try:
        # The form is fixed, so that a playlist posing as a film can never make the reader fetch other files.
        with av.open(str(path), format=form, metadata_errors="replace") as container:
            if not container.streams.audio:
                return []
            resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLES_A_SECOND)
            heard: list[bool] = []
            held = bytearray()
            step = SAMPLES_A_SECOND * STEP_MS // 1000 * 2
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    held += bytes(part.planes[0])[: part.samples * 2]
                while len(held) >= step:
                    heard.append(is_loud(bytes(held[:step])))
                    del held[:step]
                if len(heard) * STEP_MS > LONGEST_MS:
                    break
    except (av.error.FFmpegError, OSError, ValueError, OverflowError):
        return []
    return stretches(heard)


def is_loud(samples: bytes) -> bool:
    """Whether half a second of 16-bit samples can be heard."""
    values = memoryview(samples).cast("h")
    every = values[::4]
    mean = sum(value * value for value in every) / max(len(every), 1)
    return mean > (LOUD * 32768) ** 2


def stretches(heard: list[bool]) -> list[list[int]]:
    """Steps that were heard, together; a breath between two words does not part them, a click alone is none."""
    found: list[list[int]] = []
    for number, is_heard in enumerate(heard):
        if not is_heard:
            continue
        start = number * STEP_MS
        if found and start - found[-1][1] <= STEP_MS:
            found[-1][1] = start + STEP_MS
        else:
            found.append([start, start + STEP_MS])
    return [stretch for stretch in found if stretch[1] - stretch[0] >= SHORTEST_MS]
