"""Decides what recurs: presence against expectation, the line for a flag, trend, words, and the second gate."""

from __future__ import annotations

from kernpartner.recurrence.rules.evaluation import evaluate
from kernpartner.recurrence.rules.gate import GateAnswers
from kernpartner.recurrence.rules.judgement import (
    FEWEST_MONTHS,
    FEWEST_ORGANISATIONS,
    FLAG_LINE,
    Judgement,
    judge,
)
from kernpartner.recurrence.rules.lower_bound import Prior, lower_bound, prior_by_moments
from kernpartner.recurrence.rules.presence import Cell, month_number
from kernpartner.recurrence.rules.trend import Prediction, Trend, predict, quarter_trend
from kernpartner.recurrence.rules.words import Reason, explanation

__all__ = [
    "FEWEST_MONTHS",
    "FEWEST_ORGANISATIONS",
    "FLAG_LINE",
    "Cell",
    "GateAnswers",
    "Judgement",
    "Prediction",
    "Prior",
    "Reason",
    "Trend",
    "evaluate",
    "explanation",
    "judge",
    "lower_bound",
    "month_number",
    "predict",
    "prior_by_moments",
    "quarter_trend",
]
