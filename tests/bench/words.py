"""What generated articles are made of: a small lexicon for each language."""

from typing import NamedTuple


class Lexicon(NamedTuple):
    """How one language makes sentences: `space` between words, `stop` at the end."""

    space: str
    stop: str
    quotes: tuple[str, str]
    starts: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]
    words_of_a_sentence: tuple[int, int]


def _all(*columns: str, joint: str = "", more: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Every combination of one word of each column, and `more`."""
    made = [""]
    for number, column in enumerate(columns):
        glue = joint if number else ""
        made = [f"{left}{glue}{right}" for left in made for right in column.split()]
    return (*made, *more)


LEXICONS = {
    "ko": Lexicon(
        space=" ",
        stop=".",
        quotes=("“", "”"),
        starts=_all("항만 시청 주민 조합 의회 연구소 학교 병원 시장 어민", "은 이 도 측은 에서는"),
        middles=_all(
            "예산 계획 조사 사업 도로 주택 교통 환경 기후 관광 어업 물류 교육 보건 문화",
            "을 의 에 으로 과 에서",
        ),
        ends=_all("밝혔 시작했 결정했 늘었 줄었 미뤘 합의했 발표했 제안했 지적했", "다 다고"),
        words_of_a_sentence=(5, 11),
    ),
    "en": Lexicon(
        space=" ",
        stop=".",
        quotes=("“", "”"),
        starts=_all("The", "council port mayor school union clinic museum shipyard", joint=" "),
        middles=_all(
            "annual local disputed public coastal revised northern quiet",
            "budget survey road plan fishery tram harbour housing climate market",
            joint=" ",
            more=("on", "with", "for", "after", "before", "against", "near", "without"),
        ),
        ends=_all("was has", "delayed approved changed opened reviewed doubled", joint=" been "),
        words_of_a_sentence=(5, 9),
    ),
    "ja": Lexicon(
        space="",
        stop="。",
        quotes=("「", "」"),
        starts=_all("港湾 市役所 住民 組合 議会 研究所 学校 病院 市場 漁協", "は が も では"),
        middles=_all(
            "予算 計画 調査 事業 道路 住宅 交通 環境 気候 観光 漁業 物流 教育 医療 文化",
            "を の に で と から",
        ),
        ends=_all("発表 開始 決定 検討 延期 合意 提案 指摘", "した している することになった"),
        words_of_a_sentence=(6, 13),
    ),
    "zh": Lexicon(
        space="",
        stop="。",
        quotes=("“", "”"),
        starts=_all("港口 市政府 居民 工会 议会 研究所 学校 医院 市场", "方面 已经 今天 表示"),
        middles=_all(
            "公布 推动 讨论 调整 增加 减少 检查 支持",
            "预算 计划 调查 道路 住房 交通 环境 气候 旅游 渔业 物流 教育",
            more=("，并且", "，同时", "，由于", "以及"),
        ),
        ends=_all("得到 引起 受到", "批准 关注 延期 好评 质疑"),
        words_of_a_sentence=(5, 11),
    ),
    "vi": Lexicon(
        space=" ",
        stop=".",
        quotes=("“", "”"),
        starts=("Hội đồng", "Cảng", "Người dân", "Trường học", "Bệnh viện", "Chợ", "Công đoàn"),
        middles=_all(
            "ngân kế điều giao môi khí du nghề",
            "sách hoạch tra thông trường hậu lịch cá đường nhà",
            joint=" ",
            more=("của", "với", "trong", "về", "sau khi", "trước khi", "không", "đã được"),
        ),
        ends=("đã được thông qua", "bị hoãn lại", "sẽ tăng gấp đôi", "được mở cửa", "còn thiếu"),
        words_of_a_sentence=(6, 12),
    ),
}

SECTIONS = {
    "politics": {"ko": "정치", "en": "Politics", "ja": "政治", "zh": "政治", "vi": "Chính trị"},
    "economy": {"ko": "경제", "en": "Economy", "ja": "経済", "zh": "经济", "vi": "Kinh tế"},
    "society": {"ko": "사회", "en": "Society", "ja": "社会", "zh": "社会", "vi": "Xã hội"},
    "culture": {"ko": "문화", "en": "Culture", "ja": "文化", "zh": "文化", "vi": "Văn hóa"},
    "science": {"ko": "과학", "en": "Science", "ja": "科学", "zh": "科学", "vi": "Khoa học"},
    "climate": {"ko": "기후", "en": "Climate", "ja": "気候", "zh": "气候", "vi": "Khí hậu"},
    "sports": {"ko": "스포츠", "en": "Sports", "ja": "スポーツ", "zh": "体育", "vi": "Thể thao"},
    "opinion": {"ko": "오피니언", "en": "Opinion", "ja": "論説", "zh": "观点", "vi": "Ý kiến"},
}
TITLES = {
    "ko": "해담일보",
    "en": "The Haedam Ledger",
    "ja": "ヘダム日報",
    "zh": "海潭日报",
    "vi": "Nhật báo Haedam",
}
TAGS = _all(
    "harbour river coast city school north market winter young public",
    "tax bridge housing fund survey tram flood election union clinic "
    "library festival ferry data energy birds football music court land",
    joint="-",
)
AUTHORS = _all(
    "Seo Han Bae Kim Nguyen Mori",
    "Yuna Dojin Sunho Lan Kaho Minji Jun Hoa Ren Mei",
    joint=" ",
)
TOPICS = _all("port tram dam school fishing", "plan strike trial vote merger recovery", joint="-")
