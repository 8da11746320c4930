noinst_LIBRARIES += %D%/libconf.a
EXTRA_DIST += %D%/README.md
%C%_libconf_a_SOURCES =
