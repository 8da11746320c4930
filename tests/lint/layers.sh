#!/usr/bin/env bash
# Folders are layers: an include names a file of the same folder or of one that ircd/LAYERS allows; name_priv.h stays in its
# folder; base names are unique over the tree; LAYERS itself has no cycle.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# Folder of a source: "core" for ircd/core/x.c, "modules/icq" for modules/icq/x.c.
folder_of() {
	case $1 in
	ircd/*/*) printf '%s\n' "$1" | cut -d/ -f2 ;;
	modules/*/*) printf '%s\n' "$1" | cut -d/ -f1-2 ;;
	*) printf '%s\n' "$1" ;;
	esac
}

# What the folder may include besides itself; status 1 when LAYERS does not name it.
allowed_for() {
	awk -v want="$1" '
		/^#/ { next }
		{ name = $1; sub(/:$/, "", name) }
		name == want || (name == "modules/*" && want ~ /^modules\//) { $1 = ""; print; found = 1; exit }
		END { exit !found }' ircd/LAYERS
}

include_faults() { # FILE FOLDER "ALLOWED..."
	local file=$1 own=$2 allowed=" $3 " line path to

	while IFS=: read -r line path; do
		case $path in
		config.h) continue ;;
		*/*) ;;
		*)
			echo "$file:$line: \"$path\": an include is written \"layer/name.h\""
			continue
			;;
		esac
		to=${path%/*}
		[ "$to" = "${own#modules/}" ] && continue
		case $path in *_priv.h) echo "$file:$line: \"$path\" is private to its folder" ;; esac
		case $allowed in *" $to "*) ;; *) echo "$file:$line: $own may not include \"$path\" (ircd/LAYERS)" ;; esac
	done < <(sed -nE '/^[[:space:]]*#[[:space:]]*include[[:space:]]*"/{=;p}' "$file" | paste -d: - - |
		sed -E 's/^([0-9]+):[^"]*"([^"]*)".*/\1:\2/')
}

check_folder() { # DIR FOLDER
	local allowed faults="" f

	if ! allowed=$(allowed_for "$2"); then
		verdict "layers: $1" "$1: not named in ircd/LAYERS"
		return
	fi
	while IFS= read -r f; do
		faults+=$(include_faults "$f" "$2" "$allowed" && echo x)
		faults=${faults%x}
	done < <(tracked "$1/*.c" "$1/*.h")
	verdict "layers: $1" "${faults%$'\n'}"
}

sources=$(tracked 'ircd/*.c' 'ircd/*.h' 'modules/*.c' 'modules/*.h')
while IFS= read -r dir; do
	[ -n "$dir" ] && check_folder "$dir" "$(folder_of "$dir/x")"
done < <(printf '%s\n' "$sources" | sed -n 's|/[^/]*$||p' | sort -u)

verdict "layers: sources are in ircd/<layer>/ or modules/<name>/" "$(printf '%s\n' "$sources" |
	grep -vE '^$|^(ircd|modules)/[a-z0-9_]+/[a-z0-9_]+\.[ch]$')"

verdict "layers: base names are unique" "$(printf '%s\n' "$sources" | awk -F/ '
	NF { if (seen[$NF]) print $0 ": same name as " seen[$NF]; else seen[$NF] = $0 }')"

verdict "layers: LAYERS names what exists and has no cycle" "$(
	while read -r name; do
		[ "$name" = 'modules/*' ] || [ -d "ircd/$name" ] || echo "ircd/LAYERS: no folder $name"
	done < <(awk '!/^#/ { for (i = 1; i <= NF; i++) { sub(/:$/, "", $i); print $i } }' ircd/LAYERS | sort -u)
	awk '!/^#/ && NF { name = $1; sub(/:$/, "", name); print name, name; for (i = 2; i <= NF; i++) print $i, name }' ircd/LAYERS |
		tsort 2>&1 >/dev/null | sed 's/^/ircd\/LAYERS: /'
)"
finish
