<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>关闭提示</source>
        <translation>Close the note</translation>
    </message>
    <message>
        <source>位置：{}</source>
        <translation>Where: {}</translation>
    </message>
</context>
<context>
    <name>CardExtras</name>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>CardHead</name>
    <message>
        <source>两人不一致</source>
        <translation>Differs</translation>
    </message>
    <message>
        <source>查法</source>
        <translation>How to</translation>
    </message>
    <message>
        <source>查法、计分规则和依据</source>
        <translation>How to check, scoring and legal basis</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>备注（N）</source>
        <translation>Note (N)</translation>
    </message>
    <message>
        <source>亮证后开放</source>
        <translation>Opens after the card is shown</translation>
    </message>
    <message>
        <source>照片 {count}</source>
        <translation>Photos {count}</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>禁止拍摄</source>
        <translation>No photos</translation>
    </message>
    <message>
        <source>本项禁止拍摄，请用文字记录</source>
        <translation>No photos for this item; describe it in words</translation>
    </message>
    <message>
        <source>照片（P）</source>
        <translation>Photos (P)</translation>
    </message>
    <message>
        <source>方法：看、数、问、测、查</source>
        <translation>Method: observe, count, ask, test, records</translation>
    </message>
    <message>
        <source>{points} 分</source>
        <translation>{points} pt</translation>
    </message>
    <message>
        <source>只记录</source>
        <translation>Record only</translation>
    </message>
    <message>
        <source>★ 关键项</source>
        <translation>★ Critical</translation>
    </message>
    <message>
        <source>不合格则本表结论封顶“不合格”；须两人共同确认</source>
        <translation>A fail limits this form&apos;s conclusion to &quot;Unqualified&quot;; two people must confirm it</translation>
    </message>
    <message>
        <source> · {earned} / {points} 分</source>
        <translation> · {earned} / {points} pt</translation>
    </message>
</context>
<context>
    <name>CardSchool</name>
    <message>
        <source>档案不对，更正</source>
        <translation>Profile wrong? Correct</translation>
    </message>
    <message>
        <source>先问清：{label}</source>
        <translation>Ask first: {label}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>学校档案：{facts}</source>
        <translation>School profile: {facts}</translation>
    </message>
    <message>
        <source>更正档案：{label}</source>
        <translation>Correct the profile: {label}</translation>
    </message>
</context>
<context>
    <name>CellDelegate</name>
    <message>
        <source>待填</source>
        <translation>To fill</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>还没有可选的：请先答它所依据的问题。</source>
        <translation>Nothing to choose yet: first answer the question it depends on.</translation>
    </message>
</context>
<context>
    <name>ClockDialog</name>
    <message>
        <source>解锁时钟</source>
        <translation>Unlock the clock</translation>
    </message>
    <message>
        <source>解锁口令</source>
        <translation>Unlock code</translation>
    </message>
    <message>
        <source>督导室说的现在时刻</source>
        <translation>The time now, as the office says</translation>
    </message>
    <message>
        <source>解锁</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>请打电话给督导室，报本机编号 {device}，第 {number} 次锁定。</source>
        <translation>Ring the office and tell it: laptop {device}, lock number {number}.</translation>
    </message>
    <message>
        <source>一组口令只管这台电脑的这一次锁定。电池没电、时钟回到旧年份的，也这样解锁。</source>
        <translation>A code ends this one lock of this laptop. A flat battery that set the clock to some old year is unlocked in the same way.</translation>
    </message>
    <message>
        <source>给样例督导室打电话</source>
        <translation>Ring the sample office</translation>
    </message>
    <message>
        <source>请把解锁口令填全</source>
        <translation>Type the whole unlock code</translation>
    </message>
    <message>
        <source>时刻请写成 2026-11-24 07:05 的样子</source>
        <translation>Write the time like 2026-11-24 07:05</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
    <message>
        <source>{}，第 {} 组</source>
        <translation>{}, group {}</translation>
    </message>
    <message>
        <source>这是另一栏的口令，请换一栏填。</source>
        <translation>This code belongs into the other field.</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>第 {} 组不对，请让对方再念一遍这一组。</source>
        <translation>Group {} is wrong; let it be read out once more.</translation>
    </message>
    <message>
        <source>五组都核对无误。</source>
        <translation>All five groups check.</translation>
    </message>
    <message>
        <source>五组数字，每组五位；念一组填一组，错一位当场看得出。</source>
        <translation>Five groups of five digits, typed as they are read out; one wrong digit shows at once.</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>为什么采用这一份？（必填，写进记录）</source>
        <translation>Why this one? (required, goes into the record)</translation>
    </message>
    <message>
        <source>采用的理由</source>
        <translation>Reason for the choice</translation>
    </message>
    <message>
        <source>写一句理由</source>
        <translation>One sentence</translation>
    </message>
    <message>
        <source>采用所选</source>
        <translation>Use chosen</translation>
    </message>
    <message>
        <source>{name}（本机）</source>
        <translation>{name} (this laptop)</translation>
    </message>
    <message>
        <source>{time:%H:%M} · 电脑 {device}</source>
        <translation>{time:%H:%M} · laptop {device}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>先选一份</source>
        <translation>choose one</translation>
    </message>
    <message>
        <source>再写理由</source>
        <translation>write the reason</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>两人现场复核过</source>
        <translation>Both rechecked on site</translation>
    </message>
    <message>
        <source>后一份更完整</source>
        <translation>The later one is more complete</translation>
    </message>
    <message>
        <source>另一份是误填</source>
        <translation>The other was a mistake</translation>
    </message>
</context>
<context>
    <name>ConflictPanel</name>
    <message>
        <source>返回检查项</source>
        <translation>Back to items</translation>
    </message>
    <message>
        <source>两人填得不一样</source>
        <translation>Two people filled this differently</translation>
    </message>
    <message>
        <source>两份都留着，不会丢。签字前由在场的人选定一份并写明理由；关掉本页不作任何决定。</source>
        <translation>Both are kept; nothing is lost. Before signing, those present choose one and give the reason; closing this page decides nothing.</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>年-月-日</source>
        <translation>YYYY-MM-DD</translation>
    </message>
    <message>
        <source>{label}：从日历选</source>
        <translation>{label}: pick from calendar</translation>
    </message>
    <message>
        <source>从日历选</source>
        <translation>Pick from calendar</translation>
    </message>
</context>
<context>
    <name>DocumentsPage</name>
    <message>
        <source>已出具的文书</source>
        <translation>Issued documents</translation>
    </message>
    <message>
        <source>另存为</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>核验</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>核验一个文件</source>
        <translation>Verify a file</translation>
    </message>
    <message>
        <source>还没有出具文书</source>
        <translation>No documents issued yet</translation>
    </message>
    <message>
        <source>检查签字、出具之后，记录表就在这里：预览、打印、另存、核验。也可以核验别处拿来的 PDF。</source>
        <translation>Once a visit is signed and issued, its site record is here to preview, print, save and verify. A PDF from elsewhere can be verified too.</translation>
    </message>
    <message>
        <source>{school}
{kind} · {at} 出具
{number}</source>
        <translation>{school}
{kind} · issued {at}
{number}</translation>
    </message>
    <message>
        <source>有效：{} 没有被改动，签章有效，与本机的记录一致。</source>
        <translation>Valid: {} is unchanged, its seal is valid and it matches this laptop&apos;s record.</translation>
    </message>
    <message>
        <source>签章有效，但这台电脑没有 {} 的记录，请在出具它的电脑或局里核验。</source>
        <translation>The seal is valid, but this laptop has no record of {}. Verify it on the laptop that issued it or at the bureau.</translation>
    </message>
    <message>
        <source>无效：{} 已被改动，或签章不可信。请不要采用。</source>
        <translation>Invalid: {} was changed, or its seal cannot be trusted. Do not use it.</translation>
    </message>
    <message>
        <source>正在准备页面…</source>
        <translation>Preparing the pages …</translation>
    </message>
    <message>
        <source>另存文书</source>
        <translation>Save the document</translation>
    </message>
    <message>
        <source>已另存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>这台电脑没有装打印机，没有打印。</source>
        <translation>This laptop has no printer; nothing was printed.</translation>
    </message>
    <message>
        <source>接上打印机并在系统里添加后再试；或按“另存为”存成 PDF，拿到有打印机的电脑上打印，内容完全一样。</source>
        <translation>Connect a printer, add it in the system and try again; or press &quot;Save as&quot; and print the PDF on a computer with a printer: the content is the same.</translation>
    </message>
    <message>
        <source>正在打印：第 {} 页，共 {} 页</source>
        <translation>Printing: page {} of {}</translation>
    </message>
    <message>
        <source>已全部交给打印机。</source>
        <translation>All pages went to the printer.</translation>
    </message>
    <message>
        <source>打印机没有收下全部页面。</source>
        <translation>The printer did not take all pages.</translation>
    </message>
    <message>
        <source>请看打印机是否缺纸、卡纸或离线，再打印一次。</source>
        <translation>See whether the printer is out of paper, jammed or offline, then print again.</translation>
    </message>
    <message>
        <source>PDF 文件 (*.pdf)</source>
        <translation>PDF files (*.pdf)</translation>
    </message>
</context>
<context>
    <name>DueCard</name>
    <message>
        <source>去问题</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>问题到期</source>
        <translation>Findings due</translation>
    </message>
</context>
<context>
    <name>FeedbackPanel</name>
    <message>
        <source>离校前，组长当场向学校负责人反馈检查发现，并听取申辩。只讲事实，不定性个人。</source>
        <translation>Before leaving, the team leader gives feedback on the findings to the school&apos;s head and hears the rebuttal. Facts only; no judgement of persons.</translation>
    </message>
    <message>
        <source>已当场反馈</source>
        <translation>Feedback given</translation>
    </message>
    <message>
        <source>{} 已反馈</source>
        <translation>Given {}</translation>
    </message>
</context>
<context>
    <name>FieldBox</name>
    <message>
        <source>看不懂这个写法，没有保存</source>
        <translation>This cannot be read; not saved</translation>
    </message>
    <message>
        <source>{label}（可不填）</source>
        <translation>{label} (optional)</translation>
    </message>
    <message>
        <source>没有保存</source>
        <translation>Not saved</translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>{label}：选文件</source>
        <translation>{label}: choose a file</translation>
    </message>
    <message>
        <source>{label}：打开</source>
        <translation>{label}: open</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>也可把文件拖到这里</source>
        <translation>or drop a file here</translation>
    </message>
    <message>
        <source>换一个…</source>
        <translation>Another…</translation>
    </message>
    <message>
        <source>选照片…</source>
        <translation>Choose a photo…</translation>
    </message>
    <message>
        <source>选录音…</source>
        <translation>Choose a recording…</translation>
    </message>
    <message>
        <source>选录像…</source>
        <translation>Choose a film…</translation>
    </message>
    <message>
        <source>选文件…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
