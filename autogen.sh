#!/bin/sh
# Makes ./configure out of configure.ac.  Needed once after a checkout; a release tarball has it done.
set -eu
cd "$(dirname "$0")"
exec autoreconf --install --warnings=all,no-obsolete
