# Modules are built in; those of modules.list have a descriptor, module_<name>, by which the server knows them.
EXTRA_DIST += %D%/README.md %D%/modules.list
include %D%/icq/folder.mk

noinst_LIBRARIES += %D%/libmodules.a
nodist_%C%_libmodules_a_SOURCES = %D%/modules_table.c
CLEANFILES += %D%/modules_table.c
%D%/modules_table.c: $(top_srcdir)/%D%/modules.list $(top_srcdir)/%D%/table.awk
	$(AM_V_GEN)$(MKDIR_P) %D% && $(AWK) -f $(top_srcdir)/%D%/table.awk $(top_srcdir)/%D%/modules.list >$@.new && mv $@.new $@
EXTRA_DIST += %D%/table.awk