</context>
<context>
    <name>FindingDetail</name>
    <message>
        <source>{school} · 任务 {number} · {found} 发现</source>
        <translation>{school} · task {number} · found {found}</translation>
    </message>
    <message>
        <source>重大事故隐患：{at} 前报局</source>
        <translation>Major accident hazard: the bureau must know by {at}</translation>
    </message>
    <message>
        <source>迟报：应在 {at} 前报局，已列入局长待办</source>
        <translation>Reported late: the bureau had to know by {at}; it is on the director&apos;s list</translation>
    </message>
    <message>
        <source>重大事故隐患：已按时报局</source>
        <translation>Major accident hazard: reported to the bureau in time</translation>
    </message>
    <message>
        <source>重大事故隐患：已报局，迟报</source>
        <translation>Major accident hazard: reported to the bureau, late</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>还要做（R-31）：{}</source>
        <translation>Still to do (R-31): {}</translation>
    </message>
    <message>
        <source>没有写事实</source>
        <translation>No facts were written</translation>
    </message>
    <message>
        <source>地点：{}</source>
        <translation>Place: {}</translation>
    </message>
    <message>
        <source>责任单位：{}</source>
        <translation>Responsible: {}</translation>
    </message>
    <message>
        <source>{served} 送达，{days} 个工作日，{due} 24:00 到期</source>
        <translation>Served {served}, {days} working days, ends {due} 24:00</translation>
    </message>
    <message>
        <source>{day} 前复查</source>
        <translation>To be re-checked by {day}</translation>
    </message>
    <message>
        <source>部位已停用，经批准才能恢复使用（R-58）</source>
        <translation>The place is out of use; it takes a consent to use it again (R-58)</translation>
    </message>
    <message>
        <source>现在可以做</source>
        <translation>What can be done now</translation>
    </message>
    <message>
        <source>这一步不归您办。轮到您时，这里会出现按钮。</source>
        <translation>The next step is not yours. When it is, its button appears here.</translation>
    </message>
    <message>
        <source>经过</source>
        <translation>So far</translation>
    </message>
    <message>
        <source>{day}  检查发现</source>
        <translation>{day}  Found on the visit</translation>
    </message>
    <message>
        <source>没有生效：{}</source>
        <translation>Took no effect: {}</translation>
    </message>
    <message>
        <source>整改报告被退回：缺 {}</source>
        <translation>The report was given back; missing: {}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>FindingPanel</name>
    <message>
        <source>展开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>事实</source>
        <translation>Facts</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>等级</source>
        <translation>Grade</translation>
    </message>
    <message>
        <source>判定条款</source>
        <translation>Clause</translation>
    </message>
    <message>
        <source>整改</source>
        <translation>Rectify</translation>
    </message>
    <message>
        <source>责任单位</source>
        <translation>Responsible</translation>
    </message>
    <message>
        <source>当场措施</source>
        <translation>Measures</translation>
    </message>
    <message>
        <source>重大事故隐患：当场停用或撤离并记下时刻，当日报局；改好了也须复查才能销号。</source>
        <translation>Major accident hazard: suspend use or evacuate at once, note the time and report to the bureau today; it closes only after a recheck.</translation>
    </message>
    <message>
        <source>问题登记</source>
        <translation>Finding</translation>
    </message>
    <message>
        <source>看到、数到、测到什么，只写事实</source>
        <translation>What you saw, counted, measured; facts only</translation>
    </message>
    <message>
        <source>哪栋楼、哪一层、哪一间</source>
        <translation>Building, floor, room</translation>
    </message>
    <message>
        <source>几处、几人、几克</source>
        <translation>How many places, people, grams</translation>
    </message>
    <message>
        <source>照判定指南原文录入条款号</source>
        <translation>Clause number as in the guide</translation>
    </message>
    <message>
        <source>停用、撤离、督促，改到什么程度</source>
        <translation>Suspended, evacuated, urged; how far it is put right</translation>
    </message>
    <message>
        <source>调级理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>调级必须写理由，写了才生效</source>
        <translation>A changed grade needs a reason to take effect</translation>
    </message>
    <message>
        <source>整改方式</source>
        <translation>Way of rectification</translation>
    </message>
    <message>
        <source>个工作日</source>
        <translation>working days</translation>
    </message>
    <message>
        <source>上调：{grade}</source>
        <translation>Raise: {grade}</translation>
    </message>
    <message>
        <source>下调：{grade}</source>
        <translation>Lower: {grade}</translation>
    </message>
    <message>
        <source>复发：本校同一问题已于 {day} 销号，12 个月内再次不合格，等级自动上调一级（R-36）。</source>
        <translation>Came back: the same finding was closed here on {day} and fails again within 12 months, so its grade is one higher (R-36).</translation>
    </message>
    <message>
        <source>还没写事实</source>
        <translation>No facts yet</translation>
    </message>
    <message>
        <source>记于 {time}</source>
        <translation>Noted {time}</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message>
        <source>还没有问题要跟踪</source>
        <translation>No findings to follow yet</translation>
    </message>
    <message>
        <source>检查签字之后，不合格项就在这里：开通知书、送达、整改、复查、销号，到期前有提醒。</source>
        <translation>After a visit is signed, what failed stands here: notice, service, rectification, re-check, closing, with a reminder before a term ends.</translation>
    </message>
    <message>
        <source>未销号</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>逾期</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>我查的</source>
        <translation>My visits</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>看哪些</source>
        <translation>Which to show</translation>
    </message>
    <message>
        <source>按学校、题号或文字找</source>
        <translation>Find by school, code or words</translation>
    </message>
    <message>
        <source>没有符合的问题</source>
        <translation>No finding fits</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>{} 处重大事故隐患迟报，请立即报局（R-31）</source>
        <translation>Major accident hazards reported late: {}. Report them to the bureau now (R-31)</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>日历未更新：没有 {} 年的放假通知</source>
        <translation>Calendar not up to date: no holiday notice for {}</translation>
    </message>
    <message>
        <source>到期日暂按周末推算；导入通知后，没到期的会重算并留痕（R-52）。</source>
        <translation>Last days are counted by weekends for now; once the notice is imported, terms still running are recomputed and traced (R-52).</translation>
    </message>
    <message>
        <source>{day} 到期</source>
        <translation>ends {day}</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>督查通 · 首次使用</source>
        <translation>Inspector · First start</translation>
    </message>
    <message>
        <source>欢迎</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>设口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>我是谁</source>
        <translation>Who I am</translation>
    </message>
    <message>
        <source>样例县</source>
        <translation>Sample county</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>开始设置</source>
        <translation>Set up</translation>
    </message>
    <message>
        <source>内容全部加密，存在这台电脑上；不联网也能用。</source>
        <translation>Everything is encrypted and stays on this laptop; no network needed.</translation>
    </message>
    <message>
        <source>每改一处立即保存，断电、死机也不丢。</source>
        <translation>Every change is saved at once; a power cut or crash loses nothing.</translation>
    </message>
    <message>
        <source>离校前当场出记录、签字、打印。</source>
        <translation>Record, sign and print before leaving the school.</translation>
    </message>
    <message>
        <source>回局后用 U 盘把检查带回去，等局里的回执。</source>
        <translation>Take the visit back on a USB stick and wait for the bureau&apos;s receipt.</translation>
    </message>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>四不两直，直奔现场。先用两分钟把这台电脑准备好。</source>
        <translation>Unannounced, straight to the site. Two minutes make this laptop ready.</translation>
    </message>
    <message>
        <source>正在准备：生成密钥、建立加密存储、接收样例名册…</source>
        <translation>Getting ready: making keys, encrypted store, sample roster …</translation>
    </message>
    <message>
        <source>存放位置</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>装入样例县</source>
        <translation>Load the sample county</translation>
    </message>
    <message>
        <source>先用虚构的样例县练手：学校、督学、参数都有，旁边还有一个样例督导室，可以收您封装的检查、开回执。</source>
        <translation>Practise on an invented county: it has schools, inspectors and parameters, and a sample office that takes in your bundles and gives receipts.</translation>
    </message>
    <message>
        <source>样例里的人名、数字都是虚构的，请不要当真引用。</source>
        <translation>The sample&apos;s names and numbers are invented; do not quote them as real.</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>完成设置</source>
        <translation>Finish</translation>
    </message>
</context>
<context>
    <name>FormSwitch</name>
    <message>
        <source>{title}  {done}/{total}</source>
        <translation>{title}  {done}/{total}</translation>
    </message>
    <message>
        <source>换表（Ctrl+Tab）</source>
        <translation>Other form (Ctrl+Tab)</translation>
    </message>
</context>
<context>
    <name>FreezePanel</name>
    <message>
        <source>冻结内容，准备签字</source>
        <translation>Freeze and go on to signing</translation>
    </message>
    <message>
        <source>还有 {} 项没有查，记录上会写明“未查”。</source>
        <translation>Items not checked yet: {}. The record will say &quot;unchecked&quot;.</translation>
    </message>
    <message>
        <source>走过的部位没有填，记录上会是“无”。</source>
        <translation>No places walked are entered; the record will say &quot;none&quot;.</translation>
    </message>
    <message>
        <source>“没有安排接待”没有勾选，记录上这一格是空的。</source>
        <translation>&quot;No reception&quot; is not ticked; this box stays empty in the record.</translation>
    </message>
    <message>
        <source>内容已冻结。每个签名都与下面的校验码绑定；此后的更正只能另出修正单。</source>
        <translation>The content is frozen. Each signature is bound to the digest below; later corrections need an amendment.</translation>
    </message>
    <message>
        <source>签后变更：同事电脑上另有 {} 条晚于冻结，已另存，不改变签字内容。</source>
        <translation>Late changes: {} from a team-mate&apos;s laptop came after the freeze. They are kept apart; what is signed does not change.</translation>
    </message>
    <message>
        <source>签字前还有 {} 处要办：</source>
        <translation>To settle before signing: {}</translation>
    </message>
    <message>
        <source>都齐了。请学校负责人看完左边的页面，再冻结；冻结后内容不能再改。</source>
        <translation>All complete. Let the school&apos;s head read the pages on the left, then freeze; after that nothing can change.</translation>
    </message>
    <message>
        <source>去办</source>
        <translation>Go</translation>
    </message>
    <message>
        <source>去办：{}</source>
        <translation>Go to: {}</translation>
    </message>
</context>
<context>
    <name>FrozenBanner</name>
    <message>
        <source>内容已冻结，只能查看</source>
        <translation>Frozen, read only</translation>
    </message>
    <message>
        <source>学校已在签字环节看过这些内容；要改只能另开修正单。</source>
        <translation>The school has seen this content at signing; changes need an amendment.</translation>
    </message>
