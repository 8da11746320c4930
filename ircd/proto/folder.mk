noinst_LIBRARIES += %D%/libproto.a
EXTRA_DIST += %D%/README.md
%C%_libproto_a_SOURCES = %D%/privs.c %D%/privs.h
