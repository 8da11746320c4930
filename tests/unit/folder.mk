# One test program per layer, linked with nothing above that layer.
include %D%/core/folder.mk
include %D%/proto/folder.mk
include %D%/net/folder.mk
include %D%/jail/folder.mk
include %D%/store/folder.mk
include %D%/conf/folder.mk
include %D%/state/folder.mk
include %D%/route/folder.mk
include %D%/audit/folder.mk
include %D%/registry/folder.mk
include %D%/auth/folder.mk
include %D%/relay/folder.mk
include %D%/link/folder.mk
include %D%/guard/folder.mk
include %D%/commands/folder.mk
include %D%/control/folder.mk
include %D%/main/folder.mk
include %D%/ctl/folder.mk
include %D%/icq/folder.mk
include %D%/module/folder.mk
EXTRA_DIST += %D%/README.md
