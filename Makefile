.PHONY: run check test

run:
	python3 start.py

check:
	python3 start.py check

test:
	python3 start.py test
