"""Opens a page in a browser and writes the tables, landmarks and controls of its accessibility tree as JSON, a list of one;
of a page of FRAMES frames those of the page in each of them.

    dbus-run-session -- /usr/bin/python3 -W ignore tree.py FILE TITLE FRAMES COMMAND...

It wants a D-Bus session of its own, in which no other program has an accessibility tree,
and starts a screen of its own for the browser. Each table has its name, its size, and its
cells in the order of the tree: role, text, place, and the places of the header cells
that the browser gives them, which is what a screen reader asks for. A landmark has its kind and its name,
a control its role and its name.
"""
import json
import os
import signal
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

LIMIT = 200  # seconds until the page is there, many more than it takes
CELLS = {"table cell", "column header", "row header", "table column header", "table row header"}


def screen():
    """Starts an X server; returns it and the name of its display."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with open(read) as out:
        number = out.readline().strip()
    if not number:
        sys.exit("Xvfb does not start")
    return server, ":" + number


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child:
            yield child


def below(node, wanted):
    """The nodes that are wanted, in order; it does not look inside them."""
    for child in children(node):
        if wanted(child):
            yield child
        else:
            yield from below(child, wanted)


def text(node):
    """The text of a cell: its own, with that of what it holds in the places that are kept for it."""
    own = ""
    if node.get_text_iface():
        own = Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    held = list(children(node))
    if not own:
        return "".join(map(text, held)) or (node.get_name() or "").strip()
    if len(held) != own.count("\ufffc"):  # Chromium lists the pieces of the text itself too
        held = [child for child in held if child.get_role_name() != "static"]
    return "".join(text(held.pop(0)) if c == "\ufffc" and held else c for c in own).strip()


def place(cell):
    _, row, column = Atspi.TableCell.get_position(cell)
    return [row, column]


def table(node):
    size = node.get_table_iface()
    cells = []
    for cell in below(node, lambda n: n.get_role_name() in CELLS):
        cells.append({
            "role": cell.get_role_name(), "text": text(cell), "place": place(cell),
            "rows": [place(h) for h in Atspi.TableCell.get_row_header_cells(cell)],
            "columns": [place(h) for h in Atspi.TableCell.get_column_header_cells(cell)],
        })
    return {"name": node.get_name() or "", "cells": cells,
            "rows": Atspi.Table.get_n_rows(size) if size else 0, "columns": Atspi.Table.get_n_columns(size) if size else 0}


def tables(node):
    """All tables below a node, those that hold others too."""
    for child in children(node):
        if child.get_role_name() == "table":
            yield table(child)
        yield from tables(child)


def named(node, found):
    """The landmarks and the controls below a node."""
    for child in children(node):
        role = child.get_role_name()
        if role == "landmark":
            found["landmarks"].append([child.get_attributes().get("xml-roles", ""), child.get_name() or ""])
        elif child.get_state_set().contains(Atspi.StateType.FOCUSABLE) and role not in ("document web", "document frame"):
            found["controls"].append([role, child.get_name() or ""])
        named(child, found)
    return found


def is_page(node):
    return node.get_role_name() in ("document web", "document frame")


def is_loaded(page):
    return not page.get_state_set().contains(Atspi.StateType.BUSY)


def documents(title, frames):
    """The pages, once they are loaded; none before. Nothing in them is looked at before: what Firefox tells
    of a table that is not whole yet it remembers."""
    for app in children(Atspi.get_desktop(0)):
        for page in below(app, lambda node: is_page(node) and (node.get_name() or "").startswith(title)):
            if is_loaded(page):
                pages = list(below(page, is_page)) if frames else [page]
                return pages if len(pages) == max(frames, 1) and all(map(is_loaded, pages)) else []
    return []


def look(title, frames):
    """What is in the trees as JSON, "" while a page is not there. The library remembers what was
    true while a page was loading, so that each look is a process of its own."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        found = ""
        try:
            Atspi.init()
            pages = documents(title, frames)
            trees = [named(page, {"tables": list(tables(page)), "landmarks": [], "controls": []}) for page in pages]
            found = json.dumps(trees, ensure_ascii=False) if trees else ""
        except GLib.Error:  # the tree changed meanwhile
            pass
        with open(write, "w") as out:
            out.write(found)
        os._exit(0)
    os.close(write)
    with open(read) as out:
        found = out.read()
    os.waitpid(pid, 0)
    return found


def main(file, title, frames, command):
    server, display = screen()
    browser = subprocess.Popen(command, env=dict(os.environ, DISPLAY=display), start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + LIMIT
        before = now = ""
        while not now or now != before:
            if time.monotonic() > end:
                sys.exit(f"after {LIMIT} s there is no page {title!r} that stays the same")
            time.sleep(0.5)
            before, now = now, look(title, frames)
        with open(file, "w") as out:
            out.write(now)
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        server.terminate()


main(*sys.argv[1:3], int(sys.argv[3]), sys.argv[4:])
