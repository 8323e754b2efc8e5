"""Numbers that the confined process needs too. It starts often, so this module imports nothing."""

MOST_PIXELS = 4096 * 2304  # a little over 4K; one picture of this size takes 14 MB
MOST_SECONDS = 4 * 60 * 60.0
LOUDNESS_LUFS = -16.0  # EBU R128; what phones and web players expect of speech