</context>
<context>
    <name>GateStrip</name>
    <message>
        <source>到校时刻</source>
        <translation>Gate time</translation>
    </message>
    <message>
        <source>时:分</source>
        <translation>HH:MM</translation>
    </message>
    <message>
        <source>按所填记录</source>
        <translation>Record this</translation>
    </message>
    <message>
        <source>此刻到校</source>
        <translation>At the gate</translation>
    </message>
    <message>
        <source>已亮证</source>
        <translation>Card shown</translation>
    </message>
    <message>
        <source>疑似提前准备…</source>
        <translation>Seems prepared…</translation>
    </message>
    <message>
        <source>先记到校时刻</source>
        <translation>First record the gate time</translation>
    </message>
    <message>
        <source>站到校门口就按，门卫闯关测试随即开始</source>
        <translation>Press it at the school gate; the gate test starts at once</translation>
    </message>
    <message>
        <source>{time:%H:%M} 到校。先做闯关测试，再出示证件</source>
        <translation>At the gate {time:%H:%M}. Do the gate test first, then show the card</translation>
    </message>
    <message>
        <source>亮证后全部检查项开放</source>
        <translation>All items open once the card is shown</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>任务 {}</source>
        <translation>Task {}</translation>
    </message>
    <message>
        <source>已查 {} / {} · 不合格 {}</source>
        <translation>Checked {} / {} · failed {}</translation>
    </message>
</context>
<context>
    <name>InkDialog</name>
    <message>
        <source>签名</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>职务</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>签字表示已知悉并收到本记录，不等于同意全部内容；如有异议，可在 5 个工作日内书面提出。</source>
        <translation>Signing means this record was read and received, not that all of it is agreed to; objections may be raised in writing within 5 working days.</translation>
    </message>
    <message>
        <source>签字表示本人参加了这次检查，记录与所见一致。</source>
        <translation>Signing means that I took part in this visit and the record matches what I saw.</translation>
    </message>
    <message>
        <source>学校负责人签名</source>
        <translation>Signature of the school&apos;s head</translation>
    </message>
    <message>
        <source>{} 签名</source>
        <translation>{}: signature</translation>
    </message>
    <message>
        <source>内容校验码 {}</source>
        <translation>Content digest {}</translation>
    </message>
    <message>
        <source>退一笔</source>
        <translation>Undo stroke</translation>
    </message>
    <message>
        <source>重签</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>确认签名</source>
        <translation>Confirm</translation>
    </message>
</context>
<context>
    <name>InkPad</name>
    <message>
        <source>签名板</source>
        <translation>Signature pad</translation>
    </message>
    <message>
        <source>请在线上签名，用手写笔、手指或鼠标都可以</source>
        <translation>Sign on the line with a pen, a finger or the mouse</translation>
    </message>
</context>
<context>
    <name>InkPanel</name>
    <message>
        <source>冻结之后才能签名。</source>
        <translation>Signing opens after the freeze.</translation>
    </message>
    <message>
        <source>学校负责人</source>
        <translation>School head</translation>
    </message>
    <message>
        <source>校方</source>
        <translation>School</translation>
    </message>
    <message>
        <source>{} 已签</source>
        <translation>Signed {}</translation>
    </message>
    <message>
        <source>拒签已记录</source>
        <translation>Refusal recorded</translation>
    </message>
    <message>
        <source>拒签</source>
        <translation>Refusal</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Sign</translation>
    </message>
</context>
<context>
    <name>IssuePanel</name>
    <message>
        <source>两名检查人员签名、学校签名（或记下拒签）之后，就可以出具。</source>
        <translation>It can be issued once two inspectors and the school have signed (or the refusal is recorded).</translation>
    </message>
    <message>
        <source>用检查人员的签章密钥给文件加电子签章。请本人输入自己的口令；密钥不在这台电脑上的，留空即可。</source>
        <translation>The inspectors&apos; keys seal the file. Each types their own passphrase; leave it empty where the key is not on this laptop.</translation>
    </message>
    <message>
        <source>{} 的口令</source>
        <translation>Passphrase of {}</translation>
    </message>
    <message>
        <source>出具并签章</source>
        <translation>Issue and seal</translation>
    </message>
    <message>
        <source>{} 出具，已保存在“文书”里。</source>
        <translation>Issued {}; kept in &quot;Documents&quot;.</translation>
    </message>
    <message>
        <source>打印、另存</source>
        <translation>Print, save</translation>
    </message>
    <message>
        <source>封装到 U 盘</source>
        <translation>Seal to USB stick</translation>
    </message>
</context>
<context>
    <name>ItemCard</name>
    <message>
        <source>本项由填写的数据判定，填数即可</source>
        <translation>Judged from the numbers; just fill them in</translation>
    </message>
    <message>
        <source>本项禁止拍摄，请用文字记录</source>
        <translation>No photos for this item; describe it in words</translation>
    </message>
</context>
<context>
    <name>LeakDialog</name>
    <message>
        <source>疑似泄密</source>
        <translation>Suspected leak</translation>
    </message>
    <message>
        <source>有欢迎标语、有人在门口等候</source>
        <translation>Welcome banners, people waiting at the gate</translation>
    </message>
    <message>
        <source>提前清场、停课、打扫过</source>
        <translation>Cleared, lessons stopped, cleaned beforehand</translation>
    </message>
    <message>
        <source>备好了材料</source>
        <translation>Material laid out</translation>
    </message>
    <message>
        <source>其他迹象</source>
        <translation>Other signs</translation>
    </message>
    <message>
        <source>看到了什么</source>
        <translation>What was seen</translation>
    </message>
    <message>
        <source>看到了什么（可不填）</source>
        <translation>What was seen (may be left out)</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>学校疑似提前有准备？</source>
        <translation>Does the school seem prepared?</translation>
    </message>
    <message>
        <source>勾选看到的迹象。这一批抽查的有效性会因此注明，不影响这所学校的得分。</source>
        <translation>Tick the signs you see. They mark the validity of this batch and do not touch this school&apos;s score.</translation>
    </message>
</context>
<context>
    <name>LeftOverDialog</name>
    <message>
        <source>旧版所答</source>
        <translation>Answered in the old version</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>旧版（{}）所答，新版无此项</source>
        <translation>Answered in the old version ({}), not asked in the new one</translation>
    </message>
    <message>
        <source>这些内容不参加计分，不会丢，签字记录的附件里照印。</source>
        <translation>None of this is scored, none of it is lost; the annex of the signed record prints it.</translation>
    </message>
    <message>
        <source>没有去处</source>
        <translation>No place any more</translation>
    </message>
</context>
<context>
    <name>LockCard</name>
    <message>
        <source>上次记录的时刻是 {}，后来时钟走到了 {}。启封已锁定，进行中的检查照常。</source>
        <translation>The last time recorded is {}, then the clock stood at {}. Opening is locked; visits under way go on.</translation>
    </message>
    <message>
        <source>时钟往回走过</source>
        <translation>The clock went back</translation>
    </message>
    <message>
        <source>解锁</source>
        <translation>Unlock</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>还没有打开检查</source>
        <translation>No visit is open</translation>
    </message>
    <message>
        <source>在“今天”里打开一次正在进行的检查，或开始一次样例检查，题目就会出现在这里。</source>
        <translation>Open a visit under &quot;Today&quot; or start a sample visit; its items appear here.</translation>
    </message>
    <message>
        <source>去“今天”</source>
        <translation>Go to Today</translation>
    </message>
    <message>
        <source>还没有可签字的检查</source>
        <translation>No visit to sign yet</translation>
    </message>
    <message>
        <source>先在“今天”里打开一次检查，逐项查完，再回到这里反馈、签字、出具记录。</source>
        <translation>Open a visit under &quot;Today&quot; and check its items; then come back for feedback, signing and the record.</translation>
    </message>
</context>
<context>
    <name>MomentField</name>
    <message>
        <source>年-月-日 时:分</source>
        <translation>yyyy-mm-dd hh:mm</translation>
    </message>
    <message>
        <source>此刻</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>{label}：此刻</source>
        <translation>{label}: now</translation>
    </message>
</context>
<context>
    <name>NaReason</name>
    <message>
        <source>为什么不适用？选一条或写一句，写了才生效</source>
        <translation>Why not applicable? Choose or write one; it counts only with a reason</translation>
    </message>
    <message>
        <source>不适用的理由</source>
        <translation>Reason for not applicable</translation>
    </message>
    <message>
        <source>其他理由</source>
        <translation>Other reason</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>学校没有此项设施或业务</source>
        <translation>The school has no such facility or service</translation>
    </message>
    <message>
        <source>不在检查时段</source>
        <translation>Not at this time of day</translation>
    </message>
    <message>
        <source>为安全或秩序未测</source>
        <translation>Not tested, for safety or order</translation>
    </message>
    <message>
        <source>检查人员条件不符</source>
        <translation>Inspector not qualified for it</translation>
    </message>
    <message>
        <source>样本不足</source>
        <translation>Too few samples</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>{label} 减一</source>
        <translation>{label}: one less</translation>
    </message>
    <message>
        <source>{label} 加一</source>
        <translation>{label}: one more</translation>
    </message>
</context>
<context>
    <name>OpeningDialog</name>
    <message>
        <source>启封任务</source>
        <translation>Open a task</translation>
    </message>
    <message>
        <source>组长</source>
        <translation>Leader</translation>
    </message>
    <message>
        <source>第二人</source>
        <translation>Second person</translation>
    </message>
    <message>
        <source>组长的口令</source>
        <translation>The leader&apos;s code</translation>
    </message>
    <message>
        <source>第二人的口令</source>
        <translation>The second person&apos;s code</translation>
    </message>
    <message>
        <source>启封</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>启封任务 {}</source>
        <translation>Open task {}</translation>
    </message>
    <message>
        <source>督导室出发当天打电话，把两组口令分别念给组长和第二人，各填各的。每一次尝试都会记入日志。</source>
        <translation>On the day the office rings and reads one code to the leader and one to the second person; each types the own. Every attempt goes into the log.</translation>
    </message>
    <message>
        <source>督导室值班</source>
        <translation>The office&apos;s duty officer</translation>
    </message>
    <message>
        <source>请选姓名</source>
        <translation>Pick a name</translation>
    </message>
    <message>
        <source>给样例督导室打电话</source>
        <translation>Ring the sample office</translation>
    </message>
    <message>
        <source>样例县没有真的督导室，这里代它念口令。</source>
        <translation>The sample county has no real office; its codes are read out here.</translation>
    </message>
    <message>
        <source>给组长</source>
        <translation>For the leader</translation>
    </message>
    <message>
        <source>给第二人</source>
        <translation>For the second</translation>
    </message>
    <message>
        <source>请选两个人的姓名</source>
        <translation>Pick two people</translation>
    </message>
    <message>
        <source>两组口令要由两个人各输一组</source>
        <translation>The two codes are typed by two people</translation>
    </message>
    <message>
        <source>请把两组口令填全</source>
        <translation>Type both codes whole</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>页面预览</source>
        <translation>Page preview</translation>
    </message>
    <message>
        <source>正在准备页面…</source>
        <translation>Preparing the pages …</translation>
    </message>
    <message>
        <source>这个文件的页面读不出来，可能已经损坏。</source>
        <translation>The pages of this file cannot be read; it may be damaged.</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>适合宽度</source>
        <translation>Fit width</translation>
    </message>
    <message>
        <source>第 {} 页，共 {} 页</source>
        <translation>Page {} of {}</translation>
    </message>
