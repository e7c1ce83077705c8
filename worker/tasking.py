"""Decides how a function becomes a task: under an explicit name, callable as the function it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from celery import shared_task

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def task(name: str, **limits: float) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Make the function below a task called `subject.verb`; arguments are ids and ISO dates only."""
    made: Any = shared_task(name=name, **limits)
    return cast(Callable[[Callable[Given, Answer]], Callable[Given, Answer]], made)
