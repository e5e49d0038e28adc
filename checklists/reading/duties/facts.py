"""Sentences that say what was or is, and lay nothing on anybody. Pure."""

import re

# what was done, with its figures
DONE = re.compile(
    r"上半年|近年来|多年来|以来[，,]|^目前|^当前|，目前|位居|排名第|较年初|较上[年月]|负增长|\d%以上的增幅"
    r"|仅(?:占|为)[ ]?\d|成功签约|截[止至]|去年|上年末"
    r"|已(?:经)?(?:过去|建成|形成|成为|取得|达到|完成)|已(?:开业|投产|从)|没有一个"
    r"|[1-9][-—]\d{1,2}[ ]?月份|累计(?:完成|实现|为)|共(?:确定|有)|总投资"
    r"|(?:设置|制定|出台|建立|召开|开展|完成|取得|实施|印发|下发|举行|荣获|签订)了"
    r"|同比(?:负)?(?:增长|下降)[ ]?\d[^，]*[；。]?$|占比为?[ ]?\d"
    r"|据(?:统计|了解|调查)|^(?:此外|但|尽管|然而|可以说|总的来说)"
)
# how things stand, and what is thought of it
JUDGED = re.compile(
    r"形势(?:依然|仍然|十分|更加)|依然(?:严峻|突出|存在)|尚未|有待|亟待|明显(?:增强|好转|改善|提升|提高)"
    r"|问题(?:依然|仍)[^的，。；]{0,8}[，。；]|更加深入|广泛应用"
    r"|[？?]$|不容(?:忽视|乐观)|仍(?:处于|存在|有|需努力)|存在[^，。]{0,24}(?:问题|现象|思想|不足|差距|隐患)"
    r"|(?:不明显|不够明显|不强|乏力|较大|较低|较高|较弱|缓慢|偏[小少低慢弱]|降低|增多|平稳|不断加大|不断提升)[，；。;]"
    r"|^(?:[一二三四五六]是)?[^，。]{2,16}(?:不佳|不高|不够|不足|滞后|薄弱)[。；]?$|主要表现在|俗话说"
    r"|不客气的?说|^(?:个别|有的|有些|还有些|部分)|正在|再次重申"
    r"|如果[^。]{2,60}就会|重要(?:论述|意义|作用|任务之一)|势在必行|大势所趋|十分必要|至关重要|迫在眉睫|刻不容缓|责无旁贷"
    r"|我们(?!要|必须|应|将|一定|还|的)|同志们"
)
DUTY = re.compile(
    r"应当|必须|务必|(?<![强重主需只摘必紧概纪提首])要(?!求|点|素|件|害|么|闻|义|地|道|情|案|塞)|不得|严禁|确保|原则上"
)


def reports(sentence: str) -> bool:
    """Whether the sentence reports what was done, counts what there is, or judges how things stand."""
    return bool(DONE.search(sentence) or JUDGED.search(sentence))


def figures_of_the_past(sentence: str, spoken: bool = False) -> bool:
    """Whether its figures count what was, so that they bind nobody.

    In a speech (`spoken`) a figure binds only in a sentence that names a duty.
    """
    return bool(spoken or DONE.search(sentence)) and not DUTY.search(sentence)
