"""Site records to draw: an ordinary one, the longest, the emptiest with a refusal. All names are made up."""

import io
import math
import random
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from inspector_app.report.documents.data import (
    AnsweredItem,
    AnsweredSection,
    Finding,
    FormResult,
    ImmediateFix,
    Inspector,
    Plate,
    Process,
    Refusal,
    Signature,
    SiteRecordData,
    Stroke,
)

CHINA = timezone(timedelta(hours=8))
DIGEST = "9f3ac27e" * 8
FORM = "4be1d09c" * 8


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=CHINA)


def ink(seed: int) -> tuple[Stroke, ...]:
    """Pen strokes that look like a quickly written name."""
    rng = random.Random(seed)
    strokes = []
    for number in range(6):
        x0, y0 = 1200 + number * 1300, 1200 + rng.randrange(1400)
        a, b = rng.uniform(300, 900), rng.uniform(300, 900)
        points = [
            (
                int(x0 + a * math.sin(t / 5 + seed) + 22 * t),
                int(y0 + b * math.cos(t / 7 + number)),
                number * 400 + t * 9,
                250 + int(500 * abs(math.sin(t / 9))),
            )
            for t in range(40)
        ]
        strokes.append(tuple(points))
    return tuple(strokes)


@cache
def photo(seed: int) -> bytes:
    """A small JPEG, drawn here: no picture of a real place is kept in the project."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1200, 900) if seed % 3 else (900, 1200), (200, 205, 210))
    draw = ImageDraw.Draw(image)
    rng = random.Random(seed)
    for _ in range(14):
        x, y = rng.randrange(900), rng.randrange(900)
        draw.rectangle(
            (x, y, x + rng.randrange(40, 300), y + rng.randrange(40, 300)), fill=tuple(rng.choices(range(256), k=3))
        )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


TEAM = (
    Inspector("督学乙", "inspector_card", "示例-I02", leader=True),
    Inspector("督学丙", "inspector_card", "示例-I03"),
)
PROCESS = Process(
    places=("校门", "教学楼1—4层", "食堂及库房", "男生宿舍", "实验楼", "微型消防站"),
    lessons=2,
    interviewed=6,
    records_read=("防火巡查记录(11月22日)", "食品留样登记(近3餐)", "一键报警测试记录", "校车台账"),
    resampled=1,
    recusal_declared=True,
    no_reception=True,
)
FACTS = (
    (
        "SAF-FIRE-01",
        "教学楼2号楼一层东侧出口",
        "10:21 推门检查,东侧安全出口被挂锁锁闭,钥匙由门卫保管;同层另有1处出口畅通。",
        "O-H",
        "immediate",
    ),
    (
        "SAF-FIRE-04",
        "教学楼1号楼",
        "抽查灭火器10具,其中2具压力指针在红区、1具近1个月无检查签名,合格7具,合格率70%。",
        "O-H",
        "deadline",
    ),
    (
        "SAF-FOOD-04",
        "食堂留样柜",
        "最近3餐供应19个品种,留样19盒;现场称重最小值为118 g,低于125 g;标签齐全。",
        "O-H",
        "immediate",
    ),
    (
        "SAF-DUAL-01",
        "实验楼",
        "风险清单列红色点3处,核对3处,其中1处(危化品柜)责任人已调离,措施未更新。",
        "Y-H",
        "deadline",
    ),
    ("SAF-BUS-03", "校门外公路", "11:38—11:48观察10分钟,2起学生乘坐无牌三轮车、3起骑行未戴头盔。", "Y-H", "refer"),
)


def finding(number: int) -> Finding:
    code, place, facts, grade, rectify = FACTS[number % len(FACTS)]
    return Finding(
        code=code if number < len(FACTS) else f"SAF-BLDG-{number:02d}",
        place=place,
        facts=facts if number % 2 == 0 else facts + "值班负责人当场确认上述情况属实,并在现场清点表上逐一标注位置。",
        grade=grade,
        rectify=rectify,
        quantity="1处" if number == 0 else "",
        deadline_days=5 if rectify == "deadline" else None,
        responsible_unit="public_security" if rectify == "refer" else "school",
        measures_taken="锁已当场取下,出口复开,已派教师值守" if number == 0 else "",
        measures_at=at(10, 24) if number == 0 else None,
        photos=tuple(range(number + 1, number + 3)) if number < 5 else (),
    )


def sections(items: int) -> tuple[AnsweredSection, ...]:
    titles = ("门卫与安防", "消防", "食品", "校舍与设施", "用电、用气与特种设备", "应急与集体活动")
    states = ("pass", "pass", "fail", "partial", "na", "pass")
    wordings = (
        "不先表明身份走到校门:门卫是否拦停、核验证件、登记后才放行;记录到门时刻",
        "每栋在用建筑:疏散通道、安全出口、消防车通道是否畅通;用手推开每个出口门",
        "上课期间专职保安在岗人数(着装、持保安员证)",
        "抽灭火器:压力在绿区、铅封、出厂年月、近1月检查卡签名",
        "视频监控:任选2个重点部位(校门、食堂后厨、宿舍楼口等)回放P-CCTV(默认30)天前同一时刻",
    )
    answers = (
        ("到门时刻:10:02", "门卫索证登记后放行"),
        ("教学楼1号楼:出口数4、上锁数0、堵塞数0", "教学楼2号楼:出口数3、上锁数1、堵塞数0", "说明:东侧出口当场打开"),
        ("在岗人数:3人(应配4人)",),
        (),
        ("不适用原因:本校无此设施",),
        ("可回放点:2/2", "实际保存天数:92天"),
    )
    made = []
    for start, title in enumerate(titles):
        lines = []
        for n in range(start, items, len(titles)):
            state = states[n % 6]
            lines.append(
                AnsweredItem(
                    code=f"SAF-{('GATE', 'FIRE', 'FOOD', 'BLDG', 'UTIL', 'EMG')[start]}-{n // 6 + 1:02d}",
                    wording=wordings[n % 5],
                    state=state,
                    answer=answers[n % 6],
                    points=None if n % 11 == 7 else Decimal(n % 4 + 1),
                    earned=None if state == "na" else Decimal("1.33") if state == "partial" else Decimal(n % 4 + 1),
                    key=n % 9 == 1,
                )
            )
        made.append(AnsweredSection(title=title, letter="ABCDEF"[start], items=tuple(lines)))
    return tuple(made)


def ordinary() -> SiteRecordData:
    return SiteRecordData(
        visit="019aaf00-7c1e-7d2a-8f00-5b7d1a2c3e4f",
        version=1,
        digest=DIGEST,
        number="JL-2026-0012",
        task_number="RW-2026-0012",
        school="浮石镇中心小学(示例)",
        school_type="primary",
        mode="routine_unannounced",
        plan="2026年秋季学期校园安全督导检查计划",
        list_item="QD-2026-03",
        gate_time=at(10, 2),
        leave_time=at(11, 31),
        inspectors=TEAM,
        process=PROCESS,
        results=(
            FormResult(
                "campus_safety",
                "校园安全督导检查表",
                FORM,
                Decimal("78.4"),
                Decimal("0.962"),
                "不合格",
                True,
                ("SAF-FIRE-01",),
            ),
        ),
        sections=sections(24),
        findings=tuple(finding(n) for n in range(4)),
        fixes=(
            ImmediateFix(
                "SAF-FIRE-01", "教学楼2号楼一层东侧出口", "挂锁取下,推门可开,通道无堵塞", at(10, 21), at(11, 12), (1, 2)
            ),
        ),
        highlights=("食堂“明厨亮灶”画面可在校门大屏实时查看,库房先进先出标识清楚。",),
        reply="对事实无异议。东侧出口因外墙维修临时上锁,已当场打开;灭火器将于本周内更换。",
        signatures=(
            Signature("inspector", "督学乙", "县教育局督学", at(11, 25), ink(1)),
            Signature("inspector", "督学丙", "县教育局督学", at(11, 26), ink(2)),
            Signature("head", "示例校长", "校长", at(11, 29), ink(3)),
        ),
        plates=tuple(
            Plate(n, FACTS[n % 5][0], photo(n), at(10, 20 + n), ("evidence", "before", "after", "supplied")[n % 4])
            for n in range(1, 4)
        ),
        bureau="××县教育督导委员会办公室(示例)",
        address="××县浮石镇示例路1号",
        issued_at=at(11, 31),
        draft=False,
    )


def longest() -> SiteRecordData:
    from dataclasses import replace

    paragraph = (
        "我校对督导组指出的问题作如下说明:教学楼2号楼东侧出口上锁系外墙施工期间的临时措施,施工方于11月20日进场,"
        "学校已在施工公告中写明通行路线;但未安排专人值守钥匙,确有疏漏。灭火器年度维保合同已于10月签订,因供应商更换,"
        "部分器材未能按期送检(共3具),学校承诺在5个工作日内完成更换并报送凭证。留样克数不足一事,系当日采用小规格留样盒所致,"
        "已责令食堂承包方更换为250 mL规格的留样盒,并对留样员重新培训。"
    )
    return replace(
        ordinary(),
        school="××壮族自治县长安镇第一民族初级中学附属小学(泗顶片区河东教学点及幼儿园联合校)示例",
        sections=sections(60),
        findings=tuple(finding(n) for n in range(20)),
        fixes=ordinary().fixes * 4,
        highlights=("亮点" + "值得在全县推广的做法" * 6 + "。",) * 3,
        reply="\n".join([paragraph] * 11),
        inspectors=(*TEAM, Inspector("欧阳示例", "work_permit", "示例-I11"), Inspector("𬭎示例", "none", "")),
        signatures=(
            *ordinary().signatures[:2],
            Signature("inspector", "欧阳示例", "县教科研中心教研员", at(11, 27), ink(4)),
            Signature("leader", "督学乙", "组长", at(11, 28), ink(1)),
            Signature("delegate", "示例副校长", "副校长(受校长委托)", at(11, 29), ink(5)),
        ),
        plates=tuple(
            Plate(n, FACTS[n % 5][0], photo(n), None if n == 7 else at(10, n), "evidence") for n in range(1, 13)
        ),
    )


def emptiest() -> SiteRecordData:
    from dataclasses import replace

    return replace(
        ordinary(),
        process=Process(),
        sections=(),
        findings=(),
        fixes=(),
        highlights=(),
        reply=None,
        plates=(),
        address="",
        results=(FormResult("campus_safety", "校园安全督导检查表", FORM, None, Decimal("0.31"), "部分检查"),),
        signatures=ordinary().signatures[:2],
        refusal=Refusal(
            who="示例校长",
            words="我要先请示中心校,今天不签。",
            at=at(11, 30),
            witness_name="示例村民",
            witness_identity="村委会委员",
            witness_contact="示例-电话",
            witness_strokes=ink(9),
            video_number="VID-20261123-01",
        ),
    )
