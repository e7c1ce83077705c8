"""Shows in the demo which mails were sent, so that nobody needs a mail program; elsewhere these pages are not there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Blueprint, abort, current_app, make_response, render_template
from werkzeug.wrappers import Response

from kernpartner.web.headers import POLICY

bp = Blueprint("mailbox", __name__)

SHOWN = 200
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
# What a mail may do inside its frame: look as it looks in a mail program, open links in a new tab, nothing else.
_FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Letter:
    """A mail in the demo's folder, under the name of its file."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """Give the subject in readable letters."""
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        """Give to whom the mail was really given."""
        return str(self.message["X-Envelope-To"] or self.message["To"] or "")

    @property
    def sent_at(self) -> object:
        """Give when it was written, or nothing when the header makes no sense."""
        try:
            return parsedate_to_datetime(str(self.message["Date"]))
        except (TypeError, ValueError):
            return None

    def part(self, subtype: str) -> str:
        """Give the text of the part of this kind (`plain`, `html`), empty when there is none."""
        found = self.message.get_body((subtype,))
        return str(found.get_content()) if found is not None else ""

    def attachments(self) -> list[EmailMessage]:
        """Give what goes with the mail as a file."""
        return [part for part in self.message.iter_attachments() if isinstance(part, EmailMessage)]


@bp.get("/demo/post")
def listing() -> str:
    """List the newest mails that the demo sent."""
    names = sorted((path.stem for path in _folder().glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
    return render_template("mailbox/listing.html", letters=[_letter(name) for name in names[:SHOWN]])


@bp.get("/demo/post/<name>")
def one(name: str) -> Response:
    """Show one mail: as a mail program shows it, as text, and what goes with it."""
    answer = make_response(render_template("mailbox/one.html", letter=_letter(name)))
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


@bp.get("/demo/post/<name>/html")
def html_part(name: str) -> Response:
    """Give the mail as HTML, shut in by its own policy: no script, no form, nothing from elsewhere."""
    answer = make_response(_letter(name).part("html"))
    answer.headers["Content-Security-Policy"] = _FRAME_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.get("/demo/post/<name>/bijlage/<int:number>")
def attachment(name: str, number: int) -> Response:
    """Give what goes with the mail as a file to keep."""
    files = _letter(name).attachments()
    if number >= len(files):
        abort(404)
    answer = make_response(files[number].get_payload(decode=True))
    answer.mimetype = files[number].get_content_type()
    answer.headers.set("Content-Disposition", "attachment", filename=files[number].get_filename() or "bijlage")
    return answer


def _folder() -> Path:
    settings = current_app.config["SETTINGS"]
    if not (settings.demo and settings.demo_mail_folder):
        abort(404)
    return Path(settings.demo_mail_folder)


def _letter(name: str) -> Letter:
    path = _folder() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        abort(404)
    with path.open("rb") as file:
        return Letter(name, message_from_binary_file(file, policy=policy.default))
