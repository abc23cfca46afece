# Thin wrappers around start.py for those who have make; see README.md.
.PHONY: demo test lint all setup lock fuzz kill quarter delay soak due mutation coverage

demo test lint all setup:
	@python3 start.py $@

# The two locks: versions and hashes only, no index; the runtime lock is a part of the development one.
LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --quiet

lock:
	$(LOCK) --extra postgres --group dev --output-file requirements-dev.lock
	$(LOCK) --group build --constraint requirements-dev.lock --output-file requirements.lock

# Coverage-guided fuzzing of letters and calls; what breaks is left in var/fuzz.
SECONDS = 600
FUZZ = var/fuzz/venv/bin/python

fuzz:
	test -x $(FUZZ) || python3 -m venv var/fuzz/venv
	$(FUZZ) -m pip install --quiet --requirement requirements.lock
	$(FUZZ) -m pip install --quiet 'atheris>=3'
	mkdir -p var/fuzz/corpus
	PYTHONPATH=. $(FUZZ) tests/intake/fuzz_letter.py var/fuzz/corpus tests/intake/letters/*/ \
	  -max_total_time=$(SECONDS) -max_len=20000 -artifact_prefix=var/fuzz/

# Measures that take longer than a test may: 200 deaths, 13 weeks of 200 sites, 500 breaches, half an hour of 50 visits
# a minute, a million rows.
PYTHON = .venv/bin/python

kill:
	DEATHS=200 $(PYTHON) -m pytest -q -s tests/steps/test_kill.py

quarter:
	$(PYTHON) benchmarks/quarter.py year
	$(PYTHON) benchmarks/quarter.py clocks

# Ten minutes: every small change to the judge and the calendar must make a test fail, nine times in ten.
mutation:
	nice $(PYTHON) -m mutmut run --max-children 1
	$(PYTHON) tools/mutation.py

# Two minutes: every line and branch of the ground floor is run by its tests, by letters and by programme files.
coverage:
	mkdir -p var
	nice $(PYTHON) -m coverage run --branch --source=monitor/domain --data-file=var/coverage \
	  -m pytest -q -m "not mail and not browser" tests/domain tests/intake tests/programme_file
	$(PYTHON) -m coverage report --data-file=var/coverage --fail-under=100 --show-missing --skip-covered

delay:
	$(PYTHON) benchmarks/alarm_delay.py

soak:
	$(PYTHON) benchmarks/soak.py

due:
	$(PYTHON) benchmarks/due.py
