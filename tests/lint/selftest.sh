#!/usr/bin/env bash
# The checks find what they are for: a small tree with one fault each, in a scratch folder, must be refused, and the same tree
# without faults must pass.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

clean_tree() {
	rm -rf "$scratch/t"
	mkdir -p "$scratch/t/ircd/core" "$scratch/t/ircd/proto" "$scratch/t/tests"
	cp -r "$lint_dir" "$scratch/t/tests/lint"
	cp "$top/.clang-format" "$scratch/t/"
	cd "$scratch/t" || exit 2
	printf '# file function what value\n' >tests/lint/budget.exceptions
	printf 'core:\nproto: core\n' >ircd/LAYERS
	printf '#ifndef CONCLAVE_CORE_A_H\n#define CONCLAVE_CORE_A_H\n\nint a_get(int x);\n\n#endif\n' >ircd/core/a.h
	printf '#include "core/a.h"\n\nint\na_get(int x)\n{\n\treturn x;\n}\n' >ircd/core/a.c
	printf '#include "core/a.h"\n\nint b_get(void);\nint\nb_get(void)\n{\n\treturn a_get(1);\n}\n' >ircd/proto/b.c
	: >ircd/core/mem.c
}

# says CHECK TEXT: the check fails and names the fault.
says() {
	local out

	if out=$("tests/lint/$1.sh" 2>&1); then
		verdict "$1 refuses: $2" "it passed"
	else
		verdict "$1 refuses: $2" "$(grep -qF -- "$2" <<<"$out" || printf 'it did not say "%s" but:\n%s\n' "$2" "$out")"
	fi
	clean_tree
}

clean_tree
for check in layers budget banned headers; do
	verdict "$check passes a clean tree" "$(out=$("tests/lint/$check.sh" 2>&1) || printf '%s\n' "$out")"
done

echo '#include "proto/b.h"' >>ircd/core/a.c
says layers 'core may not include "proto/b.h"'
echo '#include "core/a_priv.h"' >>ircd/proto/b.c
says layers '"core/a_priv.h" is private'
echo '#include "a.h"' >>ircd/core/a.c
says layers 'an include is written'
touch ircd/proto/a.c
says layers 'same name as'
mkdir ircd/extra && touch ircd/extra/x.c
says layers 'not named in ircd/LAYERS'
printf 'core: proto\nproto: core\n' >ircd/LAYERS
says layers 'ircd/LAYERS: tsort'

{ printf 'void\nlong_one(void)\n{\n' && yes '	a_get(2);' | head -n 60 && printf '}\n'; } >>ircd/core/a.c
says budget 'long_one: lines 63'
printf 'void\nmany(int a, int b, int (*c)(int, int), int d, int e, int f)\n{\n}\n' >>ircd/core/a.c
says budget 'many: params 6'
printf 'void\ndeep(int a)\n{\n\tif (a)\n\t\tfor (;;)\n\t\t\tlist_each(x, y) {\n\t\t\t\twhile (a)\n\t\t\t\t\ta--;\n\t\t\t}\n}\n' >>ircd/core/a.c
says budget 'deep: nesting 4'
yes '/* */' | head -n 600 >>ircd/core/a.c
says budget 'file 607'
yes '/* */' | head -n 150 >>ircd/core/a.h
says budget 'header 156'
echo 'ircd/core/a.c a_get lines 70' >>tests/lint/budget.exceptions
says budget 'not needed any more'

printf 'void\nx(void)\n{\n\tstrcpy(a, b);\n}\n' >>ircd/core/a.c
says banned 'strcpy('
printf '#include <poll.h>\nvoid\nx(void)\n{\n\tpoll(p, 1, 0);\n}\n' >>ircd/proto/b.c
says banned 'poll('
printf 'void\nx(void)\n{\n\texit(1);\n}\n' >>ircd/proto/b.c
says banned 'exit('
printf 'static pthread_t t;\n' >>ircd/core/a.c
says banned 'pthread_t'
printf '#if FEATURE\n#endif\n' >>ircd/proto/b.c
says banned '#if FEATURE'
printf 'void\nx(void)\n{\n\tseccomp_load(ctx);\n}\n' >>ircd/proto/b.c
says banned 'seccomp_load'
printf 'static long n;\n' >>ircd/proto/b.c
says banned 'long: use'
printf '#define LEAVE(x) \\\n\tif (x) \\\n\t\treturn\n' >>ircd/core/a.h
says banned 'leaves its caller'
printf '/* %s: later */\n' "TO""DO" >>ircd/core/a.c
says banned 'later'

echo 'struct q { missing_t x; };' >>ircd/core/a.h
says headers 'missing_t'
sed -i 's/CORE_A_H/A_H/' ircd/core/a.h
says headers 'its guard is CONCLAVE_CORE_A_H'
sed -i '1i #include <stdio.h>' ircd/core/a.c
says headers 'includes "core/a.h" first'

