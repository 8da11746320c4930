noinst_LIBRARIES += %D%/libjail.a
EXTRA_DIST += %D%/README.md
%C%_libjail_a_SOURCES = \
	%D%/jail.c %D%/jail.h %D%/jail_priv.h \
	%D%/jail_child.c \
	%D%/jail_drop.c \
	%D%/jail_early.c \
	%D%/jail_landlock.c \
	%D%/jail_plan.c \
	%D%/jail_probe.c \
	%D%/jail_prove.c \
	%D%/jail_report.c \
	%D%/jail_room.c \
	%D%/jail_room_chroot.c \
	%D%/jail_room_pivot.c \
	%D%/jail_seccomp.c %D%/jail_seccomp.h \
	%D%/jail_seccomp_rules.c %D%/jail_seccomp_rules.h \
	%D%/jail_trap.c %D%/jail_trap.h
