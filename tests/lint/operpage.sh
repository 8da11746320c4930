#!/bin/sh
# conclave-oper(7) has every command, privilege and letter of operators.
exec python3 "$(dirname "$0")/operpage.py" "$@"
