#!/usr/bin/env python3
"""Golden vectors of the bucketing, by an implementation of its own: python3 golden.py > ../resources/dev/terrace/flags/golden.csv

Written from the definition, with bytes and whole numbers only; the build reads what it printed and does not run it.
Columns: salt, stream, unit (each as the hex digits of its UTF-8 bytes), hash (murmur3_x86_32, seed 0, unsigned), bucket.
"""

import random

MASK = 0xFFFFFFFF


def rotated(x, bits):
    return ((x << bits) | (x >> (32 - bits))) & MASK


def murmur3(data):
    h = 0
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i:i + 4], "little")
        k = rotated(k * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
        h = (rotated(h ^ k, 13) * 5 + 0xE6546B64) & MASK
    if whole < len(data):
        k = int.from_bytes(data[whole:], "little")
        h ^= rotated(k * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & MASK
    h = (h ^ h >> 13) * 0xC2B2AE35 & MASK
    return h ^ h >> 16


assert murmur3(b"") == 0
assert murmur3(b"test") == 0xBA6BD213
assert murmur3(b"Hello, world!") == 0xC0363E43
assert murmur3(b"The quick brown fox jumps over the lazy dog") == 0x2E4FF723

chance = random.Random(20)
alphabets = ["0123456789", "abcdefghijklmnopqrstuvwxyz-_.@", "äöüßéñ", "日本語漢字", "😀🚀🧪", "\x00\x01\x7f\u0080\u07ff\u0800\uffff\U00010000\U0010ffff"]


def text(shortest, longest, letters):
    return "".join(chance.choice(letters) for _ in range(chance.randint(shortest, longest)))


def vectors():
    for stream in ("gate", "variant"):
        # What a plain concatenation would confuse.
        yield from [("ab", stream, "c"), ("a", stream, "bc"), ("a", stream, ""), ("a" + stream, stream, "1"), ("a", stream, "\x00b")]
        for i in range(100):
            yield "new_checkout", stream, str(i)
            yield "new_checkout", stream, "user-%d" % i
        for _ in range(400):
            letters = chance.choice(alphabets)
            salt = text(1, 30, chance.choice(alphabets)).replace("\x00", "0")
            yield salt, stream, text(0, 70, letters + "x0")


print("salt,stream,unit,hash,bucket")
for salt, stream, unit in vectors():
    parts = [part.encode("utf-8") for part in (salt, stream, unit)]
    value = murmur3(b"\x00".join(parts))
    print(",".join([part.hex() for part in parts] + [str(value), str(value * 100000 >> 32)]))
