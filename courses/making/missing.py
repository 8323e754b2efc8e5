"""What this machine lacks, said in one sentence."""


class MissingTool(Exception):
    """A tool or library is missing; the text names it and the line that installs it."""
