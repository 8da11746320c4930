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

cd "$top" || exit 2
finish
