"""The pages, one noun a file: a view asks the engine, then fills a template."""
