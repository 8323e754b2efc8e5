"""Pinyin: how characters sound, and which syllables letters may stand for.

The readings are pypinyin's list of single characters, read from its file: importing the library would hold 57 MB.
"""

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MOST_SPLITS = 6
MOST_READINGS = 3
SAID = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha
chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui
cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er
fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha
hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong
jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le
lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man mang mao me mei men
meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu
nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian
qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai
san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun
shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa
wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi
yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng
zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(SAID.split())
LONGEST = 6
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))  # what many people of the south say alike, and therefore type alike


@cache
def _readings() -> dict[str, str]:
    spec = find_spec("pypinyin")
    assert spec is not None and spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "pinyin_dict.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def readings(character: str) -> tuple[str, ...]:
    """The syllables of a character without tones, the usual one first; none for what is no Chinese character."""
    said = _readings().get(str(ord(character)), "") if not character.isascii() else ""
    return tuple(dict.fromkeys(plain for one in said.split(",") if (plain := _plain(one)) in SYLLABLES))[:MOST_READINGS]


def _plain(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii())


def splits(letters: str) -> list[tuple[str, ...]]:
    """The ways to read letters as syllables, long ones first: “xian” is xian, and xi an."""
    found: list[tuple[str, ...]] = []

    def go_on(begun: tuple[str, ...], rest: str) -> None:
        if begun and not rest:
            found.append(begun)
        for length in range(min(LONGEST, len(rest)), 0, -1):
            if len(found) < MOST_SPLITS and rest[:length] in SYLLABLES:
                go_on((*begun, rest[:length]), rest[length:])

    go_on((), letters.replace("lue", "lve").replace("nue", "nve"))
    return found


def alike(syllable: str) -> str:
    """One form for syllables that are often taken for each other: zh and z, n and l, an and ang."""
    for curled, flat in ALIKE:
        if syllable.startswith(curled):
            syllable = flat + syllable[2:]
    if syllable.startswith("n"):
        syllable = f"l{syllable[1:]}"
    return syllable[:-1] if syllable.endswith("ng") else syllable