</context>
<context>
    <name>PassphraseEdit</name>
    <message>
        <source>显示口令</source>
        <translation>Show passphrase</translation>
    </message>
</context>
<context>
    <name>PersonStep</name>
    <message>
        <source>查找姓名</source>
        <translation>Find a name</translation>
    </message>
    <message>
        <source>查找姓名、职务</source>
        <translation>Find a name or position</translation>
    </message>
    <message>
        <source>名册</source>
        <translation>Roster</translation>
    </message>
    <message>
        <source>名册里没有符合的人，换个字再查。</source>
        <translation>Nobody on the roster matches; try other words.</translation>
    </message>
    <message>
        <source>我是谁</source>
        <translation>Who I am</translation>
    </message>
    <message>
        <source>您在这台电脑上做的每一处改动，都会记在您名下。</source>
        <translation>Every change you make on this laptop is recorded under your name.</translation>
    </message>
</context>
<context>
    <name>PhotoDialog</name>
    <message>
        <source>{name} · 收入 {added:%H:%M}</source>
        <translation>{name} · added {added:%H:%M}</translation>
    </message>
    <message>
        <source>从本项移除</source>
        <translation>Remove from item</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PhotosField</name>
    <message>
        <source>照片</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>选择照片</source>
        <translation>Choose photos</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>也可以把照片拖到这里</source>
        <translation>Or drop photos here</translation>
    </message>
    <message>
        <source>照片用途</source>
        <translation>Use of the photo</translation>
    </message>
    <message>
        <source>早于到校时刻拍的照片只能作为学校提供的资料</source>
        <translation>A photo taken before the gate time can only count as supplied by the school</translation>
    </message>
    <message>
        <source>正在收入 {count} 张…</source>
        <translation>Adding {count} …</translation>
    </message>
    <message>
        <source>照片 ({pattern})</source>
        <translation>Photos ({pattern})</translation>
    </message>
    <message>
        <source>剪贴板里没有照片</source>
        <translation>No photo on the clipboard</translation>
    </message>
</context>
<context>
    <name>PlaceField</name>
    <message>
        <source>纬度 经度；纬度 经度；…</source>
        <translation>lat lon; lat lon; …</translation>
    </message>
    <message>
        <source>纬度 经度 [海拔 精度]，如 25.07 109.39</source>
        <translation>lat lon [alt accuracy], e.g. 25.07 109.39</translation>
    </message>
    <message>
        <source>电脑上不能描线，只能键入各点坐标，用分号隔开</source>
        <translation>Lines cannot be traced here; type the points, separated by semicolons</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>其他部位</source>
        <translation>Other places</translation>
    </message>
    <message>
        <source>其他部位，回车添加</source>
        <translation>Other place, Enter adds it</translation>
    </message>
</context>
<context>
    <name>ProcessForm</name>
    <message>
        <source>听课</source>
        <translation>Lessons seen</translation>
    </message>
    <message>
        <source>节</source>
        <translation>lessons</translation>
    </message>
    <message>
        <source>访谈</source>
        <translation>Interviewed</translation>
    </message>
    <message>
        <source>人</source>
        <translation>people</translation>
    </message>
    <message>
        <source>换抽</source>
        <translation>Redrawn</translation>
    </message>
    <message>
        <source>次</source>
        <translation>times</translation>
    </message>
    <message>
        <source>查阅的资料</source>
        <translation>Records read</translation>
    </message>
    <message>
        <source>一行一份，如：晨检记录</source>
        <translation>One a line, e.g. morning check log</translation>
    </message>
    <message>
        <source>亮点</source>
        <translation>Highlights</translation>
    </message>
    <message>
        <source>至多三条，一行一条；没有就空着</source>
        <translation>Up to three, one a line; may stay empty</translation>
    </message>
    <message>
        <source>离校时刻</source>
        <translation>Leaving time</translation>
    </message>
    <message>
        <source>已作回避声明：无应回避的关系</source>
        <translation>Recusal declared: no ties that require it</translation>
    </message>
    <message>
        <source>学校没有安排接待、陪同、用餐</source>
        <translation>The school arranged no reception, escort or meal</translation>
    </message>
    <message>
        <source>走过的部位</source>
        <translation>Places walked</translation>
    </message>
    <message>
        <source>离校时刻（签字前填，写签完离开的时刻）</source>
        <translation>Leaving time (before signing; when you will leave)</translation>
    </message>
    <message>
        <source>校门</source>
        <translation>Gate</translation>
    </message>
    <message>
        <source>教学楼</source>
        <translation>Teaching block</translation>
    </message>
    <message>
        <source>教室</source>
        <translation>Classrooms</translation>
    </message>
    <message>
        <source>食堂</source>
        <translation>Canteen</translation>
    </message>
    <message>
        <source>宿舍</source>
        <translation>Dormitory</translation>
    </message>
    <message>
        <source>操场</source>
        <translation>Playground</translation>
    </message>
    <message>
        <source>实验室</source>
        <translation>Laboratory</translation>
    </message>
    <message>
        <source>监控室</source>
        <translation>CCTV room</translation>
    </message>
    <message>
        <source>医务室</source>
        <translation>Sick room</translation>
    </message>
