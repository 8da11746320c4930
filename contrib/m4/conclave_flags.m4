# Compiler and linker flags, each taken only where the tool at hand takes it.
# CONCLAVE_FLAG(VARIABLE, FLAG): adds FLAG to VARIABLE if compiling and linking with it works without a warning.
AC_DEFUN([CONCLAVE_FLAG], [
	AS_VAR_PUSHDEF([cv], [conclave_cv_flag_$2])
	AC_CACHE_CHECK([whether $CC takes $2], [cv], [
		conclave_save_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -Werror $2"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [AS_VAR_SET([cv], [yes])], [AS_VAR_SET([cv], [no])])
		CFLAGS=$conclave_save_CFLAGS
	])
	AS_VAR_IF([cv], [yes], [AS_VAR_APPEND([$1], [" $2"])])
	AS_VAR_POPDEF([cv])
])

AC_DEFUN([CONCLAVE_WARNINGS], [
	WARN_CFLAGS="-std=c11"
	m4_foreach_w([flag], [-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
		-Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2
		-Wswitch -Wnested-externs -Wredundant-decls -Wimplicit-fallthrough -Wduplicated-cond
		-Wlogical-op -Wnull-dereference -Wdouble-promotion -Wno-missing-field-initializers],
		[CONCLAVE_FLAG([WARN_CFLAGS], m4_defn([flag]))])
	AS_IF([test "$enable_werror" = yes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
	AC_SUBST([WARN_CFLAGS])
])

# Flags and the table that proves them on the binary: tests/lint/hardening.sh.
AC_DEFUN([CONCLAVE_HARDENING], [
	HARDEN_CFLAGS= HARDEN_LDFLAGS=
	m4_foreach_w([flag], [-fstack-protector-strong -fstack-clash-protection -fcf-protection=full
		-ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr -fno-delete-null-pointer-checks
		-fno-strict-aliasing -fno-common -fvisibility=hidden -fno-plt -fPIE],
		[CONCLAVE_FLAG([HARDEN_CFLAGS], m4_defn([flag]))])
	AS_IF([test "$enable_asan" = yes], [
		HARDEN_CFLAGS="-fno-common -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined"
		HARDEN_LDFLAGS="-fsanitize=address,undefined"
	], [
		m4_foreach_w([flag], [-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code
			-Wl,-z,nodlopen -Wl,-z,nodump -Wl,-z,defs -Wl,--as-needed],
			[CONCLAVE_FLAG([HARDEN_LDFLAGS], m4_defn([flag]))])
		AS_IF([test "$enable_debug" = no], [HARDEN_CFLAGS="$HARDEN_CFLAGS -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3"])
	])
	AS_IF([test "$enable_fuzz" = yes], [
		HARDEN_CFLAGS="-fno-common -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined"
		HARDEN_LDFLAGS="-fsanitize=address,undefined"
	])
	AS_IF([test "$enable_debug" = yes], [HARDEN_CFLAGS="$HARDEN_CFLAGS -O0 -g3 -DCONCLAVE_DEBUG=1"])
	AC_DEFINE_UNQUOTED([HARDEN_CFLAGS], ["$HARDEN_CFLAGS"], [Compiler flags that harden, for conclaved -V.])
	AC_DEFINE_UNQUOTED([HARDEN_LDFLAGS], ["$HARDEN_LDFLAGS"], [The same of the linker.])
	AC_SUBST([HARDEN_CFLAGS])
	AC_SUBST([HARDEN_LDFLAGS])
])

AC_DEFUN([AX_PTHREAD_FLAGS], [
	AC_SEARCH_LIBS([pthread_create], [pthread])
])
