#!/bin/sh
# Every command, mode, capability, numeric and the like has a test, and the table in tests/README.md names it.
exec python3 "$(dirname "$0")/proof.py" "$@"