</context>
<context>
    <name>PublishDialog</name>
    <message>
        <source>发布检查表</source>
        <translation>Publish a form</translation>
    </message>
    <message>
        <source>还没有选文件</source>
        <translation>No file chosen yet</translation>
    </message>
    <message>
        <source>选文件…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>发现的问题</source>
        <translation>What was found</translation>
    </message>
    <message>
        <source>发布</source>
        <translation>Publish</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>用 Excel（XLSForm）或 YAML 做的表，先在这里检查；发布以后，新派的任务就能用它。</source>
        <translation>A form made in Excel (XLSForm) or YAML is checked here first; once published, new tasks can use it.</translation>
    </message>
    <message>
        <source>选一张表</source>
        <translation>Choose a form</translation>
    </message>
    <message>
        <source>检查表 ({patterns})</source>
        <translation>Forms ({patterns})</translation>
    </message>
    <message>
        <source>有 {count} 处错误，改好以后再选一次这个文件。</source>
        <translation>Mistakes: {count}. Put them right, then choose the file again.</translation>
    </message>
    <message>
        <source>请看一看这 {count} 处（不妨碍发布）</source>
        <translation>Worth a look: {count} (they do not stop publishing)</translation>
    </message>
    <message>
        <source>{items} 题 · {points} 分</source>
        <translation>{items} items · {points} points</translation>
    </message>
    <message>
        <source>{count} 个问题</source>
        <translation>{count} questions</translation>
    </message>
    <message>
        <source>版次 {edition}</source>
        <translation>Edition {edition}</translation>
    </message>
    <message>
        <source>代号 {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>这一版已经发布过了，不用再发。</source>
        <translation>This version is published already.</translation>
    </message>
    <message>
        <source>位置：{}</source>
        <translation>Where: {}</translation>
    </message>
    <message>
        <source>已发布。下次派出任务时可以选它；已经开始的检查仍用原来那一版。</source>
        <translation>Published. The next task can use it; visits already begun keep the version they have.</translation>
    </message>
</context>
<context>
    <name>QuestionRow</name>
    <message>
        <source>必答</source>
        <translation>Required</translation>
    </message>
    <message>
        <source>详细说明</source>
        <translation>More</translation>
    </message>
    <message>
        <source>没有保存</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>看不懂这个写法，没有保存</source>
        <translation>Not understood, not saved</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>{}（Ctrl+{}）</source>
        <translation>{} (Ctrl+{})</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>检查</source>
        <translation>Visit</translation>
    </message>
    <message>
        <source>签字</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>文书</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>RankField</name>
    <message>
        <source>上移</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>下移</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>就按这个顺序</source>
        <translation>Keep this order</translation>
    </message>
    <message>
        <source>拖动，或按 Alt+↑ ↓ 移动</source>
        <translation>Drag, or move with Alt+↑ ↓</translation>
    </message>
</context>
<context>
    <name>RefusalDialog</name>
    <message>
        <source>记录拒签</source>
        <translation>Record a refusal</translation>
    </message>
    <message>
        <source>自述理由（原话）</source>
        <translation>Reason in their words</translation>
    </message>
    <message>
        <source>照原话记；对方没有说明的，写“未说明理由”</source>
        <translation>Word for word; if none was given, write &quot;no reason given&quot;</translation>
    </message>
    <message>
        <source>拒签人</source>
        <translation>Refused by</translation>
    </message>
    <message>
        <source>姓名、职务</source>
        <translation>Name, position</translation>
    </message>
    <message>
        <source>自述理由</source>
        <translation>Their reason</translation>
    </message>
    <message>
        <source>见证人</source>
        <translation>Witness</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>身份</source>
        <translation>Identity</translation>
    </message>
    <message>
        <source>如：村委会干部、家长委员会成员</source>
        <translation>E.g. village official, parents&apos; committee member</translation>
    </message>
    <message>
        <source>联系方式</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>影像编号</source>
        <translation>Video no.</translation>
    </message>
    <message>
        <source>没有见证人时必填</source>
        <translation>Required without a witness</translation>
    </message>
    <message>
        <source>记下拒签</source>
        <translation>Record refusal</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>学校没有签字</source>
        <translation>The school did not sign</translation>
    </message>
    <message>
        <source>拒签不影响记录的效力：写明情况，由见证人或影像证明，记录照常出具。</source>
        <translation>A refusal does not weaken the record: say what happened, let a witness or a video prove it, and issue it as usual.</translation>
    </message>
    <message>
        <source>重签</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>见证人签字</source>
        <translation>Witness signature</translation>
    </message>
    <message>
        <source>请写拒签人和理由</source>
        <translation>Enter who refused and the reason</translation>
    </message>
    <message>
        <source>请写见证人，或影像编号</source>
        <translation>Enter a witness or a video number</translation>
    </message>
    <message>
        <source>请写见证人的身份和联系方式，有争议时才找得到人</source>
        <translation>Enter the witness&apos;s identity and contact, so they can be found in a dispute</translation>
    </message>
</context>
<context>
    <name>RepeatBox</name>
    <message>
        <source>增加一份</source>
        <translation>Add one</translation>
    </message>
    <message>
        <source>增加一份：{title}</source>
        <translation>Add one: {title}</translation>
    </message>
    <message>
        <source>{count} 份</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>还没有</source>
        <translation>none yet</translation>
    </message>
</context>
<context>
    <name>ReplyPanel</name>
    <message>
        <source>学校意见</source>
        <translation>School&apos;s reply</translation>
    </message>
    <message>
        <source>照学校负责人的原话写</source>
        <translation>The school head&apos;s own words</translation>
    </message>
    <message>
        <source>记下意见</source>
        <translation>Record reply</translation>
    </message>
    <message>
        <source>学校无意见</source>
        <translation>No reply</translation>
    </message>
    <message>
        <source>申辩是学校的权利。没有意见的，记录上这一栏划斜线。</source>
        <translation>Rebuttal is the school&apos;s right. With no reply, this box is struck through in the record.</translation>
    </message>
    <message>
        <source>已记：学校无意见</source>
        <translation>Recorded: the school has no comment</translation>
    </message>
    <message>
        <source>已记下学校的意见</source>
        <translation>The school&apos;s reply is recorded</translation>
    </message>
</context>
<context>
    <name>RouteStrip</name>
    <message>
        <source>机动</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>签字</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>按时间该走：{what}</source>
        <translation>Now due: {what}</translation>
    </message>
</context>
<context>
    <name>RowBox</name>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>第 {number} 份 {title}</source>
        <translation>No. {number} {title}</translation>
    </message>
</context>
<context>
    <name>RowsField</name>
    <message>
        <source>“{text}”填不进这一格</source>
        <translation>&quot;{text}&quot; does not fit this cell</translation>
    </message>
    <message>
        <source>增加一行</source>
        <translation>Add row</translation>
    </message>
    <message>
        <source>复制本行</source>
        <translation>Copy row</translation>
    </message>
    <message>
        <source>删除本行</source>
        <translation>Delete row</translation>
    </message>
    <message>
        <source>从表格粘贴</source>
        <translation>Paste table</translation>
    </message>
    <message>
        <source>至少 {minimum} 行</source>
        <translation>at least {minimum}</translation>
    </message>
    <message>
        <source>{label}：{rows} 行</source>
        <translation>{label}: {rows} rows</translation>
    </message>
    <message>
        <source>再按一次，删除第 {number} 行</source>
        <translation>Press again to delete row {number}</translation>
    </message>
    <message>
        <source>剪贴板里没有能填进这张表的内容</source>
        <translation>Nothing on the clipboard fits this table</translation>
    </message>
</context>
<context>
    <name>SealedCard</name>
    <message>
        <source>启封</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>封存任务 {}</source>
        <translation>Sealed task {}</translation>
    </message>
    <message>
        <source>集合</source>
        <translation>Meeting</translation>
    </message>
    <message>
        <source>携带</source>
        <translation>Bring</translation>
    </message>
    <message>
        <source>方向</source>
        <translation>Direction</translation>
    </message>
    <message>
        <source>不公开</source>
        <translation>withheld</translation>
    </message>
    <message>
        <source>人数</source>
        <translation>People</translation>
    </message>
    <message>
        <source>{} 人</source>
        <translation>{}</translation>
    </message>
    <message>
        <source>启封前不显示学校。到点才启封是工作规定；真正锁住校名的是两组口令，由督导室在出发当天给出。</source>
        <translation>The school stays hidden until the task is opened. The hour is a rule of work; what locks the school&apos;s name are the two codes, which the office gives out on the day.</translation>
    </message>
    <message>
        <source>本机已尝试 {} 次，都在日志里。</source>
        <translation>Tried {} times on this laptop, all in the log.</translation>
    </message>
    <message>
        <source>可以启封</source>
        <translation>Ready to open</translation>
    </message>
    <message>
        <source>还有 {} 天 {} 小时</source>
        <translation>in {} d {} h</translation>
    </message>
    <message>
        <source>还有 {} 小时 {} 分</source>
        <translation>in {} h {} min</translation>
    </message>
    <message>
        <source>还有 {} 分钟</source>
        <translation>in {} min</translation>
    </message>
</context>
<context>
    <name>SecretStep</name>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>再输一次</source>
        <translation>Type it again</translation>
    </message>
    <message>
        <source>设一个口令</source>
        <translation>Choose a passphrase</translation>
    </message>
    <message>
        <source>打开这台电脑上的检查内容要用它，您的签章密钥也用它保护。它不会离开这台电脑。</source>
        <translation>It opens the visits on this laptop and protects your signing key. It never leaves this laptop.</translation>
    </message>
    <message>
        <source>至少 {} 个字；几个互不相关的词最好记，也最难猜。</source>
        <translation>At least {} characters; a few unrelated words are easy to keep and hard to guess.</translation>
    </message>
    <message>
        <source>两次一致</source>
        <translation>Both match</translation>
    </message>
    <message>
        <source>两次不一样</source>
        <translation>The two differ</translation>
    </message>
</context>
<context>
    <name>SectionList</name>
    <message>
        <source>搜索检查项</source>
        <translation>Search items</translation>
    </message>
    <message>
        <source>搜索编号或文字（ / ）</source>
        <translation>Search code or text ( / )</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>未查</source>
        <translation>Unchecked</translation>
    </message>
    <message>
        <source>不合格</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>检查分节</source>
        <translation>Sections</translation>
    </message>
    <message>
        <source>没有含“{text}”的检查项</source>
        <translation>No item contains &quot;{text}&quot;</translation>
    </message>
    <message>
        <source>没有不合格项</source>
        <translation>Nothing failed</translation>
    </message>
    <message>
        <source>全部查完了</source>
        <translation>Everything is checked</translation>
    </message>
    <message>
        <source>未查 {count}</source>
        <translation>To do {count}</translation>
    </message>
    <message>
        <source>不合格 {count}</source>
        <translation>Failed {count}</translation>
    </message>
</context>
<context>
    <name>SectionTree</name>
    <message>
        <source>{letter} {title}，未查 {unchecked}，不合格 {failed}</source>
        <translation>{letter} {title}, unchecked {unchecked}, failed {failed}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>外观</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>System</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>高对比</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>字号</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>显示</source>
        <translation>Display</translation>
    </message>
    <message>
        <source>我是谁</source>
        <translation>Who I am</translation>
    </message>
    <message>
        <source>这台电脑上的每一处改动都记在您名下。换人使用，请另建工作区。</source>
        <translation>Every change on this laptop is recorded under your name. Another person needs a workspace of their own.</translation>
    </message>
    <message>
        <source>检查表</source>
        <translation>Forms</translation>
    </message>
    <message>
        <source>用 Excel 做的表，在这里检查、发布；样例县里由旁边的样例督导室发布。</source>
        <translation>Forms made in Excel are checked and published here; in the sample county the sample bureau beside publishes them.</translation>
    </message>
    <message>
        <source>发布一张表…</source>
        <translation>Publish a form…</translation>
    </message>
    <message>
        <source>存放位置</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>整个文件夹都是加密的。不要手工移动、改名或只拷走其中的文件；要带走检查，请用“同步”。</source>
        <translation>The whole folder is encrypted. Do not move, rename or copy single files; to take visits along, use &quot;Sync&quot;.</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>复制路径</source>
        <translation>Copy path</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>备份成一个加密的文件，当场试恢复并逐项检查，通过了才算备份。请存到 U 盘或另一块硬盘上。</source>
        <translation>One encrypted file, restored on trial at once and checked throughout: only then is it a backup. Keep it on a stick or another disk.</translation>
    </message>
    <message>
        <source>备份到…</source>
        <translation>Back up to…</translation>
    </message>
    <message>
        <source>备份到哪个文件夹</source>
        <translation>Folder for the backup</translation>
    </message>
    <message>
        <source>已备份到 {}，{} 条记录、{} 个附件，试恢复通过检查。可以拔出。</source>
        <translation>Backed up to {}: {} entries, {} attachments; the trial restore passed every check. Safe to remove.</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>督查通 Inspector {}</source>
        <translation>Inspector {}</translation>
    </message>
    <message>
        <source>四不两直学校督导，离线可用。许可证：Apache-2.0。</source>
        <translation>Unannounced school supervision, offline. Licence: Apache-2.0.</translation>
    </message>
    <message>
        <source>使用了 Qt {} 与 PySide6(LGPL-3.0)、SQLCipher(BSD)、ReportLab(BSD)、pyHanko(MIT)、cryptography(Apache-2.0/BSD)、pyrage(MIT)、思源黑体与思源宋体 Noto CJK(OFL-1.1)等开源软件与字体。</source>
        <translation>Uses Qt {} and PySide6 (LGPL-3.0), SQLCipher (BSD), ReportLab (BSD), pyHanko (MIT), cryptography (Apache-2.0/BSD), pyrage (MIT), Noto Sans and Serif CJK (OFL-1.1) and other open software and fonts.</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>检查经过</source>
        <translation>Course of the visit</translation>
    </message>
    <message>
        <source>当场反馈</source>
        <translation>Feedback</translation>
    </message>
    <message>
        <source>学校意见</source>
        <translation>School&apos;s reply</translation>
    </message>
    <message>
        <source>核对并冻结</source>
        <translation>Review and freeze</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>出具记录</source>
        <translation>Issue the record</translation>
    </message>
    <message>
        <source>正在准备页面…</source>
        <translation>Preparing the pages …</translation>
    </message>
    <message>
        <source>{} 离校</source>
        <translation>Left {}</translation>
    </message>
    <message>
        <source>无意见</source>
        <translation>No reply</translation>
    </message>
    <message>
        <source>已记</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>{} 处待办</source>
        <translation>{} to settle</translation>
    </message>
    <message>
        <source>检查人员 {} 人</source>
        <translation>Inspectors: {}</translation>
    </message>
    <message>
        <source>已出具</source>
        <translation>Issued</translation>
    </message>
</context>
<context>
    <name>StartVisitDialog</name>
    <message>
        <source>开始样例检查</source>
        <translation>Start sample visit</translation>
    </message>
    <message>
        <source>查找学校</source>
        <translation>Find a school</translation>
    </message>
    <message>
        <source>查找学校、乡镇</source>
        <translation>Find a school or township</translation>
    </message>
    <message>
        <source>没有符合的学校，换个字再查。</source>
        <translation>No school matches; try other words.</translation>
    </message>
    <message>
        <source>学校</source>
        <translation>School</translation>
    </message>
    <message>
        <source>检查表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>检查组</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>开始检查</source>
        <translation>Start visit</translation>
    </message>
    <message>
        <source>可以勾选几张，一次检查完。</source>
        <translation>Tick several to do them in one visit.</translation>
    </message>
    <message>
        <source>您任组长；日常检查不少于两人。</source>
        <translation>You lead; a routine visit needs at least two people.</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>开始一次样例检查</source>
        <translation>Start a sample visit</translation>
    </message>
    <message>
        <source>由样例督导室派发任务：方式为经常性督导（四不两直）。</source>
        <translation>The sample office dispatches the task: routine supervision, unannounced.</translation>
    </message>
    <message>
        <source>{items} 题 · {points} 分</source>
        <translation>{items} items · {points} pt</translation>
    </message>
    <message>
        <source>{count} 个问题</source>
        <translation>{count} questions</translation>
    </message>
    <message>
        <source>{form}：不用于这所学校的学段</source>
        <translation>{form}: not for this school's stages</translation>
    </message>
    <message>
        <source>请选一所学校</source>
        <translation>Choose a school</translation>
    </message>
    <message>
        <source>请选一张检查表</source>
        <translation>Choose a form</translation>
    </message>
    <message>
        <source>这张表不用于这所学校的学段</source>
        <translation>This form is not for this school&apos;s stages</translation>
    </message>
    <message>
        <source>请再选至少一名组员</source>
        <translation>Choose at least one more member</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>每次改动都会立即保存</source>
        <translation>Every change is saved at once</translation>
    </message>
    <message>
        <source>正在处理…</source>
        <translation>Working …</translation>
    </message>
    <message>
        <source>已保存 · {}</source>
        <translation>Saved · {}</translation>
    </message>
    <message>
        <source>未送达 {} 条</source>
        <translation>Undelivered: {}</translation>
    </message>
    <message>
        <source>全部已送达</source>
        <translation>All delivered</translation>
    </message>
</context>
<context>
    <name>StepDialog</name>
    <message>
        <source>写入</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>选文件</source>
        <translation>Choose files</translation>
    </message>
    <message>
        <source>已选 {} 个文件</source>
        <translation>{} files chosen</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>位置：{}</source>
        <translation>Where: {}</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
</context>
<context>
    <name>SurveyCard</name>
    <message>
        <source>两人不一致</source>
        <translation>Two answers differ</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>封装到 U 盘</source>
        <translation>Seal to USB stick</translation>
    </message>
    <message>
        <source>给队友</source>
        <translation>To a team-mate</translation>
    </message>
    <message>
        <source>收取文件</source>
        <translation>Take files in</translation>
    </message>
    <message>
        <source>未送达督导室</source>
        <translation>Not yet at the office</translation>
    </message>
    <message>
        <source>队友的封装、局里的回执，都从“收取文件”进来；也可以把文件拖到这一页。</source>
        <translation>Team-mates&apos; bundles and the bureau&apos;s receipts come in with &quot;Take files in&quot;; files can also be dropped on this page.</translation>
    </message>
    <message>
        <source>封装</source>
        <translation>Bundles</translation>
    </message>
    <message>
        <source>往来记录</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>全部已送达</source>
        <translation>All delivered</translation>
    </message>
    <message>
        <source>没有待送的</source>
        <translation>Nothing to send</translation>
    </message>
    <message>
        <source>{} 条</source>
        <translation>{} changes</translation>
    </message>
    <message>
        <source>收到督导室的回执才算送达；在那之前，什么都不会清除。</source>
        <translation>Only the office&apos;s receipt means delivered; until then nothing is cleared.</translation>
    </message>
    <message>
        <source>这台电脑上的每一条改动都有督导室的回执。</source>
        <translation>The office has given a receipt for every change on this laptop.</translation>
    </message>
    <message>
        <source>这台电脑上还没有做过检查；做完签字后，从这里送回督导室。</source>
        <translation>No visit was made on this laptop yet; once signed, send it to the office from here.</translation>
    </message>
    <message>
        <source>还没有封装过。检查签完字，插上 U 盘，按“封装到 U 盘”。</source>
        <translation>No bundles yet. When a visit is signed, plug in a USB stick and press &quot;Seal to USB stick&quot;.</translation>
    </message>
    <message>
        <source>还没有往来。</source>
        <translation>Nothing sent or received yet.</translation>
    </message>
    <message>
        <source>选择 U 盘或文件夹</source>
        <translation>Choose a USB stick or folder</translation>
    </message>
    <message>
        <source>封装和回执 (*.bundle *.receipt *.json)</source>
        <translation>Bundles and receipts (*.bundle *.receipt *.json)</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>已封装并核对，可以拔出 U 盘</source>
        <translation>Sealed and checked; you may unplug the stick</translation>
    </message>
    <message>
        <source>给督导室</source>
        <translation>To the office</translation>
    </message>
    <message>
        <source>存到 {}</source>
        <translation>Kept at {}</translation>
    </message>
    <message>
        <source>已送达 {}</source>
        <translation>Delivered {}</translation>
    </message>
    <message>
        <source>已拷出，等回执</source>
        <translation>Copied, awaiting receipt</translation>
    </message>
    <message>
        <source>已拷出</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>已封装</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>已并入</source>
        <translation>Merged</translation>
    </message>
    <message>
        <source>回执已收</source>
        <translation>Receipt taken in</translation>
    </message>
    <message>
        <source>已登记</source>
        <translation>Enrolled</translation>
    </message>
    <message>
        <source>收过了</source>
        <translation>Already taken in</translation>
    </message>
    <message>
        <source>已隔离</source>
        <translation>Quarantined</translation>
    </message>
</context>
<context>
    <name>TickField</name>
    <message>
        <source>确认</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>{label}：确认</source>
        <translation>{label}: confirm</translation>
    </message>
    <message>
        <source>已确认</source>
        <translation>Confirmed</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <source>时:分</source>
        <translation>HH:MM</translation>
    </message>
    <message>
        <source>此刻</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>{label}：此刻</source>
        <translation>{label}: now</translation>
    </message>
</context>
<context>
    <name>TitleLine</name>
    <message>
        <source>去签字</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>未到校</source>
        <translation>Not at school yet</translation>
    </message>
    <message>
        <source>{hours} 时 {minutes} 分</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} 分钟</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{time:%H:%M} 到校</source>
        <translation>At the gate {time:%H:%M}</translation>
    </message>
    <message>
        <source>{value} 分</source>
        <translation>{value} pt</translation>
    </message>
    <message>
        <source>覆盖 {coverage}%</source>
        <translation>Covers {coverage}%</translation>
    </message>
    <message>
        <source>{count} 处两人不一致</source>
        <translation>Differences: {count}</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>再来一次样例检查</source>
        <translation>Another sample inspection</translation>
    </message>
    <message>
        <source>开始样例检查</source>
        <translation>Start sample visit</translation>
    </message>
    <message>
        <source>检查</source>
        <translation>Visits</translation>
    </message>
    <message>
        <source>今天还没有检查</source>
        <translation>No visits today</translation>
    </message>
    <message>
        <source>收到局里封存的任务后，启封就在这里。现在可以用虚构的样例学校走一遍：到校、逐项检查、签字、封装。</source>
        <translation>Sealed tasks from the bureau are unsealed here. For now, walk through a visit at an invented school: gate, items, signing, sealing.</translation>
    </message>
    <message>
        <source>开始一次样例检查</source>
        <translation>Start a sample visit</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>把检查封装到 U 盘，带回督导室</source>
        <translation>Seal the visits to a USB stick and take them to the office</translation>
    </message>
    <message>
        <source>还有 {} 条改动没有回执。收到回执之前，什么都不会从这台电脑上清除。</source>
        <translation>Changes without a receipt: {}. Until it comes, nothing is cleared from this laptop.</translation>
    </message>
    <message>
        <source>去同步</source>
        <translation>Go to Sync</translation>
    </message>
    <message>
        <source>都办完了</source>
        <translation>All done</translation>
    </message>
    <message>
        <source>没有进行中的检查，也没有未送达的改动。</source>
        <translation>No visit is under way and nothing is undelivered.</translation>
    </message>
    <message>
        <source>{}：先收取这次检查的表</source>
        <translation>{}: take in this visit&apos;s form first</translation>
    </message>
    <message>
        <source>{}：有 {} 处与队友不一致，先裁定</source>
        <translation>{}: {} differences with a team-mate; settle them first</translation>
    </message>
    <message>
        <source>去裁定</source>
        <translation>Settle</translation>
    </message>
    <message>
        <source>{}：已反馈，请校方签字</source>
        <translation>{}: feedback given; let the school sign</translation>
    </message>
    <message>
        <source>去签字</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>{}：到校后先记到校时刻</source>
        <translation>{}: record the gate time on arrival</translation>
    </message>
    <message>
        <source>进入检查</source>
        <translation>Open visit</translation>
    </message>
    <message>
        <source>{}：查完门卫，出示督学证</source>
        <translation>{}: check the gate, then show the inspector card</translation>
    </message>
    <message>
        <source>继续检查</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>{}：全部查完，可以反馈、签字</source>
        <translation>{}: all checked; give feedback and sign</translation>
    </message>
    <message>
        <source>{}：继续检查，还有 {} 项</source>
        <translation>{}: continue, items left: {}</translation>
    </message>
    <message>
        <source>未送达</source>
        <translation>Undelivered</translation>
    </message>
    <message>
        <source>条改动还没有督导室的回执</source>
        <translation>changes without the office&apos;s receipt</translation>
    </message>
    <message>
        <source>局里已收齐，有回执为证</source>
        <translation>The bureau has everything; receipts prove it</translation>
    </message>
