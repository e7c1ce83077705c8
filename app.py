"""Builds the web app for `gunicorn app:app`; run as a script it makes `.venv` first and hands over to the commands."""

import sys

if __name__ == "__main__":
    # Nothing newer than Python 2 may stand above this line: an old Python must get as far as this sentence.
    if sys.version_info < (3, 11):
        sys.exit("Kernpartner needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031
    from kernpartner.bootstrap import hand_over

    hand_over(sys.argv[1:])
else:
    from kernpartner.web import create_app

    app = create_app()
