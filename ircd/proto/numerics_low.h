/* The first part of NUMERIC_LIST, 001 to 299: arrival, statistics, the server itself. */
#ifndef CONCLAVE_PROTO_NUMERICS_LOW_H
#define CONCLAVE_PROTO_NUMERICS_LOW_H

#define NUMERIC_LIST_LOW                                                 \
	NUMERIC(RPL_WELCOME, 1, "")                                      \
	NUMERIC(RPL_YOURHOST, 2, "")                                     \
	NUMERIC(RPL_CREATED, 3, "")                                      \
	NUMERIC(RPL_MYINFO, 4, "")                                       \
	NUMERIC(RPL_ISUPPORT, 5, "are supported by this server")         \
	NUMERIC(RPL_STATSLINKINFO, 211, "")                              \
	NUMERIC(RPL_STATSCOMMANDS, 212, "")                              \
	NUMERIC(RPL_ENDOFSTATS, 219, "End of /STATS report")             \
	NUMERIC(RPL_UMODEIS, 221, "")                                    \
	NUMERIC(RPL_STATSYLINE, 218, "")                                 \
	NUMERIC(RPL_STATSPLINE, 220, "")                                 \
	NUMERIC(RPL_STATSILINE, 215, "")                                 \
	NUMERIC(RPL_STATSUPTIME, 242, "")                                \
	NUMERIC(RPL_STATSOLINE, 243, "")                                 \
	NUMERIC(RPL_STATSDEBUG, 249, "")                                 \
	NUMERIC(RPL_LUSERCLIENT, 251, "")                                \
	NUMERIC(RPL_LUSEROP, 252, "operator(s) online")                  \
	NUMERIC(RPL_LUSERUNKNOWN, 253, "unknown connection(s)")          \
	NUMERIC(RPL_LUSERCHANNELS, 254, "channels formed")               \
	NUMERIC(RPL_LUSERME, 255, "")                                    \
	NUMERIC(RPL_ADMINME, 256, "")                                    \
	NUMERIC(RPL_ADMINLOC1, 257, "")                                  \
	NUMERIC(RPL_ADMINLOC2, 258, "")                                  \
	NUMERIC(RPL_ADMINEMAIL, 259, "")                                 \
	NUMERIC(RPL_TRYAGAIN, 263, "Please wait a while and try again.") \
	NUMERIC(RPL_LOCALUSERS, 265, "")                                 \
	NUMERIC(RPL_GLOBALUSERS, 266, "")                                \
	NUMERIC(RPL_WHOISCERTFP, 276, "")

#endif
