"""What may be chosen about the player of a lesson, in words. The choices themselves are in portal.web.needs."""

from dataclasses import asdict

from portal.text import message
from portal.web.forms import Form
from portal.web.needs import Needs, clean_needs

CAPTION_SIZE = {"": message("标准"), "150": message("大"), "200": message("两倍")}
CAPTION_COLOUR = {
    "": message("和浏览器一样"),
    "black": message("黑底白字"),
    "yellow": message("黑底黄字"),
    "light": message("白底黑字"),
}
DESCRIPTION = {
    "off": message("不停，文字稿里有"),
    "show": message("停下来，显示文字，等我按“接着放”"),
    "speak": message("停下来，用这台设备的声音读，读完接着放"),
}
SIGN_PLACE = {
    "": message("并排，视频大"),
    "first": message("并排，手语大，排在前面"),
    "alone": message("只看手语"),
    "off": message("不看手语"),
}
SIGN_SIZE = {"small": message("小"), "": message("中"), "large": message("大")}
KEYS = {"": message("用"), "off": message("不用")}


class PlayerForm(Form):
    """The settings of the player as they were sent. Nothing can be wrong in them: what is unknown is left out."""

    caption_size: str = ""
    caption_colour: str = ""
    description: str = ""
    sign_place: str = ""
    sign_size: str = ""
    keys: str = ""
    to: str = ""

    def needs(self, before: Needs) -> Needs:
        """What is needed now; everything that is not about the player stays as it was."""
        return clean_needs(asdict(before) | self.model_dump())
