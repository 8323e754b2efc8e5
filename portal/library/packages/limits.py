"""How much a package may hold. courses/README.md says the same to authors; sizes are decimal, as pages show them."""

FILES = 1000
LESSONS = 60
PACKAGE_BYTES = 4_000_000_000  # packed, and again unpacked: so much disk a check needs, twice, and never memory
VIDEO_BYTES = 4_000_000_000
SOUND_BYTES = 50_000_000
PICTURE_BYTES = 5_000_000
PICTURE_ADVISED_BYTES = 500_000
PICTURE_ADVISED_EDGE = 2560  # pixels; a phone shows no more, and pays for every byte
PICTURE_PIXELS = 100_000_000  # beyond this a small file can fill the memory of whoever opens it
TEXT_BYTES = 1_000_000  # captions, transcripts
MARKDOWN_BYTES = 200_000  # lessons and checks; an hour of reading is a tenth of it
DOWNLOAD_BYTES = 20_000_000
NAME_CHARACTERS = 80
FRONT_MATTER_BYTES = 10_000
FINDINGS_OF_ONE_RULE_IN_A_FILE = 10  # the rest is one finding with its lines; nobody listens to forty alike

ALT_CHARACTERS = 120
ALT_FEWEST_CHARACTERS = 5
SENTENCE_CHARACTERS = 60  # 汉字 between two full stops; a spoken sentence longer than this is lost
READING_CHARACTERS_PER_MINUTE = 150  # by ear or in braille, with time to think

CAPTION_LINE_CHARACTERS = 18
CAPTION_LINES = 2
CAPTION_SPEED = 4.5  # 汉字 a second
CAPTION_SPEED_TOO_FAST = 6.0
CAPTION_GAP_SECONDS = 15
FINAL_QUESTIONS = 5
FINAL_POINTS = 100
LEARNING_HOUR_MINUTES = 45
HOURS_PER_CREDIT = 16  # 1 学分 = 16 学时