# One row of each table, and a scenario that proves them all.
proof_tree() {
	clean_tree
	mkdir -p ircd/commands ircd/state tests/scenario/scripts
	printf '\tNUMERIC(RPL_ONE, 1, "")\n' >ircd/proto/numerics.h
	printf 'reply(RPL_ONE);\n\t{ VIEW_INIT("VERB"), FROM_USER },\n' >ircd/commands/cmd_verb.c
	printf "struct stats_row rows[] = {\n\t{ 'u', true, \"uptime\" },\n};\n" >ircd/commands/stats_server.c
	printf "\tFLAG_ROW('n', RANK_OP, CMODE_N, \"a flag\"),\n" >ircd/state/mode_channel.c
	printf "\t{ 'i', UMODE_I, true, true, \"a mode\", NULL },\n" >ircd/state/mode_user.c
	printf '\tput(&m, "LEN=%%d", LEN);\n' >ircd/state/isupport.c
	printf '\tROW("batch", false, "groups"),\n' >ircd/proto/caps.c
	printf "\t{ 'r', ARG_MASK },\n" >ircd/proto/extban.c
	printf '#define NO_LETTER\n' >ircd/proto/extban.h
	printf '\t[PRIV_KILL] = { VIEW_INIT("kill"), "end it" },\n' >ircd/proto/privs.c
	# shellcheck disable=SC2016  # the dollar is a scenario's
	printf '%s\n' 'scenario all_of_it' 'connect a caps=batch' 'a> VERB' 'a> STATS u' 'a< 001 *' 'a< 005 LEN=3 *' 'a> MODE #c +n' \
		'a> MODE #c +b \$r:x' 'a> MODE a +i' 'a< 723 kill :*' >tests/scenario/scripts/all.scn
	printf '%s\n' '# tests' '<!-- proof: begin, written by tests/lint/proof.py --write -->' '<!-- proof: end -->' >tests/README.md
	tests/lint/proof.sh --write >/dev/null
}
proof_says() { # TEXT, after a fault was put in
	says proof "$1"
	proof_tree
}

proof_tree
verdict "proof passes a clean tree" "$(out=$(tests/lint/proof.sh 2>&1) || printf '%s\n' "$out")"
printf '\tNUMERIC(RPL_TWO, 2, "")\n' >>ircd/proto/numerics.h
verdict "proof asks for no test of what nothing sends" "$(out=$(tests/lint/proof.sh 2>&1) || printf '%s\n' "$out")"
echo 'reply(RPL_TWO);' >>ircd/commands/cmd_verb.c
proof_says 'no test proves the numeric 002 (RPL_TWO)'
printf '\t{ VIEW_INIT("OTHER"), FROM_USER },\n' >>ircd/commands/cmd_verb.c
proof_says 'no test proves the command OTHER'
sed -i "s/^};/\tOF_MAIN('z', \"memory\"),\n&/" ircd/commands/stats_server.c
proof_says 'no test proves the STATS z (memory)'
printf "\tFLAG_ROW('s', RANK_OP, CMODE_S, \"a flag\"),\n" >>ircd/state/mode_channel.c
proof_says 'no test proves the channel mode s'
printf "\t{ 'w', UMODE_W, true, true, \"a mode\", NULL },\n" >>ircd/state/mode_user.c
proof_says 'no test proves the user mode w'
printf '\tROW("setname", false, "names"),\n' >>ircd/proto/caps.c
proof_says 'no test proves the capability setname'
printf "\t{ 'z', ARG_NONE },\n" >>ircd/proto/extban.c
proof_says 'no test proves the extended ban z'
: >ircd/proto/privs.c
proof_says 'no rows of privilege are found'
sed -i 's/all_of_it/all/' tests/README.md
proof_says 'the table is another one'
sed -i '/proof: end/d' tests/README.md
proof_says 'no lines'

# One row of each table that operators have, and a page with them.
oper_page=contrib/doc/man/conclave-oper.7
oper_tree() {
	clean_tree
	mkdir -p ircd/commands ircd/state contrib/doc/man
	printf '\t[PRIV_KILL] = { VIEW_INIT("kill"), "end it" },\n' >ircd/proto/privs.c
	printf '\t{ VIEW_INIT("KILL"), FROM_OPER, { 1, 2 }, 1, PRIV_KILL, "", "", kill },\n' >ircd/commands/cmd_kill.c
	printf "struct stats_row rows[] = {\n\t{ '?', true },\n};\n" >ircd/commands/stats_server.c
	printf "\t[SNOTICE_KILL] = { 'k', true },\n" >ircd/state/snomask.c
	printf '%s\n' '.Sh PRIVILEGES' '.It Cm kill' '.Sh COMMANDS' '.It Ic KILL Ar nick' '.Cm kill .' '.Sh STATS LETTERS' '.It Cm \&?' \
		'.Sh SERVER NOTICES' '.It Cm k Pq *' >$oper_page
}
oper_says() { # TEXT, after a fault was put in
	says operpage "$1"
	oper_tree
}

oper_tree
verdict "operpage passes a clean tree" "$(out=$(tests/lint/operpage.sh 2>&1) || printf '%s\n' "$out")"
printf '\t[PRIV_DIE] = { VIEW_INIT("die"), "stop" },\n' >>ircd/proto/privs.c
oper_says 'PRIVILEGES has no item for the privilege die'
printf '\t{ VIEW_INIT("DIE"), FROM_OPER, { 1, 2 }, 1, PRIV_KILL, "", "", die },\n' >>ircd/commands/cmd_kill.c
oper_says 'COMMANDS has no item for the command DIE'
sed -i "s/^};/\t{ 'u', true },\n&/" ircd/commands/stats_server.c
oper_says 'STATS LETTERS has no item for the letter u'
printf "\t[SNOTICE_NICK] = { 'n', false },\n" >>ircd/state/snomask.c
oper_says 'SERVER NOTICES has no item for the letter n'
sed -i '/^.Cm kill/d' $oper_page
oper_says 'KILL does not name its privilege kill'
sed -i 's/^.It Cm k .*/&\n.It Cm z/' $oper_page
oper_says 'an item for z, which is no letter'
: >ircd/commands/cmd_kill.c
oper_says 'no command is found'

cd "$top" || exit 2
finish
