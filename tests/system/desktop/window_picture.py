#!/usr/bin/env python3
"""window_picture.py FRAMEBUFFER WIDTHxHEIGHT TRACE PNG [OPTION]...: the window on a screen as a PNG, if it is drawn.

FRAMEBUFFER is what Xvfb keeps with -fbdir. With the option --trace-screens, TRACE holds what the program says: where its fields and
buttons are. Each of them must be seen at its place. Exit code 3: not all of it is drawn yet.
"""
import json
import struct
import sys
import zlib


def read_screen(path):
    """Width, height and rows of (red, green, blue) bytes of an X window dump."""
    data = open(path, "rb").read()
    header = struct.unpack(">25I", data[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    start = size + 12 * colours
    rows = []
    for y in range(height):
        row = data[start + y * line:start + y * line + 4 * width]
        rgb = bytearray(3 * width)
        rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
        rows.append(bytes(rgb))
    return width, height, rows


def write_png(path, width, height, rows):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def colours_in(rows, rect):
    left, top, right, bottom = rect
    return {row[3 * x:3 * x + 3] for row in rows[top:bottom] for x in range(left, right)}


def is_drawn(rows, rect):
    """An edge or a surface that differs from what is around it, and text: its shades are more than two colours."""
    left, top, right, bottom = rect
    around = rows[max(0, top - 4)][3 * left:3 * left + 3]
    inside = colours_in(rows, rect)
    return len(inside) > 8 and any(colour != around for colour in inside)


def window_of(width, height, rows):
    """The part of a black screen that is not black."""
    seen = [y for y in range(height) if any(rows[y])]
    left, right = width, 0
    for y in seen:
        row = rows[y]
        left = min(left, (len(row) - len(row.lstrip(b"\0"))) // 3)
        right = max(right, (len(row.rstrip(b"\0")) + 2) // 3)
    if not seen:
        return 0, 0, []
    return right - left, len(seen), [rows[y][3 * left:3 * right] for y in seen]


def main():
    framebuffer, size, trace, png, *options = sys.argv[1:]
    traced = "--trace-screens" in options
    width, height, rows = window_of(*read_screen(framebuffer))
    if size != f"{width}x{height}":
        print(f"the window is {width}x{height}")
        return 3
    items = []
    if traced:
        line = open(trace, encoding="utf-8").readline()
        if not line.endswith("\n"):
            return 3
        items = json.loads(line)["items"]
    drawn = [item["label"] for item in items if is_drawn(rows, item["rect"])]
    # A blank window has one colour; shades and text have many.
    colours = len(colours_in(rows, (0, 0, width, height)))
    print(f"{size}, {colours} colours, {len(drawn)} of {len(items)} fields and buttons")
    write_png(png, width, height, rows)
    return 0 if len(drawn) == len(items) and bool(items) == traced and colours > 60 else 3


sys.exit(main())
