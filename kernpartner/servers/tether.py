"""Becomes another program that ends when its parent ends; run as a script, standard library only.

Usage: tether.py DEATH_SIGNAL PARENT_PID UID COMMAND...   (UID -1: stay who you are)

A wrapper and not a function between fork and exec, because that would be unsafe in a process with threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(death_signal: int, parent: int, uid: int, command: list[str]) -> None:
    """Give up root when asked, ask the kernel for the signal at the parent's death, and become the command."""
    if uid >= 0:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    # After the change of user, which would clear the wish.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that started this one is gone already")
    os.execvp(command[0], command)


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
