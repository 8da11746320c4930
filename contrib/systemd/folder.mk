EXTRA_DIST += %D%/conclaved.service %D%/conclave.sysusers %D%/conclave.tmpfiles
