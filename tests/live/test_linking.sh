#!/usr/bin/env bash
# conclave-linking(7) "TWO SERVERS" and "Atheme on the same host", as written: its commands make certificates and passwords, its
# configurations are those of two jailed servers and of atheme-services (linking.py); what is said on one server is heard on the other.
# The servers' addresses, 192.0.2.1 and 192.0.2.2, are in a network of the test's own.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
network_alone "$@"
if [ -z "${LIVE_ALONE:-}" ] || ! ip address add 192.0.2.2/32 dev lo; then
	skip "linked servers" "not root, or no network namespaces"
	finish
fi
counted python3 "$live_dir/linking.py" "$top/contrib/doc/man/conclave-linking.7" "$build" "$scratch"
finish
