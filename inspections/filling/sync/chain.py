"""The chain of changes on a phone: each entry is hashed onto the last. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import N_, Conflict, Invalid

GENESIS = "0" * 64


class ChainBroken(Invalid):
    """An entry that does not follow from the one before it, or whose hash is not its own."""

    message = N_("第 {seq} 条记录的校验链不连续，内容可能被改动过。请导出救援文件并联系主管。")


class ChainDiffers(Conflict):
    """An entry that is here already with other content."""

    code = "chain_broken"
    message = N_("第 {seq} 条记录与服务器已收到的不一致，没有覆盖。请导出救援文件并联系主管。")


class ChainGap(Conflict):
    """Entries between the last that is here and the first of the packet are not here."""

    message = N_("缺少第 {next} 条之后的记录，请从该条重新发送。")


def canonical(value: Any) -> str:
    """The one way to write a value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str | bytes) -> str:
    """The SHA-256 of text or bytes in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash of an entry: over all of it but the hash itself."""
    return digest(canonical({name: value for name, value in entry.items() if name != "hash"}))


def linked(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries with `seq`, `previous` and `hash` filled in, from the beginning of a chain."""
    chain, previous = [], GENESIS
    for seq, entry in enumerate(entries, start=1):
        whole = {**entry, "seq": seq, "previous": previous}
        previous = entry_hash(whole)
        chain.append({**whole, "hash": previous})
    return chain


def continue_chain(
    known: Mapping[int, str], first: int, entries: list[Mapping[str, Any]], head: str
) -> list[Mapping[str, Any]]:
    """The entries that are new after those `known` (seq → hash, from 1 without a gap).

    Raises ChainGap, ChainBroken naming the entry, or ChainDiffers for a known one with other content.
    """
    last = max(known, default=0)
    if first > last + 1:
        raise ChainGap(fields={"next": last + 1}, next=last + 1)
    previous = known.get(first - 1, GENESIS)
    for seq, entry in enumerate(entries, start=first):
        if entry["seq"] != seq or entry["previous"] != previous or entry["hash"] != entry_hash(entry):
            raise ChainBroken(seq=seq, fields={"seq": seq})
        if known.get(seq, entry["hash"]) != entry["hash"]:
            raise ChainDiffers(seq=seq, fields={"seq": seq})
        previous = entry["hash"]
    if head != previous:
        raise ChainBroken(seq=first + len(entries) - 1, fields={"seq": first + len(entries) - 1})
    return [entry for entry in entries if entry["seq"] > last]
