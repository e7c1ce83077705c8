"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END
$function$
""",
)
TRIGGERS = (
    """
    CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER edition_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON edition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER gate_decision_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON gate_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER item_minutes_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON item_minutes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER publication_statement_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON publication_statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER settled_agenda_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON settled_agenda FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "audit_entry",
        sa.Column("position", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_index(op.f("ix_audit_entry_person_id_at"), "audit_entry", ["person_id", "at"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject_id_at"), "audit_entry", ["subject_id", "at"], unique=False)
    op.create_table(
        "district",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("slug", name=op.f("uq_district_slug")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("name", "period", name=op.f("uq_job_run_name_period")),
    )
    op.create_table(
        "organisation_type",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("is_core_partner", sa.Boolean(), nullable=False),
        sa.Column("logs_concerns", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_organisation_type")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("to_person", sa.Uuid(), nullable=True),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'sending') = (lease_until is not null)", name=op.f("ck_outbox_mail_sending_has_lease")
        ),
        sa.CheckConstraint("(status = 'sent') = (sent_at is not null)", name=op.f("ck_outbox_mail_sent_has_moment")),
        sa.CheckConstraint(
            "status in ('queued', 'sending', 'sent', 'failed', 'cancelled')", name=op.f("ck_outbox_mail_status_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_mail_dedupe_key")),
    )
    op.create_index(
        "ix_outbox_mail_due",
        "outbox_mail",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("status in ('queued', 'sending')"),
    )
    op.create_index(
        op.f("ix_outbox_mail_to_address_created_at"), "outbox_mail", ["to_address", "created_at"], unique=False
    )
    op.create_table(
        "tally_closing",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("closed_through", sa.Date(), nullable=False),
        sa.Column("first_open", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_tally_closing")),
    )
    op.create_table(
        "tally_cube",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("closed_n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "area_id", "month", "theme_id", "organisation_id", "school_id", "period", name=op.f("pk_tally_cube")
        ),
    )
    op.create_index(op.f("ix_tally_cube_area_id_period"), "tally_cube", ["area_id", "period"], unique=False)
    op.create_table(
        "tally_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_event")),
    )
    op.create_table(
        "area",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_area_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("district_id", "slug", name=op.f("uq_area_district_id_slug")),
    )
    op.create_table(
        "district_word",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("times_proposed", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('school', 'club', 'street', 'professional', 'allowed')", name=op.f("ck_district_word_kind_known")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_district_word_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district_word")),
        sa.UniqueConstraint("district_id", "kind", "word", name=op.f("uq_district_word_district_id_kind_word")),
    )
    op.create_table(
        "person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower_case")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_person_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "scheme",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_scheme_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("district_id", "slug", name=op.f("uq_scheme_district_id_slug")),
    )
    op.create_table(
        "tagger_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("measured", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_tagger_version_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagger_version")),
    )
    op.create_index(op.f("ix_tagger_version_district_id"), "tagger_version", ["district_id"], unique=False)
    op.create_table(
        "tally_delta",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("registered", sa.Date(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("change in (-1, 1)", name=op.f("ck_tally_delta_one_case")),
        sa.ForeignKeyConstraint(["event_id"], ["tally_event.id"], name=op.f("fk_tally_delta_event_id")),
        sa.PrimaryKeyConstraint("event_id", "theme_id", "change", name=op.f("pk_tally_delta")),
    )
    op.create_index(op.f("ix_tally_delta_case_id"), "tally_delta", ["case_id"], unique=False)
    op.create_table(
        "concern_draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_concern_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_draft")),
        sa.UniqueConstraint("person_id", name=op.f("uq_concern_draft_person_id")),
    )
    op.create_table(
        "digest_mail_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("feed_token", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_mail_wish_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_mail_wish")),
        sa.UniqueConstraint("feed_token", name=op.f("uq_digest_mail_wish_feed_token")),
        sa.UniqueConstraint("token", name=op.f("uq_digest_mail_wish_token")),
    )
    op.create_table(
        "factor",
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("ring", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ring in ('0', '1', '2', '3', 'w')", name=op.f("ck_factor_ring_known")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_factor_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
        sa.UniqueConstraint("scheme_id", "slug", name=op.f("uq_factor_scheme_id_slug")),
    )
    op.create_index(op.f("ix_factor_scheme_id"), "factor", ["scheme_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("type_slug", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("neighbourhood", sa.Text(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("identifying", sa.Boolean(), nullable=False),
        sa.Column("aliases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_organisation_area_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_organisation_district_id")),
        sa.ForeignKeyConstraint(["type_slug"], ["organisation_type.slug"], name=op.f("fk_organisation_type_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("district_id", "slug", name=op.f("uq_organisation_district_id_slug")),
    )
    op.create_index(op.f("ix_organisation_area_id"), "organisation", ["area_id"], unique=False)
    op.create_table(
        "theme",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("in_scope", sa.Text(), nullable=False),
        sa.Column("out_of_scope", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("level", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("partner_names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_theme_district_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["theme.id"], name=op.f("fk_theme_merged_into_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_theme_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("district_id", "slug", name=op.f("uq_theme_district_id_slug")),
    )
    op.create_index(op.f("ix_theme_scheme_id"), "theme", ["scheme_id"], unique=False)
    op.create_table(
        "agreed_action",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("item_title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("owner_person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('open', 'done', 'dropped')", name=op.f("ck_agreed_action_status_known")),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_agreed_action_agreed_by")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_agreed_action_district_id")),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"], ["organisation.id"], name=op.f("fk_agreed_action_owner_organisation_id")
        ),
        sa.ForeignKeyConstraint(["owner_person_id"], ["person.id"], name=op.f("fk_agreed_action_owner_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_agreed_action_school_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_agreed_action_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_action")),
    )
    op.create_index(
        op.f("ix_agreed_action_district_id_status"), "agreed_action", ["district_id", "status"], unique=False
    )
    op.create_index(op.f("ix_agreed_action_meeting_id"), "agreed_action", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_agreed_action_owner_organisation_id"), "agreed_action", ["owner_organisation_id"], unique=False
    )
    op.create_index(op.f("ix_agreed_action_theme_id"), "agreed_action", ["theme_id"], unique=False)
    op.create_table(
        "ambassador",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("represents_id", sa.Uuid(), nullable=False),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_ambassador_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ambassador_person_id")),
        sa.ForeignKeyConstraint(["represents_id"], ["organisation.id"], name=op.f("fk_ambassador_represents_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador")),
    )
    op.create_index(op.f("ix_ambassador_represents_id"), "ambassador", ["represents_id"], unique=False)
    op.create_table(
        "concern",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_role", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("perspective", sa.Text(), nullable=False),
        sa.Column("wider", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("suggested_by", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("source in ('web', 'import', 'example')", name=op.f("ck_concern_source_known")),
        sa.CheckConstraint("status = 'open' or text is null", name=op.f("ck_concern_gone_is_gone")),
        sa.CheckConstraint("status in ('open', 'withdrawn', 'expired')", name=op.f("ck_concern_status_known")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_concern_area_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_concern_author_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_concern_district_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_concern_organisation_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_concern_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("organisation_id", "external_id", name=op.f("uq_concern_organisation_id_external_id")),
    )
    op.create_index(op.f("ix_concern_case_id"), "concern", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_concern_organisation_id_registered_at"), "concern", ["organisation_id", "registered_at"], unique=False
    )
    op.create_index(op.f("ix_concern_school_id"), "concern", ["school_id"], unique=False)
    op.create_table(
        "core_team_place",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_core_team_place_organisation_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_core_team_place_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_team_place")),
        sa.UniqueConstraint(
            "school_id",
            "organisation_id",
            "valid_from",
            name=op.f("uq_core_team_place_school_id_organisation_id_valid_from"),
        ),
    )
    op.create_index(op.f("ix_core_team_place_organisation_id"), "core_team_place", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_core_team_place_school_id"), "core_team_place", ["school_id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("audit", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("audience in ('digest', 'agenda', 'city')", name=op.f("ck_edition_audience_known")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_edition_area_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_edition_district_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_edition_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint(
            "district_id",
            "audience",
            "area_id",
            "school_id",
            "due_on",
            name=op.f("uq_edition_district_id_audience_area_id_school_id_due_on"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "factor_theme",
        sa.Column("factor_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_factor_theme_factor_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_factor_theme_theme_id")),
        sa.PrimaryKeyConstraint("factor_id", "theme_id", name=op.f("pk_factor_theme")),
    )
    op.create_table(
        "gate_decision",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("neutral", sa.Boolean(), nullable=False),
        sa.Column("recognised", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_gate_decision_area_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_gate_decision_decided_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_gate_decision_organisation_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_gate_decision_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_decision")),
    )
    op.create_index(
        op.f("ix_gate_decision_area_id_theme_id_decided_at"),
        "gate_decision",
        ["area_id", "theme_id", "decided_at"],
        unique=False,
    )
    op.create_table(
        "lesson",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("approved_by_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "approved_by_organisation_id is null or approved_by_organisation_id <> organisation_id",
            name=op.f("ck_lesson_second_organisation_approves"),
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_lesson_approved_by")),
        sa.ForeignKeyConstraint(
            ["approved_by_organisation_id"], ["organisation.id"], name=op.f("fk_lesson_approved_by_organisation_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_lesson_district_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lesson_organisation_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_lesson_theme_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_lesson_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_theme_id"), "lesson", ["theme_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("absent", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ordered_by_hand", sa.Boolean(), nullable=False),
        sa.Column("redraft_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_problem", sa.Text(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'school') = (school_id is not null)", name=op.f("ck_meeting_school_meeting_has_school")
        ),
        sa.CheckConstraint("kind in ('area', 'school')", name=op.f("ck_meeting_kind_known")),
        sa.CheckConstraint(
            "status in ('planned', 'drafted', 'settled', 'held', 'cancelled')", name=op.f("ck_meeting_status_known")
        ),
        sa.CheckConstraint("minutes between 30 and 240", name=op.f("ck_meeting_minutes_within_reason")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_meeting_area_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_meeting_created_by")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_meeting_district_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["meeting.id"], name=op.f("fk_meeting_previous_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_meeting_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_district_id_starts_at"), "meeting", ["district_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_meeting_school_id"), "meeting", ["school_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("when_text", sa.Text(), nullable=False),
        sa.Column("contact_text", sa.Text(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("last_confirmed_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_confirmed_on >= made_on", name=op.f("ck_offer_confirmed_after_made")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_offer_area_id")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_offer_contact_person_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_offer_made_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_offer_organisation_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_offer_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_organisation_id"), "offer", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_offer_theme_id"), "offer", ["theme_id"], unique=False)
    op.create_table(
        "partner_tie",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_tie_organisation_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_partner_tie_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_tie")),
        sa.UniqueConstraint(
            "theme_id", "organisation_id", "valid_from", name=op.f("uq_partner_tie_theme_id_organisation_id_valid_from")
        ),
    )
    op.create_index(op.f("ix_partner_tie_organisation_id"), "partner_tie", ["organisation_id"], unique=False)
    op.create_table(
        "position",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_position_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_position_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "person_id",
            "organisation_id",
            "role",
            "valid_from",
            name=op.f("uq_position_person_id_organisation_id_role_valid_from"),
        ),
    )
    op.create_index(op.f("ix_position_organisation_id"), "position", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_position_person_id"), "position", ["person_id"], unique=False)
    op.create_table(
        "theme_verdict",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flag", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("trend", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("ck_theme_verdict_month_starts")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_theme_verdict_area_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_verdict_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_verdict")),
        sa.UniqueConstraint("area_id", "month", "theme_id", name=op.f("uq_theme_verdict_area_id_month_theme_id")),
    )
    op.create_table(
        "action_change",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_organisation_id", sa.Uuid(), nullable=False),
        sa.Column("owner_person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status in ('open', 'done', 'dropped')", name=op.f("ck_action_change_status_known")),
        sa.ForeignKeyConstraint(["action_id"], ["agreed_action.id"], name=op.f("fk_action_change_action_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_change_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"], ["organisation.id"], name=op.f("fk_action_change_owner_organisation_id")
        ),
        sa.ForeignKeyConstraint(["owner_person_id"], ["person.id"], name=op.f("fk_action_change_owner_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_change")),
    )
    op.create_index(op.f("ix_action_change_action_id"), "action_change", ["action_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("on_agenda", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("brought_in_by", sa.Text(), nullable=False),
        sa.Column("desired_result", sa.Text(), nullable=False),
        sa.Column("bands", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lessons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("offers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("guests", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("open_actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("why", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("why_not", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("weighing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("aim in ('inform', 'discuss', 'decide')", name=op.f("ck_agenda_item_aim_known")),
        sa.CheckConstraint(
            "kind in ('opening', 'numbers', 'offers', 'decisions', 'theme', 'lesson', 'action', 'question')",
            name=op.f("ck_agenda_item_kind_known"),
        ),
        sa.CheckConstraint("minutes between 0 and 240", name=op.f("ck_agenda_item_minutes_within_reason")),
        sa.CheckConstraint("not (pinned and dropped)", name=op.f("ck_agenda_item_kept_or_dropped")),
        sa.ForeignKeyConstraint(["edited_by"], ["person.id"], name=op.f("fk_agenda_item_edited_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_agenda_item_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "key", name=op.f("uq_agenda_item_meeting_id_key")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "agenda_question",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_question_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agenda_question_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_question_person_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_agenda_question_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_question")),
    )
    op.create_index(op.f("ix_agenda_question_meeting_id"), "agenda_question", ["meeting_id"], unique=False)
    op.create_table(
        "concern_factor",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("factor_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_factor_concern_id")),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_concern_factor_factor_id")),
        sa.PrimaryKeyConstraint("concern_id", "factor_id", name=op.f("pk_concern_factor")),
    )
    op.create_table(
        "concern_theme",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("spans", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state = 'suggested' or decided_at is not null", name=op.f("ck_concern_theme_people_decide")
        ),
        sa.CheckConstraint("state in ('suggested', 'confirmed', 'refused')", name=op.f("ck_concern_theme_state_known")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_theme_concern_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_concern_theme_decided_by")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_concern_theme_theme_id")),
        sa.PrimaryKeyConstraint("concern_id", "theme_id", name=op.f("pk_concern_theme")),
    )
    op.create_table(
        "consultation",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=True),
        sa.Column("action_on", sa.Date(), nullable=True),
        sa.Column("live_talk_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (outcome is not null)", name=op.f("ck_consultation_closed_has_outcome")
        ),
        sa.CheckConstraint(
            "outcome is distinct from 'small_action' or action_on is not null",
            name=op.f("ck_consultation_small_action_needs_date"),
        ),
        sa.CheckConstraint(
            "outcome is distinct from 'specialist_care' or live_talk_on is not null",
            name=op.f("ck_consultation_specialist_care_needs_live_talk"),
        ),
        sa.CheckConstraint(
            "outcome is null or outcome in ('advice_to_school', 'own_network', 'social_base', 'small_action', 'clarified_without_trajectory', 'not_fitting', 'trajectory', 'specialist_care', 'borne_together')",
            name=op.f("ck_consultation_outcome_known"),
        ),
        sa.CheckConstraint("status in ('open', 'closed', 'withdrawn')", name=op.f("ck_consultation_status_known")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_consultation_asked_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_consultation_closed_by")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_consultation_concern_id")),
        sa.ForeignKeyConstraint(["school_id"], ["organisation.id"], name=op.f("fk_consultation_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_consultation_concern_id")),
    )
    op.create_index(op.f("ix_consultation_school_id"), "consultation", ["school_id"], unique=False)
    op.create_table(
        "digest",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("period_label", sa.Text(), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'released') = (released_at is not null)", name=op.f("ck_digest_released_has_moment")
        ),
        sa.CheckConstraint("status in ('compiled', 'released', 'withheld')", name=op.f("ck_digest_status_known")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_digest_area_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_digest_district_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_digest_edition_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_digest_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint(
            "organisation_id", "area_id", "edition_id", name=op.f("uq_digest_organisation_id_area_id_edition_id")
        ),
    )
    op.create_index(op.f("ix_digest_district_id_status"), "digest", ["district_id", "status"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("agenda_version", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answer is not distinct from 'replaced') = (replaced_by_id is not null)",
            name=op.f("ck_invitation_replaced_by_somebody"),
        ),
        sa.CheckConstraint(
            "answer is null or answer in ('accepted', 'declined', 'replaced')", name=op.f("ck_invitation_answer_known")
        ),
        sa.CheckConstraint("role in ('member', 'guest')", name=op.f("ck_invitation_role_known")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["person.id"], name=op.f("fk_invitation_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "meeting_id",
            "person_id",
            "organisation_id",
            name=op.f("uq_invitation_meeting_id_person_id_organisation_id"),
        ),
    )
    op.create_index(op.f("ix_invitation_meeting_id"), "invitation", ["meeting_id"], unique=False)
    op.create_table(
        "publication_statement",
        sa.Column("position", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("selector", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=True),
        sa.Column("hi", sa.Integer(), nullable=True),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("(lo is null) = (hi is null)", name=op.f("ck_publication_statement_band_or_gap")),
        sa.CheckConstraint("lo >= 10 and hi > lo", name=op.f("ck_publication_statement_floor")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_publication_statement_district_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_publication_statement_edition_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_publication_statement_theme_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_publication_statement")),
        sa.UniqueConstraint(
            "district_id", "previous_hash", name=op.f("uq_publication_statement_district_id_previous_hash")
        ),
        sa.UniqueConstraint("edition_id", "theme_id", name=op.f("uq_publication_statement_edition_id_theme_id")),
        sa.UniqueConstraint("hash", name=op.f("uq_publication_statement_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_publication_statement_id")),
    )
    op.create_index(
        op.f("ix_publication_statement_district_id_position"),
        "publication_statement",
        ["district_id", "position"],
        unique=False,
    )
    op.create_table(
        "settled_agenda",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_settled_agenda_meeting_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_settled_agenda_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_agenda")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_settled_agenda_meeting_id_version")),
    )
    op.create_table(
        "theme_verdict_input",
        sa.Column("verdict_id", sa.Uuid(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["theme_verdict.id"], name=op.f("fk_theme_verdict_input_verdict_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_theme_verdict_input")),
    )
    op.create_table(
        "decision",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_decision_noted_by")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_decision_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_table(
        "digest_delivery",
        sa.Column("digest_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_delivery_digest_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_delivery_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_delivery")),
        sa.UniqueConstraint("digest_id", "person_id", name=op.f("uq_digest_delivery_digest_id_person_id")),
    )
    op.create_index(op.f("ix_digest_delivery_person_id"), "digest_delivery", ["person_id"], unique=False)
    op.create_table(
        "digest_signature",
        sa.Column("digest_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("choice in ('agree', 'change')", name=op.f("ck_digest_signature_choice_known")),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_signature_digest_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_digest_signature_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_signature_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_signature")),
    )
    op.create_index(
        op.f("ix_digest_signature_digest_id_organisation_id_at"),
        "digest_signature",
        ["digest_id", "organisation_id", "at"],
        unique=False,
    )
    op.create_table(
        "invitation_link",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_link_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_link_token_hash")),
    )
    op.create_index(op.f("ix_invitation_link_invitation_id"), "invitation_link", ["invitation_id"], unique=False)
    op.create_table(
        "item_minutes",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_item_minutes_item_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_item_minutes_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_minutes")),
        sa.UniqueConstraint("item_id", "revision", name=op.f("uq_item_minutes_item_id_revision")),
    )
    op.create_table(
        "reply",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('clarifying_question', 'answer', 'analysis', 'advice')", name=op.f("ck_reply_kind_known")
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_reply_consultation_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_reply_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    op.create_index(op.f("ix_reply_consultation_id"), "reply", ["consultation_id"], unique=False)
    for statement in (*FUNCTIONS, *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index(op.f("ix_reply_consultation_id"), table_name="reply")
    op.drop_table("reply")
    op.drop_table("item_minutes")
    op.drop_index(op.f("ix_invitation_link_invitation_id"), table_name="invitation_link")
    op.drop_table("invitation_link")
    op.drop_index(op.f("ix_digest_signature_digest_id_organisation_id_at"), table_name="digest_signature")
    op.drop_table("digest_signature")
    op.drop_index(op.f("ix_digest_delivery_person_id"), table_name="digest_delivery")
    op.drop_table("digest_delivery")
    op.drop_index(op.f("ix_decision_meeting_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_item_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_table("theme_verdict_input")
    op.drop_table("settled_agenda")
    op.drop_index(op.f("ix_publication_statement_district_id_position"), table_name="publication_statement")
    op.drop_table("publication_statement")
    op.drop_index(op.f("ix_invitation_meeting_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_digest_district_id_status"), table_name="digest")
    op.drop_table("digest")
    op.drop_index(op.f("ix_consultation_school_id"), table_name="consultation")
    op.drop_table("consultation")
    op.drop_table("concern_theme")
    op.drop_table("concern_factor")
    op.drop_index(op.f("ix_agenda_question_meeting_id"), table_name="agenda_question")
    op.drop_table("agenda_question")
    op.drop_index(op.f("ix_agenda_item_meeting_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_action_change_action_id"), table_name="action_change")
    op.drop_table("action_change")
    op.drop_table("theme_verdict")
    op.drop_index(op.f("ix_position_person_id"), table_name="position")
    op.drop_index(op.f("ix_position_organisation_id"), table_name="position")
    op.drop_table("position")
    op.drop_index(op.f("ix_partner_tie_organisation_id"), table_name="partner_tie")
    op.drop_table("partner_tie")
    op.drop_index(op.f("ix_offer_theme_id"), table_name="offer")
    op.drop_index(op.f("ix_offer_organisation_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_meeting_school_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_district_id_starts_at"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_lesson_theme_id"), table_name="lesson")
    op.drop_table("lesson")
    op.drop_index(op.f("ix_gate_decision_area_id_theme_id_decided_at"), table_name="gate_decision")
    op.drop_table("gate_decision")
    op.drop_table("factor_theme")
    op.drop_table("edition")
    op.drop_index(op.f("ix_core_team_place_school_id"), table_name="core_team_place")
    op.drop_index(op.f("ix_core_team_place_organisation_id"), table_name="core_team_place")
    op.drop_table("core_team_place")
    op.drop_index(op.f("ix_concern_school_id"), table_name="concern")
    op.drop_index(op.f("ix_concern_organisation_id_registered_at"), table_name="concern")
    op.drop_index(op.f("ix_concern_case_id"), table_name="concern")
    op.drop_table("concern")
    op.drop_index(op.f("ix_ambassador_represents_id"), table_name="ambassador")
    op.drop_table("ambassador")
    op.drop_index(op.f("ix_agreed_action_theme_id"), table_name="agreed_action")
    op.drop_index(op.f("ix_agreed_action_owner_organisation_id"), table_name="agreed_action")
    op.drop_index(op.f("ix_agreed_action_meeting_id"), table_name="agreed_action")
    op.drop_index(op.f("ix_agreed_action_district_id_status"), table_name="agreed_action")
    op.drop_table("agreed_action")
    op.drop_index(op.f("ix_theme_scheme_id"), table_name="theme")
    op.drop_table("theme")
    op.drop_index(op.f("ix_organisation_area_id"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_factor_scheme_id"), table_name="factor")
    op.drop_table("factor")
    op.drop_table("digest_mail_wish")
    op.drop_table("concern_draft")
    op.drop_index(op.f("ix_tally_delta_case_id"), table_name="tally_delta")
    op.drop_table("tally_delta")
    op.drop_index(op.f("ix_tagger_version_district_id"), table_name="tagger_version")
    op.drop_table("tagger_version")
    op.drop_table("scheme")
    op.drop_table("person")
    op.drop_table("district_word")
    op.drop_table("area")
    op.drop_table("tally_event")
    op.drop_index(op.f("ix_tally_cube_area_id_period"), table_name="tally_cube")
    op.drop_table("tally_cube")
    op.drop_table("tally_closing")
    op.drop_index(op.f("ix_outbox_mail_to_address_created_at"), table_name="outbox_mail")
    op.drop_index(
        "ix_outbox_mail_due", table_name="outbox_mail", postgresql_where=sa.text("status in ('queued', 'sending')")
    )
    op.drop_table("outbox_mail")
    op.drop_table("organisation_type")
    op.drop_table("job_run")
    op.drop_table("heartbeat")
    op.drop_table("district")
    op.drop_index(op.f("ix_audit_entry_subject_id_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_person_id_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    for name in ("refuse_change",):
        op.execute(f"DROP FUNCTION {name}()")
