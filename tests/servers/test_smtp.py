"""The demo's mail server keeps each mail as a file and sends nothing on."""

from __future__ import annotations

import smtplib
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from kernpartner.servers.household import household
from kernpartner.servers.smtp import start_smtp


def test_each_mail_is_a_file_in_the_order_of_arrival_with_the_addresses_it_was_given(tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    with household() as home:
        port = start_smtp(home, mails, tmp_path / "smtp.log")
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
            for subject in ("Eén", "Twee"):
                mail = EmailMessage()
                mail["Subject"], mail["From"], mail["To"] = subject, "kernpartner@example.org", "iedereen@example.org"
                mail.set_content("Beste collega,\n.\nDag\n")
                server.send_message(mail, to_addrs=["jou@example.org", "sport@example.org"])
    files = sorted(mails.glob("*.eml"))
    read = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
    assert [mail["Subject"] for mail in read] == ["Eén", "Twee"]
    assert read[0]["X-Envelope-To"] == "jou@example.org, sport@example.org"
    assert read[0].get_content().replace("\r\n", "\n") == "Beste collega,\n.\nDag\n"
    assert [file.name for file in mails.iterdir() if file not in files] == []
