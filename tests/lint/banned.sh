#!/bin/sh
# Calls and constructs that this project does not use, or only in one place.  The table is in banned.py.
exec python3 "$(dirname "$0")/banned.py"
