if HAVE_CRITERION
check_PROGRAMS += tests/unit/unit_core
TESTS += tests/unit/unit_core
tests_unit_unit_core_SOURCES = \
	%D%/loop_rig.c %D%/loop_rig.h \
	%D%/test_buf.c \
	%D%/test_clock.c \
	%D%/test_err.c \
	%D%/test_handle.c \
	%D%/test_hash.c \
	%D%/test_list.c \
	%D%/test_log.c \
	%D%/test_loop.c \
	%D%/test_loop_order.c \
	%D%/test_mem.c \
	%D%/test_rng.c \
	%D%/test_timer.c \
	%D%/test_utf8.c \
	%D%/test_view.c \
	%D%/test_wakeup.c \
	%D%/test_worker.c
tests_unit_unit_core_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
tests_unit_unit_core_LDADD = ircd/core/libcore.a $(SODIUM_LIBS) $(CRITERION_LIBS)
endif
