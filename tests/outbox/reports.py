"""Writes delivery reports (RFC 3464) as mail servers send them."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText


def a_report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "smtp; 550 5.1.1 <weg@example.org>: Recipient address rejected: User unknown",
    whole: bool = False,
) -> bytes:
    """Give a report about the mail with this Message-ID, ending in its headers or (`whole`) in a copy of it."""
    report = MIMEMultipart("report", **{"report-type": "delivery-status"})
    report["From"] = "MAILER-DAEMON@mx.example.org"
    report["To"] = "post@example.org"
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report.attach(MIMEText("I'm sorry to have to inform you that your message could not be delivered."))
    report.attach(_status(action, status, words))
    report.attach(_about(message_id, whole))
    return report.as_bytes(policy=policy.SMTP)


def _status(action: str, status: str, words: str) -> Message:
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    server, recipient = Message(), Message()
    server["Reporting-MTA"] = "dns; mx.example.org"
    recipient["Final-Recipient"] = "rfc822; weg@example.org"
    recipient["Action"] = action
    recipient["Status"] = status
    recipient["Diagnostic-Code"] = words
    part.set_payload([server, recipient])
    return part


def _about(message_id: str, whole: bool) -> Message:
    sent = EmailMessage(policy=policy.SMTP)
    sent["From"], sent["To"], sent["Message-ID"] = "post@example.org", "weg@example.org", message_id
    if whole:
        sent.set_content("Er is een nieuw themabericht.")
        copy = Message()
        copy["Content-Type"] = "message/rfc822"
        copy.set_payload([sent])
        return copy
    return MIMEText(sent.as_string().partition("\n\n")[0], "rfc822-headers")
