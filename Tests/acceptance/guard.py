"""Ends processes and removes folders when the tests are over, also when pytest itself is killed.

A shell reads from a pipe what to look after. The pipe closes when this process is gone, however it went.
"""

import atexit
import functools
import subprocess

SCRIPT = r"""
processes= folders=
while read -r kind value; do
    case $kind in
        process) processes="$processes $value" ;;
        folder) folders="$folders $value" ;;
    esac
done
alive() { [ "$(cut -d' ' -f22 "/proc/${1%:*}/stat" 2>/dev/null)" = "${1#*:}" ]; }  # the same process, not its number again
left=
for each in $processes; do alive "$each" && kill -QUIT "${each%:*}" && left="$left $each"; done
[ -z "$left" ] || sleep 0.3
for each in $left; do alive "$each" && kill -KILL "${each%:*}"; done
[ -z "$folders" ] || rm -rf $folders
"""


@functools.cache
def _pipe():
    guard = subprocess.Popen(["sh", "-c", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True)
    atexit.register(lambda: (guard.stdin.close(), guard.wait(10)))
    return guard.stdin


def _tell(line):
    _pipe().write(line + "\n")
    _pipe().flush()


def end_with_the_tests(pid):
    """Kills the process at the end if it still runs; its start time tells it from a later one with its number."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            _tell(f"process {pid}:{file.read().split()[21]}")
    except FileNotFoundError:
        pass  # it has ended already


def remove_with_the_tests(folder):
    """Removes the folder at the end if it is still there."""
    _tell(f"folder {folder}")
