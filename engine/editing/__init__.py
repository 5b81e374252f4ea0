"""Processes in the making: who owns them, drafts, checking, publishing, going back to an older version."""
