noinst_LIBRARIES += %D%/libnet.a
EXTRA_DIST += %D%/README.md
%C%_libnet_a_SOURCES =
