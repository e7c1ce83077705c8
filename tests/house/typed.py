"""Keeps for each text column and form field of the house what may be in it: a typed text, cleaned where, or why not.

A new column or field that is not declared here fails `test_typed.py`. A text that a person types goes through
`kernpartner.privacy.deidentify.clean` in the service that is named beside its column; see docs/deidentification.md.
"""

from __future__ import annotations

# What people type, and the module that cleans it before it is stored.
CLEANED = {
    "concern.text": "concerns.service.writing",
    "concern.tried": "concerns.service.writing",
    "concern_draft.fields": "concerns.service.drafts",
    "retag_batch.reason": "concerns.service.retagging",
    "consultation.question": "consultations.service.asking",
    "consultation.outcome_reason": "consultations.service.ending",
    "reply.text": "consultations.service.asking",
    "talk_note.text": "consultations.service.talk",
    "talk_draft.text": "consultations.service.talk",
    "clarification_answer.remark": "consultations.service.clarification",
    "question_set.questions": "consultations.service.clarification",
    "question_set.note": "consultations.service.clarification",
    "lesson.text": "consultations.service.lessons",
    "meeting.title": "meetings.service.planning",
    "meeting.place": "meetings.service.planning",
    "agenda_item.title": "meetings.service.editing",
    "agenda_item.question": "meetings.service.editing",
    "agenda_item.brought_in_by": "meetings.service.editing",
    "agenda_item.desired_result": "meetings.service.editing",
    "agenda_question.text": "meetings.service.planning",
    "item_minutes.text": "meetings.service.minutes",
    "decision.text": "meetings.service.minutes",
    "invitation.remark": "meetings.service.inviting",
    "date_poll.title": "meetings.service",
    "date_poll.place": "meetings.service",
    "minutes_answer.amendment": "meetings.service",
    "agreed_action.text": "actions.service",
    "action_change.note": "actions.service",
    "offer.form": "offers.service",
    "offer.when_text": "offers.service",
    "offer.contact_text": "offers.service",
    "offer.contact_function": "offers.service",
    "digest_signature.remark": "digests.service.signing",
    "paraphrase.text": "digests.service.paraphrasing",
    "situation_text.label": "situations.service",
    "situation_version.body": "situations.service",
    "guest_summary.text": "guests.service.inviting",
    "scheme.label": "themes.service.editing",
    "scheme.note": "themes.service.editing",
    "theme.label": "themes.service.editing",
    "theme.label_en": "themes.service.editing",
    "theme.definition": "themes.service.editing",
    "theme.in_scope": "themes.service.editing",
    "theme.out_of_scope": "themes.service.editing",
    "theme.next_step": "themes.service.editing",
    "theme.partner_names": "themes.service.editing",
    "theme.examples": "themes.service.editing",
    "factor.label": "themes.service.mapping",
    "theme_change.reason": "themes.service.recording",
    "theme_step.reason": "themes.service.recording",
    "theme_word.word": "learning.service.groups",
    "next_step.title": "steps.service",
    "next_step.why": "steps.service",
    "solution_direction.title": "steps.service",
    "solution_direction.goal": "steps.service",
    "step_package.title": "steps.service",
    "step_package.parts": "steps.service",
}
# Put together by the house from columns of `CLEANED`; nobody types here.
COPIED = {
    "outbox_mail.context": "names of meetings and items for a mail",
    "notice.context": "names of meetings and items for a notice",
    "agreed_action.item_title": "the title of the item",
    "guest_session.title": "the title of the meeting",
    "invitation.reason": "the theme or the item that somebody is invited for",
    "invitation.items": "the items as they were settled",
    "settled_agenda.content": "the agenda as it was settled",
    "submitted_minutes.content": "the minutes as they were submitted",
    "item_words.words": "an earlier version of the words of an item",
    "agenda_item.lessons": "lessons by their text",
    "agenda_item.offers": "offers by their form",
    "agenda_item.open_actions": "actions by their text",
    "digest.content": "figures, approved paraphrases and lessons",
    "theme_change.before": "a theme as it was",
    "theme_change.after": "a theme as it became",
    "edition.label": "the name of a theme or period",
}
# Never a text that somebody types about somebody.
_REASONS = {
    "a word from a fixed list of ours": (
        "concern.age_band concern.author_role concern.sector concern.perspective concern.wider concern.source "
        "concern.status concern.verdict concern_theme.state consultation.status consultation.outcome "
        "reply.kind talk_note.step talk_draft.field talk_draft.kind live_talk.step "
        "clarification_answer.question_key clarification_answer.choices digest.status digest_signature.choice "
        "district_word.kind emergent_group.state factor.ring factor.sector invitation.role invitation.answer "
        "meeting.kind meeting.form meeting.status meeting.draft_problem agenda_item.kind agenda_item.aim "
        "date_poll.form poll_answer.answer minutes_answer.answer position.role organisation.type_slug "
        "organisation.sector outbox_mail.kind outbox_mail.language outbox_mail.template outbox_mail.status "
        "outbox_bounce.severity outbox_bounce.status person.language retag_batch.kind situation_text.channel "
        "tally_event.kind theme.ending theme_change.kind theme_match.kind theme_step.kind theme_verdict.trend "
        "next_step.status next_step.domains solution_direction.status roll_out.status "
        "notice.kind notice.goes agreed_action.status action_change.status audit_entry.verb audit_entry.role "
        "audit_entry.subject_kind audit_entry.outcome edition.audience digest_mail_wish.rhythm heartbeat.name "
        "job_run.name"
    ),
    "made by the house: a slug, key, hash, token, version, period or figure": (
        "next_step.tests next_step.shipped_key solution_direction.partners "
        "area.slug district.slug factor.slug organisation.slug organisation_type.slug scheme.slug theme.slug "
        "situation_text.slug agenda_item.key agenda_item.bands agenda_item.guests agenda_item.why agenda_item.why_not "
        "agenda_item.weighing agreed_action.save_key decision.save_key item_minutes.save_key audit_entry.details "
        "audit_entry.previous_hash audit_entry.hash concern.suggested_by concern_theme.spans digest.period_label "
        "digest.content_hash digest_signature.content_hash digest_mail_wish.token digest_mail_wish.feed_token "
        "digest_mail_wish.themes digest_mail_wish.areas notice_wish.token notice_wish.wishes notice.dedupe_key "
        "outbox_mail.dedupe_key outbox_mail.message_id outbox_mail.last_error outbox_bounce.report edition.audit "
        "emergent_group.words invitation_link.token_hash poll_voter.token_hash guest_session.token_hash job_run.period "
        "job_run.counts live_talk.minutes meeting.parts meeting.absent person.password_hash "
        "publication_statement.selector publication_statement.rule publication_statement.previous_hash "
        "publication_statement.hash recovery_code.code_hash second_factor.sealed_secret settled_agenda.content_hash "
        "submitted_minutes.content_hash sign_in_session.browser tagger_version.model tagger_version.measured "
        "tally_event.id tally_delta.event_id theme.level theme.codes theme_step.version theme_step.before "
        "theme_step.after theme_verdict.reason theme_verdict_input.inputs"
    ),
    "the name or the address at work of an organisation or a professional, kept to be read": (
        "area.label district.label district.settings organisation.label organisation.neighbourhood "
        "organisation.aliases organisation_type.label person.name person.email outbox_mail.to_address "
        "outbox_bounce.address offer.contact_phone offer.contact_email situation_text.contact_phone "
        "situation_text.contact_email"
    ),
    "a translation or a plan that comes with the program": (
        "solution_direction.plan solution_direction.worksheet_title solution_direction.worksheet_text"
    ),
    "the answer of a mail server": "outbox_bounce.words",
    "the number of a concern in another system, only read from a file by command": "concern.external_id",
    "the district's own words: what must go and what may stay, kept on purpose and without a tie to a concern": (
        "district_word.word"
    ),
}
NOT_TYPED = {column: reason for reason, columns in _REASONS.items() for column in columns.split()}

# Fields that a view reads and no template writes as a text or a choice (their name is put together on the way), with
# why nobody types in them. `test_canary.py` sends a name in each of these and in every choice all the same.
CHOSEN = {
    "action_step": "the id of a next step",
    "agreed": "ja or nee, carried along to put a word back",
    "antwoord": "an answer of ours, per question",
    "ids": "ids of words, carried along to undo a step",
    "status": "a status of ours",
    "times": "how often a word was proposed, carried along to put it back",
}
# Boxes of a search that ends up in an address.
ASKED = {
    "wie": "the address at work of a professional, in the trail; no access log is kept",
    "vanaf": "a day, in the trail",
}