</context>
<context>
    <name>UnexpectedDialog</name>
    <message>
        <source>程序出了差错</source>
        <translation>Something went wrong in the program</translation>
    </message>
    <message>
        <source>刚才这一步没有做完，原因在程序本身，不在您。显示“已保存”的内容都在，不受影响。请再试一次；如果又出现，请把技术细节复制给技术人员。</source>
        <translation>This step was not finished; the fault is the program&apos;s, not yours. Everything shown as &quot;Saved&quot; is safe. Try again; if it happens again, copy the technical details to the technicians.</translation>
    </message>
    <message>
        <source>技术细节</source>
        <translation>Technical details</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>这一步没有做完</source>
        <translation>This step was not finished</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>打开督查通</source>
        <translation>Open Inspector</translation>
    </message>
    <message>
        <source>这台电脑上的检查内容已加密，用您设的口令打开。</source>
        <translation>The visits on this laptop are encrypted; open them with your passphrase.</translation>
    </message>
    <message>
        <source>存放位置</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>正在打开…</source>
        <translation>Opening …</translation>
    </message>
</context>
<context>
    <name>VerdictField</name>
    <message>
        <source>合格</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>不合格</source>
        <translation>Fail</translation>
    </message>
    <message>
        <source>不适用</source>
        <translation>N/A</translation>
    </message>
    <message>
        <source>按键 {key}</source>
        <translation>Key {key}</translation>
    </message>
</context>
<context>
    <name>VersionDialog</name>
    <message>
        <source>表有新版</source>
        <translation>The form has a new version</translation>
    </message>
    <message>
        <source>{form}：{old} → {new}</source>
        <translation>{form}: {old} → {new}</translation>
    </message>
    <message>
        <source>{kept} 项已填内容照原样带过去，{carried} 项换一种写法带过去。换版之前，什么都没有改动。</source>
        <translation>{kept} answers go over as they are, {carried} written another way. Nothing is changed until you move.</translation>
    </message>
    <message>
        <source>没有去处</source>
        <translation>No place any more</translation>
    </message>
    <message>
        <source>新版不再问。已填内容不会丢，签字记录里照印。</source>
        <translation>Not asked any more; kept and printed.</translation>
    </message>
    <message>
        <source>新要求</source>
        <translation>Newly required</translation>
    </message>
    <message>
        <source>换版以后要补查、补填。</source>
        <translation>To be checked or filled in after moving.</translation>
    </message>
    <message>
        <source>有改动</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>措辞、分值、等级等变了，请再看一眼。</source>
        <translation>Wording, points, grade and the like: please look again.</translation>
    </message>
    <message>
        <source>留在旧版</source>
        <translation>Stay with the old version</translation>
    </message>
    <message>
        <source>换用新版</source>
        <translation>Move to the new version</translation>
    </message>
    <message>
        <source>Ctrl+Enter 换用新版 · Esc 以后再说</source>
        <translation>Ctrl+Enter: move · Esc: later</translation>
    </message>
