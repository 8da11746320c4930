# Open OSCAR Server, as a server of ICQ outside: built once into the build tree, and run on loopback.  Sourced by test_icq_oos.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # build, scratch: of lib.sh
oos_dir=$build/oos
oos_version=v0.24.0
oos_sum=5d422ee342f82956882901d0de7cb8f9673ab4902ed9dccf2530e76dfb2f57bd
oos_pid=

# What go needs beside its own defaults; nothing is kept outside of the build tree.
oos_go() {
	env -C "$1" GOTOOLCHAIN=local GOMODCACHE="$oos_dir/mod" GOCACHE="$oos_dir/cache" GOBIN="$oos_dir" \
		GOFLAGS="-mod=mod -modcacherw -buildvcs=false" CGO_ENABLED=0 timeout 110 go "${@:2}"
}

oos_install() { oos_go "$oos_dir" install "github.com/mk6i/open-oscar-server/cmd/server@$oos_version"; }

# Where the module proxy has the sources under their old name only, and lacks one module, which is for the web interface alone.
oos_from_zip() {
	local zip=$oos_dir/source.zip src=$oos_dir/src

	timeout 60 curl -fsSL -o "$zip" \
		"https://proxy.golang.org/github.com/mk6i/retro-aim-server/@v/$oos_version.zip" || return 1
	echo "$oos_sum  $zip" | sha256sum -c --quiet || return 1
	rm -rf "$src" && mkdir -p "$src/amf" && python3 -m zipfile -e "$zip" "$src" || return 1
	src=$src/github.com/mk6i/retro-aim-server@$oos_version
	printf 'module github.com/breign/goAMF3\ngo 1.22\n' >"$oos_dir/src/amf/go.mod"
	printf '%s\n' 'package goAMF3' 'func EncodeAMF3(any) []byte { return nil }' 'func DecodeAMF3([]byte) any { return nil }' \
		>"$oos_dir/src/amf/amf.go"
	oos_go "$src" mod edit -replace "github.com/breign/goAMF3=$oos_dir/src/amf" &&
		oos_go "$src" build -o "$oos_dir/server" ./cmd/server
}

# oos_build: the program is there, or oos_why says why not.
oos_build() {
	oos_why=
	[ ! -x "$oos_dir/server" ] || return 0
	if ! command -v go >/dev/null; then
		oos_why="there is no go to build it with"
		return 1
	fi
	mkdir -p "$oos_dir"
	oos_install >"$oos_dir/log" 2>&1 || oos_from_zip >>"$oos_dir/log" 2>&1 || true
	rm -rf "$oos_dir/mod" "$oos_dir/cache" "$oos_dir/src" "$oos_dir/source.zip"
	[ -x "$oos_dir/server" ] || oos_why="it can't be built here: $(tail -n 1 "$oos_dir/log")"
	[ -z "$oos_why" ]
}

oos_up() { gone "$oos_pid" || { listening "$oos_oscar" && listening "$oos_api"; }; }

# oos_start: on $oos_oscar, $oos_udp and $oos_api; its accounts outlive it.
oos_start() {
	env OSCAR_LISTENERS="LOCAL://127.0.0.1:$oos_oscar" OSCAR_ADVERTISED_LISTENERS_PLAIN="LOCAL://127.0.0.1:$oos_oscar" \
		TOC_LISTENERS="127.0.0.1:$oos_toc" API_LISTENER="127.0.0.1:$oos_api" DB_PATH="$scratch/oos.sqlite" \
		DISABLE_AUTH=false LOG_LEVEL=info ICQ_LEGACY_ENABLED=true ICQ_LEGACY_UDP_LISTENER="127.0.0.1:$oos_udp" \
		ICQ_LEGACY_VERSIONS=2,3,4,5 ICQ_LEGACY_SESSION_TIMEOUT=120s \
		"$oos_dir/server" >>"$scratch/oos.log" 2>&1 </dev/null &
	oos_pid=$!
	within 30 oos_up && running "$oos_pid"
}

oos_stop() {
	[ -n "$oos_pid" ] || return 0
	kill -KILL "$oos_pid" 2>/dev/null # as when its machine fails
	{ wait "$oos_pid"; } 2>/dev/null
	oos_pid=
}
