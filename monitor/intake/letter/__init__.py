"""Room: raw bytes → `IncomingMessage`. Never raises on a letter, fetches nothing, believes nothing."""

from monitor.intake.letter.parse import parse_letter

__all__ = ["parse_letter"]
