"""content/off-topic.yaml: messages that no article answers; calibration learns from them when to say so."""

from __future__ import annotations

from app.knowledge.fault import FaultError, read_yaml


def read_off_topic(text: str) -> tuple[str, ...]:
    """Read the list of messages. Raises FaultError."""
    tree = read_yaml(text)
    if not isinstance(tree.value, list):
        raise FaultError(tree.line, "off-topic.yaml is a list; put each message after '- '")
    for item in tree.value:
        if not isinstance(item.value, str) or not item.value.strip():
            raise FaultError(item.line, "a message needs text; put it in quotes")
    return tuple(item.value for item in tree.value)
