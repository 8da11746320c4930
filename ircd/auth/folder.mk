noinst_LIBRARIES += %D%/libauth.a
EXTRA_DIST += %D%/README.md
%C%_libauth_a_SOURCES =