</context>
<context>
    <name>VersionStrip</name>
    <message>
        <source>表有新版（{}）</source>
        <translation>The form has a new version ({})</translation>
    </message>
    <message>
        <source>本次检查用的是 {}，换不换由您定（Ctrl+U）</source>
        <translation>This visit uses {}; whether to move is up to you (Ctrl+U)</translation>
    </message>
    <message>
        <source>看看有什么变化</source>
        <translation>See what changes</translation>
    </message>
    <message>
        <source>旧版所答，新版无此项：{} 条</source>
        <translation>Answers with no place in the new version: {}</translation>
    </message>
    <message>
        <source>不计分，不会丢，记录里照印</source>
        <translation>Not scored, not lost, printed in the record</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Look</translation>
    </message>
</context>
<context>
    <name>VisitCard</name>
    <message>
        <source>表不在这台电脑上</source>
        <translation>Form not on this computer</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>任务 {}</source>
        <translation>Task {}</translation>
    </message>
    <message>
        <source>{} 处不一致</source>
        <translation>Differences: {}</translation>
    </message>
    <message>
        <source>去同步</source>
        <translation>Go to Sync</translation>
    </message>
</context>
<context>
    <name>VisitPage</name>
    <message>
        <source>还没有打开检查</source>
        <translation>No visit is open</translation>
    </message>
    <message>
        <source>到“今天”页选一次检查，再回到这里逐项核对。</source>
        <translation>Choose a visit under &quot;Today&quot;, then check its items here.</translation>
    </message>
    <message>
        <source>{points} 分</source>
        <translation>{points} pt</translation>
    </message>
    <message>
        <source>已查 {done}/{total}</source>
        <translation>Checked {done}/{total}</translation>
    </message>
    <message>
        <source>已答 {done}/{total}</source>
        <translation>{done}/{total} answered</translation>
    </message>
    <message>
        <source>本校不涉及</source>
        <translation>Not for this school</translation>
    </message>
    <message>
        <source>均为选填</source>
        <translation>All optional</translation>
    </message>
    <message>
        <source>只列出其中 {shown} 项</source>
        <translation>Only {shown} listed</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>督查通</source>
        <translation>Inspector</translation>
    </message>
</context>
<context>
    <name>card_hint</name>
    <message>
        <source>不适用：{reason}</source>
        <translation>Not applicable: {reason}</translation>
    </message>
    <message>
        <source>还差：{labels}</source>
        <translation>Still needed: {labels}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>。</source>
        <translation>. </translation>
    </message>
    <message>
        <source>不合格须拍照，还没有照片</source>
        <translation>A fail needs a photo; none yet</translation>
    </message>
    <message>
        <source>本项必拍，还没有照片</source>
        <translation>A photo is required; none yet</translation>
    </message>
</context>
<context>
    <name>due_card</name>
    <message>
        <source>重大事故隐患迟报 {} 处，立即报局</source>
        <translation>Major accident hazards reported late: {}; tell the bureau now</translation>
    </message>
    <message>
        <source>重大事故隐患 {} 处，今天要报局</source>
        <translation>Major accident hazards to be reported today: {}</translation>
    </message>
    <message>
        <source>整改逾期 {} 处</source>
        <translation>Overdue: {}</translation>
    </message>
    <message>
        <source>整改快到期 {} 处</source>
        <translation>Ending soon: {}</translation>
    </message>
    <message>
        <source>等复查 {} 处</source>
        <translation>Waiting for a re-check: {}</translation>
    </message>
    <message>
        <source>等开通知书或送达 {} 处</source>
        <translation>Waiting for a notice or its service: {}</translation>
    </message>
</context>
<context>
    <name>finding_forms</name>
    <message>
        <source>停用</source>
        <translation>Out of use</translation>
    </message>
    <message>
        <source>撤离人员</source>
        <translation>Evacuated</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>报给谁</source>
        <translation>Reported to</translation>
    </message>
    <message>
        <source>学校职工</source>
        <translation>The school&apos;s staff</translation>
    </message>
    <message>
        <source>有安监职责的部门</source>
        <translation>Authority for work safety</translation>
    </message>
    <message>
        <source>告知谁</source>
        <translation>Told to</translation>
    </message>
    <message>
        <source>怎么改的</source>
        <translation>What was done</translation>
    </message>
    <message>
        <source>确认的两人（编号，空格隔开）</source>
        <translation>Two who confirm (ids, with a space between)</translation>
    </message>
    <message>
        <source>改前照片</source>
        <translation>Photo before</translation>
    </message>
    <message>
        <source>改后照片</source>
        <translation>Photo after</translation>
    </message>
    <message>
        <source>整改通知书</source>
        <translation>Rectification notice</translation>
    </message>
    <message>
        <source>挂牌督办单</source>
        <translation>Listed supervision</translation>
    </message>
    <message>
        <source>开出日期</source>
        <translation>Issued on</translation>
    </message>
    <message>
        <source>文种</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>文号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>不督办</source>
        <translation>Nobody</translation>
    </message>
    <message>
        <source>督办人（局领导）</source>
        <translation>Supervised by (leader)</translation>
    </message>
    <message>
        <source>移送给</source>
        <translation>Referred to</translation>
    </message>
    <message>
        <source>事由</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>当面签收</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>留置送达</source>
        <translation>Left with a witness</translation>
    </message>
    <message>
        <source>邮寄</source>
        <translation>By post</translation>
    </message>
    <message>
        <source>OA 送达</source>
        <translation>By OA</translation>
    </message>
    <message>
        <source>送达日期</source>
        <translation>Served on</translation>
    </message>
    <message>
        <source>方式</source>
        <translation>How</translation>
    </message>
    <message>
        <source>签收人</source>
        <translation>Received by</translation>
    </message>
    <message>
        <source>见证人（留置时）</source>
        <translation>Witness (if left)</translation>
    </message>
    <message>
        <source>回执号（邮寄、OA）</source>
        <translation>Receipt number (post, OA)</translation>
    </message>
    <message>
        <source>整改措施</source>
        <translation>Measure taken</translation>
    </message>
    <message>
        <source>责任人</source>
        <translation>Person in charge</translation>
    </message>
    <message>
        <source>完成日期</source>
        <translation>Done on</translation>
    </message>
    <message>
        <source>改后证据</source>
        <translation>Proof</translation>
    </message>
    <message>
        <source>资金</source>
        <translation>Funds</translation>
    </message>
    <message>
        <source>基建</source>
        <translation>Construction</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Cause</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>回复内容</source>
        <translation>Reply</translation>
    </message>
    <message>
        <source>到现场复查</source>
        <translation>Re-checked on site</translation>
    </message>
    <message>
        <source>复查人提供过整改服务</source>
        <translation>The re-checker sold a service for it</translation>
    </message>
    <message>
        <source>改判为</source>
        <translation>New grade</translation>
    </message>
    <message>
        <source>合格</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>不合格</source>
        <translation>Fail</translation>
    </message>
    <message>
        <source>复查人</source>
        <translation>Checked by</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>看到的事实</source>
        <translation>Facts seen</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>部位</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>期限（工作日）</source>
        <translation>Term (working days)</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>Granted</translation>
    </message>
    <message>
        <source>不同意</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>决定</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>鉴定或检测材料</source>
        <translation>Expert&apos;s report or test</translation>
    </message>
</context>
<context>
    <name>finding_words</name>
    <message>
        <source>待开通知书</source>
        <translation>Notice to be issued</translation>
    </message>
    <message>
        <source>已立改</source>
        <translation>Put right at once</translation>
    </message>
    <message>
        <source>待送达</source>
        <translation>To be served</translation>
    </message>
    <message>
        <source>整改中</source>
        <translation>Being rectified</translation>
    </message>
    <message>
        <source>已延期</source>
        <translation>Extended</translation>
    </message>
    <message>
        <source>待复查</source>
        <translation>To be re-checked</translation>
    </message>
    <message>
        <source>复查不合格</source>
        <translation>Re-check failed</translation>
    </message>
    <message>
        <source>已移送</source>
        <translation>Referred</translation>
    </message>
    <message>
        <source>已销号</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>复发</source>
        <translation>Came back</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>逾期</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>停用或撤离</source>
        <translation>Suspend or evacuate</translation>
    </message>
    <message>
        <source>向局报告</source>
        <translation>Report to the bureau</translation>
    </message>
    <message>
        <source>公示或上报</source>
        <translation>Disclose</translation>
    </message>
    <message>
        <source>立行立改</source>
        <translation>Put right at once</translation>
    </message>
    <message>
        <source>开整改通知书</source>
        <translation>Issue the notice</translation>
    </message>
    <message>
        <source>开移送函</source>
        <translation>Issue the referral</translation>
    </message>
    <message>
        <source>送达</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>日历更新，到期日改</source>
        <translation>Calendar imported, last day moved</translation>
    </message>
    <message>
        <source>收到整改报告</source>
        <translation>School&apos;s report received</translation>
    </message>
    <message>
        <source>退回整改报告</source>
        <translation>Give the report back</translation>
    </message>
    <message>
        <source>学校申请延期</source>
        <translation>School asks for more time</translation>
    </message>
    <message>
        <source>决定延期</source>
        <translation>Decide the extension</translation>
    </message>
    <message>
        <source>收到移送回复</source>
        <translation>Reply received</translation>
    </message>
    <message>
        <source>复查</source>
        <translation>Re-check</translation>
    </message>
    <message>
        <source>申请恢复使用</source>
        <translation>Ask to use it again</translation>
    </message>
    <message>
        <source>决定恢复使用</source>
        <translation>Decide on its use</translation>
    </message>
    <message>
        <source>恢复使用</source>
        <translation>In use again</translation>
    </message>
    <message>
        <source>改判等级</source>
        <translation>Change the grade</translation>
    </message>
    <message>
        <source>撤销问题</source>
        <translation>Withdraw the finding</translation>
    </message>
    <message>
        <source>回头看</source>
        <translation>Look back</translation>
    </message>
    <message>
        <source>局里</source>
        <translation>the bureau</translation>
    </message>
    <message>
        <source>{day}  {step} · {person}</source>
        <translation>{day}  {step} · {person}</translation>
    </message>
    <message>
        <source>逾期 {days} 个工作日</source>
        <translation>{days} working days overdue</translation>
    </message>
    <message>
        <source>今天到期</source>
        <translation>ends today</translation>
    </message>
    <message>
        <source>还有 {days} 个工作日</source>
        <translation>{days} working days left</translation>
    </message>
    <message>
        <source>停用或撤离，记下时刻</source>
        <translation>put it out of use or evacuate, with the minute</translation>
    </message>
    <message>
        <source>当日向局报告</source>
        <translation>report to the bureau the same day</translation>
    </message>
    <message>
        <source>挂牌督办（督办人为局领导）</source>
        <translation>listed supervision under a leader of the bureau</translation>
    </message>
    <message>
        <source>提示学校向职工公示</source>
        <translation>have the school tell its staff</translation>
    </message>
    <message>
        <source>局报有安监职责的部门</source>
        <translation>the bureau tells the authority for work safety</translation>
    </message>
    <message>
        <source>整改措施</source>
        <translation>Measure taken</translation>
    </message>
    <message>
        <source>责任人</source>
        <translation>Person in charge</translation>
    </message>
    <message>
        <source>完成日期</source>
        <translation>Done on</translation>
    </message>
    <message>
        <source>改后证据</source>
        <translation>Proof</translation>
    </message>
    <message>
        <source>快到期：提醒学校联系人和责任督学（R-57）</source>
        <translation>Ends soon: the school&apos;s contact and its inspector are reminded (R-57)</translation>
    </message>
    <message>
        <source>逾期：报督导室（R-57）</source>
        <translation>Overdue: to the office (R-57)</translation>
    </message>
    <message>
        <source>逾期：报分管领导，进通报（R-57）</source>
        <translation>Overdue: to the leader, and into the circular (R-57)</translation>
    </message>
    <message>
        <source>逾期：建议约谈，由局党组定（R-57）</source>
        <translation>Overdue: a talk is proposed; the Party group decides (R-57)</translation>
    </message>
