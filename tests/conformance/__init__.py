"""Runs folders of engine-neutral BPMN cases: ``python -m tests.conformance FOLDER``."""
