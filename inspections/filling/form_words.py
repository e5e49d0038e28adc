"""What the script of the form says; the page hands it over, so that no script holds a language."""

from flask_babel import gettext as _


def form_words() -> dict[str, str]:
    """Key of the script → words in the reader's language. Names of errors are keys too."""
    parts = (_states, _keeping, _troubles, _photos, _marking, _signing, _speaking, _memory)
    return {key: words for part in parts for key, words in part().items()}


def _states() -> dict[str, str]:
    return {
        "unanswered": _("未答"),
        "pass": _("符合"),
        "fail": _("不符合"),
        "partial": _("部分符合"),
        "na": _("不适用"),
        "unable": _("无法检查"),
        "next": _("下一未答项"),
        "to_submit": _("去提交"),
        "incomplete": _("还有未完成的检查项，不能提交："),
        "again": _("重新载入"),
    }


def _keeping() -> dict[str, str]:
    return {
        "saving": _("正在保存"),
        "saved": _("本机已存"),
        "sending": _("正在发送"),
        "received": _("已收到"),
        "not_saved": _("没有保存上。"),
    }


def _troubles() -> dict[str, str]:
    return {
        "NotHere": _("这台手机上没有这次检查，或它属于另一个账号。请从任务页面打开。"),
        "StorageFull": _("手机存储已满，刚才的内容没有保存。请清理空间或先发送已完成的检查，再重填这一项。"),
        "StoreBroken": _("浏览器读写不了本机的内容，刚才的没有保存。请关闭浏览器再打开；仍不行，请重启手机。"),
        "ChangedElsewhere": _("这次检查在另一个窗口改过。请重新载入后再填。"),
        "Frozen": _("这次检查已经提交，不能再改。"),
        "NewerFormat": _("这次检查由更新的版本填写。请联网更新后再打开。"),
        "TypeError": _("现在没有网络，这项任务也没有带到本机。请联网后从任务页面打开。"),
        "conflict": _("两人填得不一样，两份都已保存，由主管核定。"),
    }


def _photos() -> dict[str, str]:
    return {
        "photo": _("照片"),
        "drop": _("去掉"),
        "close": _("关闭"),
        "no_place": _("没有位置"),
        "NotAPhoto": _("不是照片。请上传 JPEG、PNG、WebP 或 HEIC 格式的照片。"),
        "EmptyBytes": _("是空文件，请重新拍照。"),
    }


def _marking() -> dict[str, str]:
    return {
        "mark": _("标注"),
        "mark_title": _("在照片上标注"),
        "mark_photo": _("要标注的照片"),
        "mark_tools": _("标注工具"),
        "pen": _("画笔"),
        "arrow": _("箭头"),
        "circle": _("圆圈"),
        "mark_blank": _("还没有标注。"),
        "undo": _("撤销"),
        "clear": _("清除"),
        "cancel": _("取消"),
        "confirm": _("确认"),
    }


def _signing() -> dict[str, str]:
    return {
        "sign": _("现场签字"),
        "signed": _("已签字："),
        "sign_title": _("签字"),
        "signer": _("签字人姓名"),
        "sign_pad": _("签字板"),
        "sign_typed": _("以键入的姓名签字"),
        "sign_blank": _("还没有签字。"),
        "sign_nameless": _("请填写签字人姓名。"),
    }


def _speaking() -> dict[str, str]:
    return {
        "dictate": _("语音输入"),
        "dictate_stop": _("停止语音输入"),
        "dictate_listening": _("请讲。"),
        "dictate_failed": _("语音输入未能进行，请用键盘输入。"),
    }


def _memory() -> dict[str, str]:
    return {
        "previous": _("上次：{state}（{on}）"),
        "previous_undated": _("上次：{state}"),
        "repeated": _("，连续 {n} 次"),
        "previous_photo": _("上次的照片"),
    }
