"""Runs the test cases of the DMN Technology Compatibility Kit on `engine.dmn`: `python -m tests.tck FOLDER`.

The folder is laid out as the kit is: `compliance-level-*/NAME/*.dmn` beside `*-test-*.xml`. Its files are never part of
this repository.
"""
