"""One frozen Settings, read from the environment once and handed to create_app."""

from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_SECRET = "demo secret, known to everybody, refused in production"


class Settings(BaseSettings):
    """Every setting of the portal. README.md explains each one; a test keeps the two in step."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True)

    data: Path = Path("var")
    database_url: str = ""
    files_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    origin: str = ""
    secret_key: str = DEMO_SECRET
    mode: Literal["demo", "production"] = "demo"
    province: str = "henan"
    speech_model: str = ""  # folder of a speech model, for draft captions; needs the extra `speech`
    outside_links: Literal["ask", "leave"] = "ask"  # whether the weekly look asks other servers if links still work
    contact: str = ""  # whom to ask, in words: shown on the help, privacy and accessibility pages

    @model_validator(mode="after")
    def fill_in_what_follows(self) -> Self:
        """The addresses that follow from the other settings, where they were not given."""
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data.absolute()}/portal.sqlite3")
        if not self.files_url:
            object.__setattr__(self, "files_url", f"file://{self.data.absolute()}/files")
        if self.mode == "production":
            self.refuse_demo_values()
        if not self.origin:
            object.__setattr__(self, "origin", f"http://{self.host}:{self.port}")
        return self

    def refuse_demo_values(self) -> None:
        """Production never runs on what everybody knows. Raises ValueError with what is missing."""
        if self.secret_key == DEMO_SECRET or len(self.secret_key) < 32:
            raise ValueError("PORTAL_SECRET_KEY must be set to at least 32 secret characters in production")
        if not self.origin:
            raise ValueError("PORTAL_ORIGIN must be set in production, for example to the public https address")

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https:")
