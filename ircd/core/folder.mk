noinst_LIBRARIES += %D%/libcore.a
EXTRA_DIST += %D%/README.md
%C%_libcore_a_SOURCES = \
	%D%/buf.c %D%/buf.h \
	%D%/clock.c %D%/clock.h \
	%D%/err.c %D%/err.h \
	%D%/handle.c %D%/handle.h \
	%D%/hash.c %D%/hash.h \
	%D%/list.h \
	%D%/log.c %D%/log.h \
	%D%/loop.c %D%/loop.h %D%/loop_poll.c %D%/loop_priv.h \
	%D%/mem.c %D%/mem.h \
	%D%/rng.c %D%/rng.h \
	%D%/timer.c %D%/timer.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/util.h \
	%D%/view.c %D%/view.h \
	%D%/wakeup.c %D%/wakeup.h \
	%D%/worker.c %D%/worker.h
if HAVE_EPOLL
%C%_libcore_a_SOURCES += %D%/loop_epoll.c
else
%C%_libcore_a_SOURCES += %D%/loop_noepoll.c
endif
