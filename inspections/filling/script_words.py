"""What scripts say, by the page they run on, which hands it over as `data-words`: no script holds a language."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.answer_kinds.reading import RECORDED
from checklists.authoring.models import Item
from core.errors import N_
from inspections.visits.words import STATES, UNMET

STATE_NAMES = {f"state_{state}": words for state, words in STATES.items()} | {"state_unanswered": N_("未答")}

# What every page of the phone says: in its frame, and why something failed (code_ and the error's code or name).
FRAME = {
    "stored": N_("本机已存"),
    "sending": N_("正在发送 {k}/{n}"),
    "received": N_("已收到"),
    "held": N_("已收到，主管处理"),
    "ago_minutes": N_("{n} 分钟前"),
    "ago_hours": N_("{n} 小时前"),
    "ago_days": N_("{n} 天前"),
    "just_now": N_("刚刚"),
    "nag": N_("有内容超过 24 小时没有发出。请尽快联网，或做一个救援文件。"),
    "wrong_pin": N_("应用锁密码不正确"),
    "wait": N_("请等 {seconds} 秒再试"),
    "short": N_("至少 6 位数字"),
    "differ": N_("两次不一样"),
    "failed": N_("没有成功：{reason}"),
    "code_sign_in": N_("登录已过期。填写的内容都在本机，登录后自动发送。"),
    "code_other_account": N_("现在登录的是另一个账号，这些内容不会以他的名义发送。请用本账号登录。"),
    "code_unreachable": N_("没有网络"),
    "code_not_ours": N_("网络要先认证（例如无线网的登录页面）"),
    "code_receipt_forged": N_("凭证的签名核对不上，内容仍在本机"),
    "code_receipt_incomplete": N_("服务器没有确认全部内容，将再次发送"),
    "code_bytes_missing": N_("本机的一张照片不见了"),
    "code_bytes_damaged": N_("本机的一张照片已损坏"),
    "code_StorageFull": N_("手机空间不足，请先清理"),
    "code_StoreBroken": N_("浏览器读写不了本机的内容，请关闭浏览器再打开"),
    "code_ChangedElsewhere": N_("这次检查在另一个窗口改过，请刷新"),
    "code_NewerFormat": N_("本机内容来自更新的版本，请联网更新"),
}

TASKS = {
    "not_taken": N_("未带走"),
    "taken": N_("已带走 {size}"),
    "take": N_("带上"),
    "take_again": N_("更新"),
    "taking": N_("正在带上 {done}/{total}"),
    "lacks": N_("还缺：{what}"),
    "lack_bundle": N_("检查内容"),
    "lack_version": N_("检查表"),
    "lack_form": N_("表单页面"),
    "lack_app": N_("离线程序"),
    "lack_photos": N_("照片"),
    "lack_other": N_("部分内容"),
    "begin": N_("开始检查"),
    "continue": N_("继续检查"),
    "look": N_("查看结果"),
    "due": N_("{date} 前"),
    "over": N_("已过期 {date}"),
    "answered": N_("已答 {n}"),
    "answered_of": N_("已答 {n}/{total}"),
    "refreshed": N_("任务更新于 {when}"),
    "never_refreshed": N_("还没有取过任务"),
    "fetching": N_("正在取任务"),
    "no_network": N_("没有网络"),
    "no_site": N_("本机没有这个编码的检查对象，联网后可以查找。"),
    "unknown_site": N_("没有这个编码的检查对象。"),
    "wrong_kind": N_("这张检查表不适用于这类检查对象。"),
    "no_checklist": N_("还没有带上检查表。请先在下面带上一张。"),
    "not_here": N_("请先带上，再开始检查。"),
    "returned": N_("退回修改"),
    "unknown": N_("检查对象"),
}

OUTBOX = {
    "none": N_("没有"),
    "records": N_("{n} 次检查"),
    "never": N_("还没有"),
    "changed": N_("改动于 {when}"),
    "size": N_("照片等 {size}"),
    "draft": N_("未提交"),
    "submitted": N_("已提交"),
    "answered": N_("已答 {n}"),
    "answered_of": N_("已答 {n}/{total}"),
    "attention": N_("需要处理"),
    "passes_differ": N_("两次口令不一样"),
    "rescued": N_("已生成，请在下载中查看：{name}"),
    "nothing_to_rescue": N_("没有要救援的内容。"),
    "working": N_("正在加密…"),
    "remove_received": N_("服务器已收到，本机的副本可以删除。"),
    "remove_unsent": N_("这次检查还没有发出。删除后只有救援文件里有。请输入名称确认：{name}"),
    "rescue_first": N_("这次检查还没有发出，请先做救援文件。"),
    "other_name": N_("名称不对"),
    "unknown": N_("检查对象"),
    "entry": N_("第 {seq} 条：{message}"),
}

RECEIPTS = {
    "verified": N_("签名有效"),
    "not_verified": N_("签名核对不上，请联系管理员"),
    "entries": N_("共 {n} 条"),
    "pieces": N_("{n} 个文件"),
    "receipt": N_("凭证 {n}"),
    "unknown": N_("检查对象"),
}

# Of each thing that is looked at (check_): its name, and what a good, a doubtful or a bad one means.
READY = {
    "mark_good": N_("好"),
    "mark_warn": N_("留意"),
    "mark_bad": N_("不行"),
    "check_https": N_("安全连接"),
    "check_https_bad": N_("不是 https，离线和定位都用不了。"),
    "check_worker": N_("离线打开"),
    "check_worker_good": N_("页面已存在本机，没有网络也能打开。"),
    "check_worker_warn": N_("正在准备，请稍等再看。"),
    "check_worker_bad": N_("这个浏览器不能离线打开，请换系统自带的浏览器。"),
    "check_storage": N_("长期保存"),
    "check_storage_good": N_("浏览器答应不自动清除。"),
    "check_storage_warn": N_("浏览器可能在空间不足时清除。请安装到主屏幕，或点“长期保存”。"),
    "check_storage_bad": N_("浏览器不能保存内容。"),
    "check_space": N_("剩余空间"),
    "check_space_good": N_("可用 {size}"),
    "check_space_warn": N_("只剩 {size}，请先清理手机。"),
    "check_space_bad": N_("只剩 {size}，照片可能存不下。"),
    "check_camera": N_("相机"),
    "check_camera_good": N_("可以使用。"),
    "check_camera_warn": N_("第一次使用时会询问，请选允许。"),
    "check_camera_bad": N_("没有相机或被禁止，请在浏览器设置里允许。"),
    "check_place": N_("定位"),
    "check_place_good": N_("可以使用。"),
    "check_place_warn": N_("第一次使用时会询问，请选允许。"),
    "check_place_bad": N_("定位被禁止，照片将没有位置。"),
    "check_tasks": N_("任务"),
    "check_tasks_good": N_("任务都已带上。"),
    "check_tasks_warn": N_("有任务没有带全，请回“现场”带上。"),
    "check_tasks_bad": N_("还没有带上任务。"),
    "check_term": N_("登录"),
    "check_term_good": N_("在离线期限内。"),
    "check_term_warn": N_("离线期限快到了，请联网打开一次。"),
    "check_term_bad": N_("离线期限已过，请联网登录。"),
    "until": N_("{date} 前不必联网登录（共 {days} 天，由管理员规定）。"),
    "persisted": N_("浏览器已答应长期保存。"),
    "not_persisted": N_("浏览器没有答应。安装到主屏幕后再试。"),
    "set": N_("应用锁已设置。"),
}

RESULT = {
    "missing": N_("本机没有这次检查。"),
    "stands_draft": N_("尚未提交。"),
    "stands_submitted": N_("已提交，联网后发送，由主管审核。"),
    "stands_received": N_("已提交，服务器已收到，等待主管审核。"),
    "verdict_open": N_("未完成"),
    "verdict_na": N_("不适用"),
    "verdict_points_pass": N_("通过"),
    "verdict_points_fail": N_("不通过"),
    "verdict_findings_pass": N_("未发现问题"),
    "verdict_findings_fail": N_("发现问题"),
    "verdict_gates_pass": N_("各环节均已完成"),
    "verdict_gates_fail": N_("有环节不符合"),
    "vetoed": N_("否决项不符合：{codes}"),
    "between": N_("、"),
    "photo": N_("照片"),
    "changed": N_("改动于 {when}"),
    "unknown": N_("检查对象"),
    **{f"unmet_{state}": words for state, words in UNMET.items()},
    **{f"state_{state}": STATES[state] for state in UNMET},
}

# Of the form: how the work stands (work_), why it does not go on (code_), then its tools.
FORM = {
    **STATE_NAMES,
    "next": N_("下一未答项 {code}"),
    "next_lacks": N_("下一项还差 {code} {what}"),
    "next_mend": N_("下一项须更正 {code}"),
    "next_site": N_("先填写对象情况"),
    "submit": N_("提交审核"),
    "finish": N_("提交前核对"),
    "answered": N_("已答"),
    "points": N_("得分区间"),
    "codes": N_("{n} 项：{codes}"),
    "between": N_("、"),
    "and": N_("；"),
    "back": N_("返回检查"),
    "incomplete": N_("还有未完成的检查项，不能提交："),
    "conflict": N_("两人填得不一样，两份都已保存，由主管核定。"),
    "work_saving": N_("正在保存"),
    "work_saved": N_("本机已存"),
    "work_sending": N_("正在发送 {k}/{n}"),
    "work_received": N_("已收到"),
    "work_not_saved": N_("没有保存上。"),
    "code_NotHere": N_("这台手机上没有这次检查，或它属于另一个账号。请从任务页面打开。"),
    "code_StorageFull": N_("手机存储已满，刚才的内容没有保存。请清理空间或先发送已完成的检查，再重填这一项。"),
    "code_StoreBroken": N_("浏览器读写不了本机的内容，刚才的没有保存。请关闭浏览器再打开；仍不行，请重启手机。"),
    "code_ChangedElsewhere": N_("这次检查在另一个窗口改过。请重新载入后再填。"),
    "code_Frozen": N_("这次检查已经提交，不能再改。"),
    "code_NewerFormat": N_("这次检查由更新的版本填写。请联网更新后再打开。"),
    "code_unreachable": N_("现在没有网络，这项任务也没有带到本机。请联网后从任务页面打开。"),
    "code_not_ours": N_("网络要先认证（例如无线网的登录页面）"),
    "code_NotAPhoto": N_("不是照片。请上传 JPEG、PNG、WebP 或 HEIC 格式的照片。"),
    "code_EmptyBytes": N_("是空文件，请重新拍照。"),
    "photo": N_("照片"),
    "drop": N_("去掉"),
    "close": N_("关闭"),
    "no_place": N_("没有位置"),
    "mark": N_("标注"),
    "mark_title": N_("在照片上标注"),
    "mark_photo": N_("要标注的照片"),
    "mark_tools": N_("标注工具"),
    "mark_pen": N_("画笔"),
    "mark_arrow": N_("箭头"),
    "mark_circle": N_("圆圈"),
    "mark_blank": N_("还没有标注。"),
    "undo": N_("撤销"),
    "clear": N_("清除"),
    "cancel": N_("取消"),
    "confirm": N_("确认"),
    "sign": N_("现场签字"),
    "signed": N_("已签字："),
    "sign_title": N_("签字"),
    "signer": N_("签字人姓名"),
    "sign_pad": N_("签字板"),
    "sign_typed": N_("以键入的姓名签字"),
    "sign_blank": N_("还没有签字。"),
    "sign_nameless": N_("请填写签字人姓名。"),
    "dictate": N_("语音输入"),
    "dictate_stop": N_("停止语音输入"),
    "dictate_listening": N_("请讲。"),
    "dictate_failed": N_("语音输入未能进行，请用键盘输入。"),
    "previous": N_("上次：{state}（{on}）"),
    "previous_undated": N_("上次：{state}"),
    "repeated": N_("，连续 {n} 次"),
    "previous_photo": N_("上次的照片"),
}

PAGES: dict[str, Mapping[str, str]] = {
    "form": FORM,
    "index": FRAME | TASKS,
    "outbox": FRAME | OUTBOX,
    "receipts": FRAME | RECEIPTS,
    "ready": FRAME | READY,
    "result": FRAME | RESULT,
}

# Of what is missing, by the short name that the scorer asks for; what a kind says of its answers is the kind's own.
WANTING = {
    "unanswered": N_("还没有作答"),
    "owed": N_("还差：{what}"),
    "verdict": N_("判定"),
    "photo": N_("照片"),
    "reason": N_("原因"),
    "ground": N_("理由"),
    "words_or_photo": N_("说明或照片"),
    "mended": N_("更正"),
    "why_unable": N_("无法检查须写明原因"),
    "why_na": N_("不适用须写明理由"),
    "photos": N_("须附照片 {count} 张"),
    "photos_fail": N_("不符合的须附照片 {count} 张"),
    "proof": N_("不符合的须有说明或照片"),
    "first": N_("请先填写：{label}"),
    "long_note": N_("说明太长，最多 2000 个字。"),
    "pick": N_("请选择列出的一项。"),
    "recorded": RECORDED,
}
SCORING: dict[str, str] = {
    name: words for own in (WANTING, *(kind.sentences for kind in KINDS.values())) for name, words in own.items()
}


def page_words(page: str) -> dict[str, Any]:
    """What the scripts of that page say, in the reader's language."""
    return {"page": _said(PAGES[page])}


def judging_words(page: str, items: Iterable[Item] = ()) -> dict[str, Any]:
    """The same of a page that judges answers, with what the scorer says of these items."""
    return page_words(page) | {"scoring": scoring_words(items)}


def scoring_words(items: Iterable[Item]) -> dict[str, Any]:
    """What the scorer says, and those options of the items that have another word in the reader's language."""
    labels = {label for item in items for label in KINDS[item.kind].labels(item.params)}
    others = {label: gettext(label) for label in sorted(labels) if gettext(label) != label}
    return _said(SCORING) | {"labels": others}


def _said(sentences: Mapping[str, str]) -> dict[str, str]:
    return {name: gettext(sentence) for name, sentence in sentences.items()}
