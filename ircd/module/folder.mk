noinst_LIBRARIES += %D%/libmodule.a
EXTRA_DIST += %D%/README.md
%C%_libmodule_a_SOURCES = \
	%D%/module.c %D%/module.h %D%/module_priv.h \
	%D%/module_ask.h \
	%D%/module_record.c %D%/module_record.h \
	%D%/module_store.c %D%/module_store.h \
	%D%/module_user.c %D%/module_user.h \
	%D%/modules.c %D%/modules.h
