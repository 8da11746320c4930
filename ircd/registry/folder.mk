noinst_LIBRARIES += %D%/libregistry.a
EXTRA_DIST += %D%/README.md
%C%_libregistry_a_SOURCES = \
	%D%/account_change.c %D%/account_change_priv.h \
	%D%/channel_row.c %D%/channel_row.h \
	%D%/change.c %D%/change_priv.h \
	%D%/registry.c %D%/registry.h \
	%D%/registry_account.c %D%/registry_account.h \
	%D%/registry_ban.c %D%/registry_ban.h \
	%D%/registry_channel.c %D%/registry_channel.h
