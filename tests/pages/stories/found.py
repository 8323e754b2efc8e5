"""How people find courses: what they chose about it."""

from tests.pages.world import World


def recommendations_are_turned_off(world: World) -> None:
    """李思远 wants none."""
    world.sign_in("trainee2").open("/settings/recommendations").press("关掉推荐")