</context>
<context>
    <name>passphrase</name>
    <message>
        <source>太短：至少 {} 个字</source>
        <translation>Too short: at least {} characters</translation>
    </message>
    <message>
        <source>太容易猜到：不能只用数字或重复的字</source>
        <translation>Too easy to guess: not only digits or repeated characters</translation>
    </message>
    <message>
        <source>可以用；再长一些更好，例如四个互不相关的词</source>
        <translation>Good enough; longer is better, for example four unrelated words</translation>
    </message>
    <message>
        <source>很好，请记牢：忘记后没有人能替您打开</source>
        <translation>Very good. Remember it: nobody can open this without it</translation>
    </message>
</context>
<context>
    <name>reading</name>
    <message>
        <source>是</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>否</source>
        <translation>No</translation>
    </message>
    <message>
        <source>这个值超出允许的范围</source>
        <translation>This value is out of range</translation>
    </message>
    <message>
        <source>这个值不是所要的类型</source>
        <translation>This value is of the wrong kind</translation>
    </message>
    <message>
        <source>本校不涉及，自动跳过</source>
        <translation>Not for this school; skipped</translation>
    </message>
    <message>
        <source>不适用于本校学段</source>
        <translation>Not for this school&apos;s stages</translation>
    </message>
    <message>
        <source>按表规则不适用，退出计分</source>
        <translation>Not applicable by the form&apos;s rules; not scored</translation>
    </message>
    <message>
        <source>答完写回学校档案</source>
        <translation>The answer goes into the school profile</translation>
    </message>
    <message>
        <source>表</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>已确认</source>
        <translation>Confirmed</translation>
    </message>
</context>
<context>
    <name>today</name>
    <message>
        <source>已查 {} / {}</source>
        <translation>Checked {} / {}</translation>
    </message>
    <message>
        <source>不合格 {}</source>
        <translation>Failed {}</translation>
    </message>
</context>
<context>
    <name>visit_words</name>
    <message>
        <source>看</source>
        <translation>See</translation>
    </message>
    <message>
        <source>数</source>
        <translation>Count</translation>
    </message>
    <message>
        <source>问</source>
        <translation>Ask</translation>
    </message>
    <message>
        <source>测</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>查</source>
        <translation>Records</translation>
    </message>
    <message>
        <source>算</source>
        <translation>Computed</translation>
    </message>
    <message>
        <source>必拍</source>
        <translation>Photo required</translation>
    </message>
    <message>
        <source>不合格必拍</source>
        <translation>Photo if failed</translation>
    </message>
    <message>
        <source>拍封面或录编号</source>
        <translation>Photo of cover or number</translation>
    </message>
    <message>
        <source>禁止拍摄</source>
        <translation>No photos</translation>
    </message>
    <message>
        <source>须签名</source>
        <translation>Signature required</translation>
    </message>
    <message>
        <source>未查</source>
        <translation>Unchecked</translation>
    </message>
    <message>
        <source>合格</source>
        <translation>Pass</translation>
    </message>
    <message>
        <source>已查</source>
        <translation>Checked</translation>
    </message>
    <message>
        <source>不合格</source>
        <translation>Fail</translation>
    </message>
    <message>
        <source>部分合格</source>
        <translation>Partial</translation>
    </message>
    <message>
        <source>不适用</source>
        <translation>Not applicable</translation>
    </message>
    <message>
        <source>红 · 重大事故隐患</source>
        <translation>Red · major accident hazard</translation>
    </message>
    <message>
        <source>红 · 重大问题</source>
        <translation>Red · major issue</translation>
    </message>
    <message>
        <source>橙 · 一般事故隐患</source>
        <translation>Orange · general hazard</translation>
    </message>
    <message>
        <source>橙 · 较大问题</source>
        <translation>Orange · serious issue</translation>
    </message>
    <message>
        <source>黄 · 一般事故隐患</source>
        <translation>Yellow · general hazard</translation>
    </message>
    <message>
        <source>黄 · 一般问题</source>
        <translation>Yellow · general issue</translation>
    </message>
    <message>
        <source>蓝 · 一般事故隐患</source>
        <translation>Blue · general hazard</translation>
    </message>
    <message>
        <source>蓝 · 改进建议</source>
        <translation>Blue · suggestion</translation>
    </message>
    <message>
        <source>立行立改</source>
        <translation>At once</translation>
    </message>
    <message>
        <source>限期整改</source>
        <translation>By a deadline</translation>
    </message>
    <message>
        <source>停用督办</source>
        <translation>Suspend use, listed</translation>
    </message>
    <message>
        <source>移送</source>
        <translation>Refer</translation>
    </message>
    <message>
        <source>不要求整改</source>
        <translation>None required</translation>
    </message>
    <message>
        <source>现场</source>
        <translation>On site</translation>
    </message>
    <message>
        <source>改前</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>改后</source>
        <translation>After</translation>
    </message>
    <message>
        <source>学校提供</source>
        <translation>By the school</translation>
    </message>
    <message>
        <source>学校</source>
        <translation>School</translation>
    </message>
    <message>
        <source>乡镇</source>
        <translation>Township</translation>
    </message>
    <message>
        <source>村（社区）</source>
        <translation>Village (community)</translation>
    </message>
    <message>
        <source>水利部门</source>
        <translation>Water authority</translation>
    </message>
    <message>
        <source>市场监管</source>
        <translation>Market regulator</translation>
    </message>
    <message>
        <source>消防救援</source>
        <translation>Fire and rescue</translation>
    </message>
    <message>
        <source>公安</source>
        <translation>Public security</translation>
    </message>
    <message>
        <source>教育局</source>
        <translation>Education bureau</translation>
    </message>
    <message>
        <source>其他单位</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>依据：{basis}</source>
        <translation>Basis: {basis}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>已查到原文</source>
        <translation>source seen</translation>
    </message>
    <message>
        <source>凭专业知识，未查到原文</source>
        <translation>professional knowledge, source not seen</translation>
    </message>
    <message>
        <source>须局核定</source>
        <translation>to be settled by the bureau</translation>
    </message>
    <message>
        <source>（</source>
        <translation>(</translation>
    </message>
    <message>
        <source>）</source>
        <translation>)</translation>
    </message>
    <message>
        <source>依据可信度：{words}</source>
        <translation>Confidence: {words}</translation>
    </message>
    <message>
        <source>优秀</source>
        <translation>Excellent</translation>
    </message>
    <message>
        <source>良好</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>部分检查</source>
        <translation>Partial check</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>刚刚</source>
        <translation>just now</translation>
    </message>
    <message>
        <source>{} 秒前</source>
        <translation>{} s ago</translation>
    </message>
    <message>
        <source>{} 分钟前</source>
        <translation>{} min ago</translation>
    </message>
    <message>
        <source>{} 小时前</source>
        <translation>{} h ago</translation>
    </message>
    <message>
        <source>幼儿园</source>
        <translation>Kindergarten</translation>
    </message>
    <message>
        <source>小学</source>
        <translation>Primary</translation>
    </message>
    <message>
        <source>初中</source>
        <translation>Junior secondary</translation>
    </message>
    <message>
        <source>高中</source>
        <translation>Senior secondary</translation>
    </message>
    <message>
        <source>九年一贯制</source>
        <translation>Nine-year school</translation>
    </message>
    <message>
        <source>特殊教育</source>
        <translation>Special education</translation>
    </message>
    <message>
        <source>专门学校</source>
        <translation>Specialized school</translation>
    </message>
    <message>
        <source>教学点</source>
        <translation>Teaching point</translation>
    </message>
    <message>
        <source>督导室主任</source>
        <translation>Office head</translation>
    </message>
    <message>
        <source>局长</source>
        <translation>Bureau director</translation>
    </message>
    <message>
        <source>局班子成员</source>
        <translation>Bureau leader</translation>
    </message>
    <message>
        <source>专职督学</source>
        <translation>Full-time inspector</translation>
    </message>
    <message>
        <source>兼职督学</source>
        <translation>Part-time inspector</translation>
    </message>
    <message>
        <source>督学</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>组长</source>
        <translation>Team leader</translation>
    </message>
    <message>
        <source>组员</source>
        <translation>Team member</translation>
    </message>
    <message>
        <source>记录员</source>
        <translation>Recorder</translation>
    </message>
    <message>
        <source>教研员</source>
        <translation>Teaching researcher</translation>
    </message>
    <message>
        <source>纪检人员</source>
        <translation>Integrity officer</translation>
    </message>
    <message>
        <source>计财人员</source>
        <translation>Finance officer</translation>
    </message>
    <message>
        <source>复查人</source>
        <translation>Rechecker</translation>
    </message>
    <message>
        <source>学校负责人</source>
        <translation>School head</translation>
    </message>
    <message>
        <source>已启封</source>
        <translation>Unsealed</translation>
    </message>
    <message>
        <source>检查中</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>已反馈</source>
        <translation>Feedback given</translation>
    </message>
    <message>
        <source>已签字</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>拒签已记录</source>
        <translation>Refusal recorded</translation>
    </message>
    <message>
        <source>督导检查记录表</source>
        <translation>Site record</translation>
    </message>
</context>
</TS>
