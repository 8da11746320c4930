lint_checks = %D%/layers.sh %D%/budget.sh %D%/banned.sh %D%/headers.sh %D%/hardening.sh
lint_slow = %D%/proof.sh %D%/operpage.sh %D%/selftest.sh %D%/format.sh %D%/docs.sh %D%/tidy.sh
TESTS += $(lint_checks)
EXTRA_DIST += $(lint_checks) $(lint_slow) %D%/lib.sh %D%/csource.py %D%/budget.py %D%/banned.py %D%/proof.py %D%/operpage.py %D%/budget.exceptions \
	%D%/cppcheck.suppressions %D%/README.md tests/README.md .clang-format .clang-tidy ircd/LAYERS

# Runs them all, also when one fails.
lint: all
	@failed=0; for check in $(lint_checks) $(lint_slow); do \
		top_builddir='$(abs_top_builddir)' $(top_srcdir)/$$check; \
		case $$? in 0 | 77) ;; *) failed=1 ;; esac; \
	done; exit $$failed
.PHONY: lint
