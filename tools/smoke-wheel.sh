#!/usr/bin/env bash
# Smoke test of a built wheel in an empty environment: bash tools/smoke-wheel.sh dist/*.whl
# Dependencies come from the committed lock; the checkout is not importable from where this runs.
set -euo pipefail
wheel=$(realpath "$1")
lock=$(realpath "$(dirname "$0")/../requirements.lock")
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"

python3 -m venv venv
venv/bin/python -m pip install -qq --require-hashes -r "$lock"
venv/bin/python -m pip install -qq --no-deps "$wheel"

venv/bin/shopper --version
venv/bin/shopper doctor --only packages --only python --only libraries
venv/bin/shopper init https://example.org --yes --offline --output programme.toml \
  --language en --country GB --zone Europe/London --hours 'Mo-Fr 09:00-18:00'
venv/bin/shopper check programme.toml
venv/bin/shopper doctor --only programme --only database --only mailbox
venv/bin/python - <<'PY'
import pathlib
import monitor, probes, reports, schedules

parents = {pathlib.Path(room.__file__).parents[1] for room in (monitor, probes, reports, schedules)}
assert len(parents) == 1 and "site-packages" in str(parents), parents
shipped = {path.suffix for path in next(iter(parents)).joinpath("reports").rglob("*")}
assert ".html" in shipped or ".j2" in shipped, f"no templates in the wheel: {shipped}"
assert next(iter(parents)).joinpath("monitor/store/migrations").is_dir(), "no migrations in the wheel"
PY
echo "the wheel works in an empty environment"
