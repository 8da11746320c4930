#!/usr/bin/env bash
# The systemd unit scores at most 2.5 (of 10, less is safer) and has no fault that systemd itself would find.
set -u
unit=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/contrib/systemd/conclaved.service
if ! systemd-analyze security --help 2>/dev/null | grep -q -- --offline; then
	echo "skip - systemd unit: no systemd-analyze that scores files"
	echo "0 passed, 0 failed, 1 skipped"
	exit 77
fi
passed=0 failed=0
if score=$(systemd-analyze security --offline=true --threshold=25 --no-pager "$unit" 2>&1); then
	passed=$((passed + 1))
	echo "ok - systemd unit: ${score##*→ }"
else
	failed=$((failed + 1))
	echo "${score##*→ }"
	echo "not ok - systemd unit: exposure above 2.5"
fi
# The program and the manual page are not installed here; everything else that it says is a fault.
if faults=$(systemd-analyze verify --man=no "$unit" 2>&1 | grep 'conclaved.service' | grep -v 'is not executable'); then
	failed=$((failed + 1))
	echo "$faults"
	echo "not ok - systemd unit: systemd understands it"
else
	passed=$((passed + 1))
	echo "ok - systemd unit: systemd understands it"
fi
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
