#!/usr/bin/env python3
"""Types at a program that runs in a terminal, and checks what it shows.

Usage: type-at-terminal.py PROGRAM ARGS... < STEPS

A step is a line: `expect TEXT`, `send TEXT` or `pause MILLISECONDS`; TEXT may hold Python's escapes. What is expected
comes behind what was expected before. The status is 0 when all came in time and the program ended with 0.
"""
import os
import pty
import select
import signal
import sys
import time

# Seconds for all steps.
LIMIT = 240


class Terminal:
    def __init__(self, command):
        self.seen = b""
        self.deadline = time.monotonic() + LIMIT
        self.process, self.screen = pty.fork()
        if self.process == 0:
            os.execv(command[0], command)

    def read(self, seconds):
        """Takes what the program shows; false when it has ended."""
        if not select.select([self.screen], [], [], seconds)[0]:
            return True
        try:
            chunk = os.read(self.screen, 4096)
        except OSError:
            chunk = b""
        self.seen += chunk
        return bool(chunk)

    def expect(self, text):
        while text not in self.seen:
            if time.monotonic() > self.deadline or not self.read(0.1):
                self.fail(f"no {text!r}")
        self.seen = self.seen[self.seen.index(text) + len(text):]

    def fail(self, reason):
        os.kill(self.process, signal.SIGKILL)
        sys.exit(f"{reason} in {self.seen!r}")

    def end(self):
        while self.read(0.1):
            if time.monotonic() > self.deadline:
                self.fail("no end")
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def main():
    terminal = Terminal(sys.argv[1:])
    for line in sys.stdin:
        word, _, text = line.rstrip("\n").partition(" ")
        text = text.encode().decode("unicode_escape").encode("latin-1")
        if word == "expect":
            terminal.expect(text)
        elif word == "send":
            os.write(terminal.screen, text)
        elif word == "pause":
            time.sleep(int(text) / 1000)
        else:
            sys.exit(f"no step: {line}")
    sys.exit(terminal.end())


main()
