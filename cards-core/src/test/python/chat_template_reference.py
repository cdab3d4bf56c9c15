"""Jinja exactly as transformers sets it up for chat templates, with a clock that stands still."""

import datetime
import types

from transformers.utils import chat_template_utils as original

ORIGINAL = original._compile_jinja_template.__wrapped__
NOW = datetime.datetime(2026, 11, 3, 7, 5, 9)


class StoppedClock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def compiled(template):
    """The template, compiled by the original's own function."""
    patched = types.FunctionType(ORIGINAL.__code__, {**ORIGINAL.__globals__, "datetime": StoppedClock})
    return patched(template)
