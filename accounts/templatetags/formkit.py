"""What every form of ours carries along."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import interrupted, onetime

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context: dict[str, Any]) -> SafeString:
    """Two hidden fields: a key that makes a repeated post harmless, and whose form this is.

    The second one gives a text that was cut off by the end of a session back to the same person only.
    """
    return format_html(
        '<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">',
        onetime.FIELD,
        onetime.new_key(),
        interrupted.OWNER,
        getattr(context["request"].user, "uuid", ""),
    )
