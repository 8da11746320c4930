/* The first part of NUMERIC_LIST, 001 to 399: arrival, statistics, the server itself, and answers that are no errors. */
#ifndef CONCLAVE_PROTO_NUMERICS_LOW_H
#define CONCLAVE_PROTO_NUMERICS_LOW_H

#define NUMERIC_LIST_LOW                                                             \
	NUMERIC(RPL_WELCOME, 1, "")                                                  \
	NUMERIC(RPL_YOURHOST, 2, "")                                                 \
	NUMERIC(RPL_CREATED, 3, "")                                                  \
	NUMERIC(RPL_MYINFO, 4, "")                                                   \
	NUMERIC(RPL_ISUPPORT, 5, "are supported by this server")                     \
	NUMERIC(RPL_SNOMASK, 8, "Server notice mask")                                \
	NUMERIC(RPL_MAP, 15, "")                                                     \
	NUMERIC(RPL_MAPEND, 17, "End of /MAP")                                       \
	NUMERIC(RPL_SAVENICK, 43, "Nick collision, your nick is your unique ID now") \
	NUMERIC(RPL_TRACEUNKNOWN, 203, "")                                           \
	NUMERIC(RPL_TRACEOPERATOR, 204, "")                                          \
	NUMERIC(RPL_TRACEUSER, 205, "")                                              \
	NUMERIC(RPL_TRACECLASS, 209, "")                                             \
	NUMERIC(RPL_STATSLINKINFO, 211, "")                                          \
	NUMERIC(RPL_STATSCOMMANDS, 212, "")                                          \
	NUMERIC(RPL_STATSCLINE, 213, "")                                             \
	NUMERIC(RPL_STATSILINE, 215, "")                                             \
	NUMERIC(RPL_STATSKLINE, 216, "")                                             \
	NUMERIC(RPL_STATSQLINE, 217, "")                                             \
	NUMERIC(RPL_STATSYLINE, 218, "")                                             \
	NUMERIC(RPL_ENDOFSTATS, 219, "End of /STATS report")                         \
	NUMERIC(RPL_UMODEIS, 221, "")                                                \
	NUMERIC(RPL_STATSDLINE, 225, "")                                             \
	NUMERIC(RPL_RULES, 232, "")                                                  \
	NUMERIC(RPL_STATSUPTIME, 242, "")                                            \
	NUMERIC(RPL_STATSOLINE, 243, "")                                             \
	NUMERIC(RPL_STATSXLINE, 247, "")                                             \
	NUMERIC(RPL_STATSDEBUG, 249, "")                                             \
	NUMERIC(RPL_LUSERCLIENT, 251, "")                                            \
	NUMERIC(RPL_LUSEROP, 252, "operator(s) online")                              \
	NUMERIC(RPL_LUSERUNKNOWN, 253, "unknown connection(s)")                      \
	NUMERIC(RPL_LUSERCHANNELS, 254, "channels formed")                           \
	NUMERIC(RPL_LUSERME, 255, "")                                                \
	NUMERIC(RPL_ADMINME, 256, "")                                                \
	NUMERIC(RPL_ADMINLOC1, 257, "")                                              \
	NUMERIC(RPL_ADMINLOC2, 258, "")                                              \
	NUMERIC(RPL_ADMINEMAIL, 259, "")                                             \
	NUMERIC(RPL_ENDOFTRACE, 262, "End of TRACE")                                 \
	NUMERIC(RPL_TRYAGAIN, 263, "Please wait a while and try again.")             \
	NUMERIC(RPL_LOCALUSERS, 265, "")                                             \
	NUMERIC(RPL_GLOBALUSERS, 266, "")                                            \
	NUMERIC(RPL_PRIVS, 270, "")                                                  \
	NUMERIC(RPL_SILELIST, 271, "")                                               \
	NUMERIC(RPL_ENDOFSILELIST, 272, "End of Silence List")                       \
	NUMERIC(RPL_WHOISCERTFP, 276, "")                                            \
	NUMERIC(RPL_ACCEPTLIST, 281, "")                                             \
	NUMERIC(RPL_ENDOFACCEPT, 282, "End of /ACCEPT list")                         \
	NUMERIC(RPL_AWAY, 301, "")                                                   \
	NUMERIC(RPL_USERHOST, 302, "")                                               \
	NUMERIC(RPL_ISON, 303, "")                                                   \
	NUMERIC(RPL_UNAWAY, 305, "You are no longer marked as being away")           \
	NUMERIC(RPL_NOWAWAY, 306, "You have been marked as being away")              \
	NUMERIC(RPL_WHOISREGNICK, 307, "has identified for this nick")               \
	NUMERIC(RPL_RULESTART, 308, "Server Rules")                                  \
	NUMERIC(RPL_ENDOFRULES, 309, "End of RULES command")                         \
	NUMERIC(RPL_WHOISUSER, 311, "")                                              \
	NUMERIC(RPL_WHOISSERVER, 312, "")                                            \
	NUMERIC(RPL_WHOISOPERATOR, 313, "is an IRC operator")                        \
	NUMERIC(RPL_WHOWASUSER, 314, "")                                             \
	NUMERIC(RPL_ENDOFWHO, 315, "End of /WHO list")                               \
	NUMERIC(RPL_WHOISIDLE, 317, "seconds idle, signon time")                     \
	NUMERIC(RPL_ENDOFWHOIS, 318, "End of /WHOIS list")                           \
	NUMERIC(RPL_WHOISCHANNELS, 319, "")                                          \
	NUMERIC(RPL_WHOISSPECIAL, 320, "")                                           \
	NUMERIC(RPL_LISTSTART, 321, "Users  Name")                                   \
	NUMERIC(RPL_LIST, 322, "")                                                   \
	NUMERIC(RPL_LISTEND, 323, "End of /LIST")                                    \
	NUMERIC(RPL_CHANNELMODEIS, 324, "")                                          \
	NUMERIC(RPL_CREATIONTIME, 329, "")                                           \
	NUMERIC(RPL_WHOISACCOUNT, 330, "is logged in as")                            \
	NUMERIC(RPL_NOTOPIC, 331, "No topic is set")                                 \
	NUMERIC(RPL_TOPIC, 332, "")                                                  \
	NUMERIC(RPL_TOPICWHOTIME, 333, "")                                           \
	NUMERIC(RPL_WHOISBOT, 335, "is a bot")                                       \
	NUMERIC(RPL_INVITELIST, 336, "")                                             \
	NUMERIC(RPL_ENDOFINVITELIST, 337, "End of /INVITE list")                     \
	NUMERIC(RPL_USERIP, 340, "")                                                 \
	NUMERIC(RPL_INVITING, 341, "")                                               \
	NUMERIC(RPL_INVEXLIST, 346, "")                                              \
	NUMERIC(RPL_ENDOFINVEXLIST, 347, "End of channel invite exception list")     \
	NUMERIC(RPL_EXEMPTLIST, 348, "")                                             \
	NUMERIC(RPL_ENDOFEXEMPTLIST, 349, "End of channel exception list")           \
	NUMERIC(RPL_VERSION, 351, "")                                                \
	NUMERIC(RPL_WHOREPLY, 352, "")                                               \
	NUMERIC(RPL_NAMREPLY, 353, "")                                               \
	NUMERIC(RPL_WHOSPCRPL, 354, "")                                              \
	NUMERIC(RPL_CLOSING, 362, "")                                                \
	NUMERIC(RPL_CLOSEEND, 363, "")                                               \
	NUMERIC(RPL_LINKS, 364, "")                                                  \
	NUMERIC(RPL_ENDOFLINKS, 365, "End of /LINKS list")                           \
	NUMERIC(RPL_ENDOFNAMES, 366, "End of /NAMES list")                           \
	NUMERIC(RPL_BANLIST, 367, "")                                                \
	NUMERIC(RPL_ENDOFBANLIST, 368, "End of channel ban list")                    \
	NUMERIC(RPL_ENDOFWHOWAS, 369, "End of WHOWAS")                               \
	NUMERIC(RPL_INFO, 371, "")                                                   \
	NUMERIC(RPL_MOTD, 372, "")                                                   \
	NUMERIC(RPL_ENDOFINFO, 374, "End of /INFO list")                             \
	NUMERIC(RPL_MOTDSTART, 375, "")                                              \
	NUMERIC(RPL_ENDOFMOTD, 376, "End of /MOTD command")                          \
	NUMERIC(RPL_WHOISHOST, 378, "")                                              \
	NUMERIC(RPL_WHOISMODES, 379, "")                                             \
	NUMERIC(RPL_YOUREOPER, 381, "You are now an IRC operator")                   \
	NUMERIC(RPL_REHASHING, 382, "Rehashing")                                     \
	NUMERIC(RPL_TIME, 391, "")                                                   \
	NUMERIC(RPL_HOSTHIDDEN, 396, "is now your displayed host")

#endif
