"""BPMN: reading, checking and running process models."""
