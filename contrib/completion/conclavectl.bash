# Completion of conclavectl(8) for bash.  What there is to complete is read from `conclavectl --help`, whose lines are the program's table:
# the words of a command, the options that it takes, and the words of which one may follow ("[all|motd]").
# shellcheck shell=bash

# _conclavectl_row LINE: fills row_words, row_options and row_choices; false: the line is no command.
_conclavectl_row() {
	local line=$1 word syntax=
	local -a choices

	[[ $line == "  "[a-z]* ]] || return 1
	line=${line#  }
	line=${line%%  *} # behind two blanks comes what it does
	row_words=() row_options=() row_choices=()
	for word in $line; do
		if [[ -z $syntax && $word =~ ^[a-z]+$ ]]; then
			row_words+=("$word")
			continue
		fi
		syntax=1
		word=${word//[][]/}
		if [[ $word =~ ^-[a-z]$ ]]; then
			row_options+=("$word")
		elif [[ $word =~ ^[a-z]+(\|[a-z]+)+$ ]]; then
			IFS='|' read -ra choices <<<"$word"
			row_choices+=("${choices[@]}")
		fi
	done
}

# The words in front of the cursor that are neither options nor what belongs to one: into given.
_conclavectl_given() {
	local i

	given=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-s | --socket | -e | --email | -u | --uses | -x | --expires) ((i++)) ;;
		-*) ;;
		*) given+=("${COMP_WORDS[i]}") ;;
		esac
	done
}

_conclavectl() {
	local cur=${COMP_WORDS[COMP_CWORD]} line i fits
	local -a given row_words row_options row_choices words=() options=(-j --json -s --socket -h --help)

	COMPREPLY=()
	case ${COMP_WORDS[COMP_CWORD - 1]} in
	-s | --socket)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	-e | --email | -u | --uses | -x | --expires)
		return
		;;
	esac
	_conclavectl_given
	while IFS= read -r line; do
		_conclavectl_row "$line" || continue
		fits=1
		for ((i = 0; i < ${#given[@]} && i < ${#row_words[@]}; i++)); do
			[[ ${given[i]} == "${row_words[i]}" ]] || fits=
		done
		[[ -n $fits ]] || continue
		if ((${#given[@]} < ${#row_words[@]})); then
			words+=("${row_words[${#given[@]}]}")
		else
			words+=("${row_choices[@]}")
			options+=("${row_options[@]}")
		fi
	done < <("${COMP_WORDS[0]}" --help 2>/dev/null)
	[[ $cur == -* ]] && words=("${options[@]}")
	mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur" | sort -u)
}

complete -F _conclavectl conclavectl
