"""Adds what the talk, the taxonomy, learning, minutes, next steps, notices, guests and sign-in keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

UP: tuple[str, ...] = (
    """
    ALTER TABLE consultation ADD CONSTRAINT ck_consultation_specialist_care_talk_was_held CHECK (((outcome IS DISTINCT FROM 'specialist_care'::text) OR (live_talk_on IS NULL) OR ((closed_at IS NOT NULL) AND (live_talk_on <= ((closed_at AT TIME ZONE 'Europe/Amsterdam'::text))::date))))
    """,
    """
    ALTER TABLE digest_mail_wish ADD CONSTRAINT ck_digest_mail_wish_rhythm_known CHECK ((rhythm = ANY (ARRAY['each'::text, 'quarter'::text, 'year'::text, 'none'::text])))
    """,
    """
    ALTER TABLE meeting ADD CONSTRAINT ck_meeting_form_known CHECK ((form = ANY (ARRAY['yearly'::text, 'kickoff'::text, 'interim'::text])))
    """,
    """
    CREATE TRIGGER item_words_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON item_words FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER submitted_minutes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON submitted_minutes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
DOWN: tuple[str, ...] = (
    """
    ALTER TABLE consultation DROP CONSTRAINT ck_consultation_specialist_care_talk_was_held
    """,
    """
    ALTER TABLE digest_mail_wish DROP CONSTRAINT ck_digest_mail_wish_rhythm_known
    """,
    """
    ALTER TABLE meeting DROP CONSTRAINT ck_meeting_form_known
    """,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "outbox_bounce",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("severity in ('hard', 'soft')", name=op.f("ck_outbox_bounce_severity_known")),
        sa.ForeignKeyConstraint(["mail_id"], ["outbox_mail.id"], name=op.f("fk_outbox_bounce_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_bounce")),
        sa.UniqueConstraint("report", name=op.f("uq_outbox_bounce_report")),
    )
    op.create_index(
        "ix_outbox_bounce_open",
        "outbox_bounce",
        ["address"],
        unique=False,
        postgresql_where=sa.text("settled_at is null"),
    )
    op.create_table(
        "notice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("goes", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("goes in ('now', 'day', 'week', 'never')", name=op.f("ck_notice_goes_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notice_dedupe_key")),
    )
    op.create_index(op.f("ix_notice_person_id_at"), "notice", ["person_id", "at"], unique=False)
    op.create_index(
        "ix_notice_waiting",
        "notice",
        ["person_id"],
        unique=False,
        postgresql_where=sa.text("left_at is null and goes in ('day', 'week')"),
    )
    op.create_table(
        "notice_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("wishes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_wish_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_wish")),
        sa.UniqueConstraint("token", name=op.f("uq_notice_wish_token")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)
    op.create_table(
        "emergent_group",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'named') = (theme_id is not null)", name=op.f("ck_emergent_group_named_is_theme")),
        sa.CheckConstraint("(state = 'open') = (decided_at is null)", name=op.f("ck_emergent_group_people_decide")),
        sa.CheckConstraint("state in ('open', 'named', 'left')", name=op.f("ck_emergent_group_state_known")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_emergent_group_decided_by")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_emergent_group_district_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_emergent_group_organisation_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_emergent_group_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergent_group")),
    )
    op.create_index(
        op.f("ix_emergent_group_district_id_organisation_id"),
        "emergent_group",
        ["district_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "next_step",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("domains", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tests", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("shipped_key", sa.Text(), nullable=True),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('idea', 'running', 'done', 'stopped')", name=op.f("ck_next_step_status_known")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_next_step_district_id")),
        sa.ForeignKeyConstraint(["promoted_by"], ["person.id"], name=op.f("fk_next_step_promoted_by")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_next_step_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
        sa.UniqueConstraint("district_id", "shipped_key", name=op.f("uq_next_step_district_id_shipped_key")),
    )
    op.create_index(op.f("ix_next_step_district_id"), "next_step", ["district_id"], unique=False)
    op.create_index(op.f("ix_next_step_theme_id"), "next_step", ["theme_id"], unique=False)
    op.create_table(
        "question_set",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_question_set_version_counts_from_one")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_question_set_district_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_question_set_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_set_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
        sa.UniqueConstraint("district_id", "version", name=op.f("uq_question_set_district_id_version")),
    )
    op.create_table(
        "retag_batch",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("concerns", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('move', 'add', 'remove', 'divide')", name=op.f("ck_retag_batch_kind_known")),
        sa.ForeignKeyConstraint(["from_id"], ["theme.id"], name=op.f("fk_retag_batch_from_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_retag_batch_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_retag_batch_person_id")),
        sa.ForeignKeyConstraint(["to_id"], ["theme.id"], name=op.f("fk_retag_batch_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retag_batch")),
    )
    op.create_index(op.f("ix_retag_batch_organisation_id_at"), "retag_batch", ["organisation_id", "at"], unique=False)
    op.create_table(
        "situation_text",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("contact_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_email", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel in ('phone', 'mail', 'website')", name=op.f("ck_situation_text_channel_known")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_situation_text_district_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_situation_text_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_text")),
        sa.UniqueConstraint("district_id", "slug", name=op.f("uq_situation_text_district_id_slug")),
    )
    op.create_index(op.f("ix_situation_text_owner_id"), "situation_text", ["owner_id"], unique=False)
    op.create_table(
        "theme_change",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_theme_change_district_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_change_theme_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["theme_change.id"], name=op.f("fk_theme_change_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_theme_change_undoes_id")),
    )
    op.create_index(op.f("ix_theme_change_district_id_at"), "theme_change", ["district_id", "at"], unique=False)
    op.create_index(op.f("ix_theme_change_theme_id"), "theme_change", ["theme_id"], unique=False)
    op.create_table(
        "theme_heir",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("heir_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["heir_id"], ["theme.id"], name=op.f("fk_theme_heir_heir_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_heir_theme_id")),
        sa.PrimaryKeyConstraint("theme_id", "heir_id", name=op.f("pk_theme_heir")),
    )
    op.create_index(op.f("ix_theme_heir_heir_id"), "theme_heir", ["heir_id"], unique=False)
    op.create_table(
        "theme_match",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('exact', 'related')", name=op.f("ck_theme_match_kind_known")),
        sa.ForeignKeyConstraint(["other_id"], ["theme.id"], name=op.f("fk_theme_match_other_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_match_theme_id")),
        sa.PrimaryKeyConstraint("theme_id", "other_id", name=op.f("pk_theme_match")),
    )
    op.create_index(op.f("ix_theme_match_other_id"), "theme_match", ["other_id"], unique=False)
    op.create_table(
        "theme_word",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_word_theme_id")),
        sa.PrimaryKeyConstraint("theme_id", "word", name=op.f("pk_theme_word")),
    )
    op.create_table(
        "date_poll",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_date_poll_area_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_date_poll_asked_by")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_date_poll_district_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_date_poll_meeting_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_date_poll_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
    )
    op.create_index(op.f("ix_date_poll_district_id"), "date_poll", ["district_id"], unique=False)
    op.create_table(
        "offer_use",
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_offer_use_lesson_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_offer_use_named_by")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_use_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_use")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_offer_use_lesson_id")),
    )
    op.create_index(op.f("ix_offer_use_offer_id"), "offer_use", ["offer_id"], unique=False)
    op.create_table(
        "situation_version",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_situation_version_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_situation_version_person_id")),
        sa.ForeignKeyConstraint(["text_id"], ["situation_text.id"], name=op.f("fk_situation_version_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_version")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_situation_version_text_id_number")),
    )
    op.create_table(
        "solution_direction",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("partners", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("worksheet_title", sa.Text(), nullable=False),
        sa.Column("worksheet_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('idea', 'running', 'done', 'stopped')", name=op.f("ck_solution_direction_status_known")
        ),
        sa.CheckConstraint(
            "ends_on is null or starts_on is null or ends_on >= starts_on",
            name=op.f("ck_solution_direction_period_forward"),
        ),
        sa.ForeignKeyConstraint(["step_id"], ["next_step.id"], name=op.f("fk_solution_direction_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_direction")),
        sa.UniqueConstraint("step_id", "position", name=op.f("uq_solution_direction_step_id_position")),
    )
    op.create_index(op.f("ix_solution_direction_step_id"), "solution_direction", ["step_id"], unique=False)
    op.create_table(
        "submitted_minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_submitted_minutes_meeting_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submitted_minutes_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_minutes")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_submitted_minutes_meeting_id_version")),
    )
    op.create_table(
        "theme_step",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_theme_step_concern_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_theme_step_person_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_step_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_step")),
    )
    op.create_index(op.f("ix_theme_step_change_id"), "theme_step", ["change_id"], unique=False)
    op.create_index(op.f("ix_theme_step_concern_id_theme_id"), "theme_step", ["concern_id", "theme_id"], unique=False)
    op.create_table(
        "clarification_answer",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_clarification_answer_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_clarification_answer_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_clarification_answer_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clarification_answer_person_id")),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name=op.f("fk_clarification_answer_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_answer")),
        sa.UniqueConstraint(
            "consultation_id",
            "question_key",
            "version",
            name=op.f("uq_clarification_answer_consultation_id_question_key_version"),
        ),
    )
    op.create_table(
        "guest_session",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_by_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(consultation_id is null) <> (meeting_id is null)", name=op.f("ck_guest_session_one_session")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_guest_session_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_guest_session_consultation_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_guest_session_district_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_guest_session_invited_by")),
        sa.ForeignKeyConstraint(
            ["invited_by_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_guest_session_invited_by_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_guest_session_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guest_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_session_token_hash")),
    )
    op.create_index(op.f("ix_guest_session_consultation_id"), "guest_session", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_guest_session_district_id"), "guest_session", ["district_id"], unique=False)
    op.create_index(op.f("ix_guest_session_meeting_id"), "guest_session", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_guest_session_person_id"), "guest_session", ["person_id"], unique=False)
    op.create_table(
        "item_words",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_words_item_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_item_words_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_words")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_item_words_item_id_version")),
    )
    op.create_table(
        "live_talk",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("step_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "step in ('question', 'clarifying', 'analysis', 'advice', 'close')", name=op.f("ck_live_talk_step_known")
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_live_talk_consultation_id")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_live_talk")),
    )
    op.create_table(
        "minutes_answer",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("amendment", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'amended') = (amendment <> '')", name=op.f("ck_minutes_answer_amendment_has_words")
        ),
        sa.CheckConstraint("answer in ('approved', 'amended')", name=op.f("ck_minutes_answer_answer_known")),
        sa.ForeignKeyConstraint(["minutes_id"], ["submitted_minutes.id"], name=op.f("fk_minutes_answer_minutes_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_minutes_answer_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_minutes_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_answer")),
        sa.UniqueConstraint(
            "minutes_id",
            "person_id",
            "organisation_id",
            name=op.f("uq_minutes_answer_minutes_id_person_id_organisation_id"),
        ),
    )
    op.create_table(
        "outcome_consent",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["submitted_minutes.id"], name=op.f("fk_outcome_consent_minutes_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_outcome_consent_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outcome_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_consent")),
        sa.UniqueConstraint(
            "minutes_id", "organisation_id", name=op.f("uq_outcome_consent_minutes_id_organisation_id")
        ),
    )
    op.create_table(
        "paraphrase",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_paraphrase_area_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_paraphrase_district_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_paraphrase_organisation_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["publication_statement.id"], name=op.f("fk_paraphrase_statement_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_paraphrase_theme_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_paraphrase_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paraphrase")),
    )
    op.create_index(op.f("ix_paraphrase_area_id_theme_id"), "paraphrase", ["area_id", "theme_id"], unique=False)
    op.create_table(
        "poll_option",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["date_poll.id"], name=op.f("fk_poll_option_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_option_poll_id_starts_at")),
    )
    op.create_table(
        "poll_voter",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_poll_voter_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_voter_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["date_poll.id"], name=op.f("fk_poll_voter_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_voter")),
        sa.UniqueConstraint(
            "poll_id", "person_id", "organisation_id", name=op.f("uq_poll_voter_poll_id_person_id_organisation_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_poll_voter_token_hash")),
    )
    op.create_index(op.f("ix_poll_voter_person_id"), "poll_voter", ["person_id"], unique=False)
    op.create_table(
        "roll_out",
        sa.Column("direction_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('running', 'done', 'stopped')", name=op.f("ck_roll_out_status_known")),
        sa.CheckConstraint("phase >= 0", name=op.f("ck_roll_out_phase_counts")),
        sa.ForeignKeyConstraint(["direction_id"], ["solution_direction.id"], name=op.f("fk_roll_out_direction_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_roll_out_noted_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_roll_out_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_out")),
        sa.UniqueConstraint("direction_id", "organisation_id", name=op.f("uq_roll_out_direction_id_organisation_id")),
    )
    op.create_index(op.f("ix_roll_out_direction_id"), "roll_out", ["direction_id"], unique=False)
    op.create_index(op.f("ix_roll_out_organisation_id"), "roll_out", ["organisation_id"], unique=False)
    op.create_table(
        "step_package",
        sa.Column("direction_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("cloned_from_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_step_package_changed_by")),
        sa.ForeignKeyConstraint(["cloned_from_id"], ["step_package.id"], name=op.f("fk_step_package_cloned_from_id")),
        sa.ForeignKeyConstraint(["direction_id"], ["solution_direction.id"], name=op.f("fk_step_package_direction_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_step_package_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_package")),
        sa.UniqueConstraint(
            "cloned_from_id", "organisation_id", name=op.f("uq_step_package_cloned_from_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_step_package_direction_id"), "step_package", ["direction_id"], unique=False)
    op.create_index(op.f("ix_step_package_organisation_id"), "step_package", ["organisation_id"], unique=False)
    op.create_table(
        "talk_draft",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "field in ('clarifying', 'question_note', 'analysis', 'analysis_note', 'advice', 'advice_note')",
            name=op.f("ck_talk_draft_field_known"),
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_talk_draft_consultation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_talk_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_draft")),
        sa.UniqueConstraint(
            "consultation_id", "person_id", "field", name=op.f("uq_talk_draft_consultation_id_person_id_field")
        ),
    )
    op.create_index(op.f("ix_talk_draft_saved_at"), "talk_draft", ["saved_at"], unique=False)
    op.create_table(
        "talk_note",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("step in ('question', 'analysis', 'advice')", name=op.f("ck_talk_note_step_known")),
        sa.CheckConstraint("version > 0", name=op.f("ck_talk_note_version_counts_from_one")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_talk_note_consultation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_talk_note_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_talk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_note")),
        sa.UniqueConstraint(
            "consultation_id", "step", "version", name=op.f("uq_talk_note_consultation_id_step_version")
        ),
    )
    op.create_table(
        "guest_summary",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_guest_summary_consultation_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["guest_session.id"], name=op.f("fk_guest_summary_session_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_guest_summary_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_summary")),
        sa.UniqueConstraint("session_id", "consultation_id", name=op.f("uq_guest_summary_session_id_consultation_id")),
    )
    op.create_table(
        "paraphrase_approval",
        sa.Column("paraphrase_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paraphrase_approval_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["paraphrase_id"], ["paraphrase.id"], name=op.f("fk_paraphrase_approval_paraphrase_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paraphrase_approval_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paraphrase_approval")),
        sa.UniqueConstraint("paraphrase_id", "person_id", name=op.f("uq_paraphrase_approval_paraphrase_id_person_id")),
    )
    op.create_table(
        "poll_answer",
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("answer in ('yes', 'maybe', 'no')", name=op.f("ck_poll_answer_answer_known")),
        sa.ForeignKeyConstraint(["option_id"], ["poll_option.id"], name=op.f("fk_poll_answer_option_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["poll_voter.id"], name=op.f("fk_poll_answer_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sa.UniqueConstraint("voter_id", "option_id", name=op.f("uq_poll_answer_voter_id_option_id")),
    )
    op.create_index(op.f("ix_poll_answer_option_id"), "poll_answer", ["option_id"], unique=False)
    op.add_column("agenda_item", sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("agreed_action", sa.Column("item_id", sa.Uuid(), nullable=True))
    op.add_column("agreed_action", sa.Column("next_step_id", sa.Uuid(), nullable=True))
    op.add_column("agreed_action", sa.Column("save_key", sa.Text(), nullable=True))
    op.create_index(op.f("ix_agreed_action_item_id"), "agreed_action", ["item_id"], unique=False)
    op.create_index(op.f("ix_agreed_action_next_step_id"), "agreed_action", ["next_step_id"], unique=False)
    op.create_unique_constraint(op.f("uq_agreed_action_save_key"), "agreed_action", ["save_key"])
    op.create_unique_constraint(op.f("uq_audit_entry_previous_hash"), "audit_entry", ["previous_hash"])
    op.add_column("decision", sa.Column("save_key", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_decision_save_key"), "decision", ["save_key"])
    op.add_column("digest_mail_wish", sa.Column("rhythm", sa.Text(), server_default="each", nullable=False))
    op.add_column(
        "digest_mail_wish",
        sa.Column("themes", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
    )
    op.add_column(
        "digest_mail_wish",
        sa.Column("areas", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
    )
    op.add_column("factor", sa.Column("gone", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("factor", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("factor_theme", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("item_minutes", sa.Column("save_key", sa.Text(), nullable=True))
    op.create_unique_constraint(op.f("uq_item_minutes_save_key"), "item_minutes", ["save_key"])
    op.add_column("lesson", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lesson", sa.Column("withdrawn_by", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_lesson_words",
        "lesson",
        [sa.literal_column("to_tsvector('dutch'::regconfig, text)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("approved_at is not null and withdrawn_at is null"),
    )
    op.create_foreign_key(op.f("fk_lesson_withdrawn_by"), "lesson", "person", ["withdrawn_by"], ["id"])
    op.add_column("meeting", sa.Column("form", sa.Text(), server_default="yearly", nullable=False))
    op.add_column("offer", sa.Column("contact_function", sa.Text(), server_default="", nullable=False))
    op.add_column("offer", sa.Column("contact_phone", sa.Text(), server_default="", nullable=False))
    op.add_column("offer", sa.Column("contact_email", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_offer_words",
        "offer",
        [sa.literal_column("to_tsvector('dutch'::regconfig, (form || ' ') || when_text)")],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column("scheme", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("theme", sa.Column("ending", sa.Text(), server_default="", nullable=False))
    op.add_column("theme", sa.Column("label_en", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "theme",
        sa.Column(
            "examples", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
    )
    op.add_column(
        "theme",
        sa.Column(
            "codes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
    op.add_column("theme", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    for statement in UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWN:
        op.execute(statement)
    """Bring the tables back to the revision before."""
    op.drop_column("theme", "version")
    op.drop_column("theme", "codes")
    op.drop_column("theme", "examples")
    op.drop_column("theme", "label_en")
    op.drop_column("theme", "ending")
    op.drop_column("scheme", "version")
    op.drop_index("ix_offer_words", table_name="offer", postgresql_using="gin")
    op.drop_column("offer", "contact_email")
    op.drop_column("offer", "contact_phone")
    op.drop_column("offer", "contact_function")
    op.drop_column("meeting", "form")
    op.drop_constraint(op.f("fk_lesson_withdrawn_by"), "lesson", type_="foreignkey")
    op.drop_index(
        "ix_lesson_words",
        table_name="lesson",
        postgresql_using="gin",
        postgresql_where=sa.text("approved_at is not null and withdrawn_at is null"),
    )
    op.drop_column("lesson", "withdrawn_by")
    op.drop_column("lesson", "withdrawn_at")
    op.drop_constraint(op.f("uq_item_minutes_save_key"), "item_minutes", type_="unique")
    op.drop_column("item_minutes", "save_key")
    op.drop_column("factor_theme", "position")
    op.drop_column("factor", "version")
    op.drop_column("factor", "gone")
    op.drop_column("digest_mail_wish", "areas")
    op.drop_column("digest_mail_wish", "themes")
    op.drop_column("digest_mail_wish", "rhythm")
    op.drop_constraint(op.f("uq_decision_save_key"), "decision", type_="unique")
    op.drop_column("decision", "save_key")
    op.drop_constraint(op.f("uq_audit_entry_previous_hash"), "audit_entry", type_="unique")
    op.drop_constraint(op.f("uq_agreed_action_save_key"), "agreed_action", type_="unique")
    op.drop_index(op.f("ix_agreed_action_next_step_id"), table_name="agreed_action")
    op.drop_index(op.f("ix_agreed_action_item_id"), table_name="agreed_action")
    op.drop_column("agreed_action", "save_key")
    op.drop_column("agreed_action", "next_step_id")
    op.drop_column("agreed_action", "item_id")
    op.drop_column("agenda_item", "begun_at")
    op.drop_index(op.f("ix_poll_answer_option_id"), table_name="poll_answer")
    op.drop_table("poll_answer")
    op.drop_table("paraphrase_approval")
    op.drop_table("guest_summary")
    op.drop_table("talk_note")
    op.drop_index(op.f("ix_talk_draft_saved_at"), table_name="talk_draft")
    op.drop_table("talk_draft")
    op.drop_index(op.f("ix_step_package_organisation_id"), table_name="step_package")
    op.drop_index(op.f("ix_step_package_direction_id"), table_name="step_package")
    op.drop_table("step_package")
    op.drop_index(op.f("ix_roll_out_organisation_id"), table_name="roll_out")
    op.drop_index(op.f("ix_roll_out_direction_id"), table_name="roll_out")
    op.drop_table("roll_out")
    op.drop_index(op.f("ix_poll_voter_person_id"), table_name="poll_voter")
    op.drop_table("poll_voter")
    op.drop_table("poll_option")
    op.drop_index(op.f("ix_paraphrase_area_id_theme_id"), table_name="paraphrase")
    op.drop_table("paraphrase")
    op.drop_table("outcome_consent")
    op.drop_table("minutes_answer")
    op.drop_table("live_talk")
    op.drop_table("item_words")
    op.drop_index(op.f("ix_guest_session_person_id"), table_name="guest_session")
    op.drop_index(op.f("ix_guest_session_meeting_id"), table_name="guest_session")
    op.drop_index(op.f("ix_guest_session_district_id"), table_name="guest_session")
    op.drop_index(op.f("ix_guest_session_consultation_id"), table_name="guest_session")
    op.drop_table("guest_session")
    op.drop_table("clarification_answer")
    op.drop_index(op.f("ix_theme_step_concern_id_theme_id"), table_name="theme_step")
    op.drop_index(op.f("ix_theme_step_change_id"), table_name="theme_step")
    op.drop_table("theme_step")
    op.drop_table("submitted_minutes")
    op.drop_index(op.f("ix_solution_direction_step_id"), table_name="solution_direction")
    op.drop_table("solution_direction")
    op.drop_table("situation_version")
    op.drop_index(op.f("ix_offer_use_offer_id"), table_name="offer_use")
    op.drop_table("offer_use")
    op.drop_index(op.f("ix_date_poll_district_id"), table_name="date_poll")
    op.drop_table("date_poll")
    op.drop_table("theme_word")
    op.drop_index(op.f("ix_theme_match_other_id"), table_name="theme_match")
    op.drop_table("theme_match")
    op.drop_index(op.f("ix_theme_heir_heir_id"), table_name="theme_heir")
    op.drop_table("theme_heir")
    op.drop_index(op.f("ix_theme_change_theme_id"), table_name="theme_change")
    op.drop_index(op.f("ix_theme_change_district_id_at"), table_name="theme_change")
    op.drop_table("theme_change")
    op.drop_index(op.f("ix_situation_text_owner_id"), table_name="situation_text")
    op.drop_table("situation_text")
    op.drop_index(op.f("ix_retag_batch_organisation_id_at"), table_name="retag_batch")
    op.drop_table("retag_batch")
    op.drop_table("question_set")
    op.drop_index(op.f("ix_next_step_theme_id"), table_name="next_step")
    op.drop_index(op.f("ix_next_step_district_id"), table_name="next_step")
    op.drop_table("next_step")
    op.drop_index(op.f("ix_emergent_group_district_id_organisation_id"), table_name="emergent_group")
    op.drop_table("emergent_group")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_table("second_factor")
    op.drop_index(op.f("ix_recovery_code_person_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("notice_wish")
    op.drop_index(
        "ix_notice_waiting",
        table_name="notice",
        postgresql_where=sa.text("left_at is null and goes in ('day', 'week')"),
    )
    op.drop_index(op.f("ix_notice_person_id_at"), table_name="notice")
    op.drop_table("notice")
    op.drop_index("ix_outbox_bounce_open", table_name="outbox_bounce", postgresql_where=sa.text("settled_at is null"))
    op.drop_table("outbox_bounce")
