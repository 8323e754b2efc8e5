"""The real screen reader Orca, without a screen or a loudspeaker: what it would say aloud, as text.

Each session is a private desktop: its own display, bus, accessibility bus, window manager, browser and Orca. Sessions of
several people on one machine do not meet. Nothing is played: speech.py stands in for the speech dispatcher.
Seen working on Debian 12 with Orca 43.1, Chromium 156 and at-spi2-core 2.46, as root.
"""

from tests.orca.harness.session import OrcaSession

__all__ = ["OrcaSession"]
