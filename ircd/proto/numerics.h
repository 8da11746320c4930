/*
 * Numeric replies: number and format of the text, one row each.  The reply functions of route/reply.h put
 * parameters before the text.  Source: RFC 1459 6, RFC 2812 5, modern.ircdocs.horse, IRCv3.
 */
#ifndef CONCLAVE_PROTO_NUMERICS_H
#define CONCLAVE_PROTO_NUMERICS_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/numerics_low.h"

/* NUMERIC(name, number, text): text "" means that the caller gives the last parameter. */
#define NUMERIC_LIST                                                                    \
	NUMERIC_LIST_LOW                                                                \
	NUMERIC(ERR_NOSUCHNICK, 401, "No such nick/channel")                            \
	NUMERIC(ERR_NOSUCHSERVER, 402, "No such server")                                \
	NUMERIC(ERR_NOSUCHCHANNEL, 403, "No such channel")                              \
	NUMERIC(ERR_CANNOTSENDTOCHAN, 404, "Cannot send to channel")                    \
	NUMERIC(ERR_TOOMANYCHANNELS, 405, "You have joined too many channels")          \
	NUMERIC(ERR_WASNOSUCHNICK, 406, "There was no such nickname")                   \
	NUMERIC(ERR_TOOMANYTARGETS, 407, "Too many targets")                            \
	NUMERIC(ERR_NOORIGIN, 409, "No origin specified")                               \
	NUMERIC(ERR_INVALIDCAPCMD, 410, "Invalid CAP command")                          \
	NUMERIC(ERR_NORECIPIENT, 411, "No recipient given")                             \
	NUMERIC(ERR_NOTEXTTOSEND, 412, "No text to send")                               \
	NUMERIC(ERR_NOTOPLEVEL, 413, "No toplevel domain specified")                    \
	NUMERIC(ERR_WILDTOPLEVEL, 414, "Wildcard in toplevel domain")                   \
	NUMERIC(ERR_BADMASK, 415, "Bad mask")                                           \
	NUMERIC(ERR_INPUTTOOLONG, 417, "Input line was too long")                       \
	NUMERIC(ERR_UNKNOWNCOMMAND, 421, "Unknown command")                             \
	NUMERIC(ERR_NOMOTD, 422, "MOTD file is missing")                                \
	NUMERIC(ERR_NOADMININFO, 423, "No administrative info available")               \
	NUMERIC(ERR_NOOPERMOTD, 425, "OPERMOTD file is missing")                        \
	NUMERIC(ERR_NONICKNAMEGIVEN, 431, "No nickname given")                          \
	NUMERIC(ERR_ERRONEUSNICKNAME, 432, "Erroneous nickname")                        \
	NUMERIC(ERR_NICKNAMEINUSE, 433, "Nickname is already in use")                   \
	NUMERIC(ERR_NORULES, 434, "RULES file is missing")                              \
	NUMERIC(ERR_UNAVAILRESOURCE, 437, "Nick/channel is temporarily unavailable")    \
	NUMERIC(ERR_NICKTOOFAST, 438, "Nick change too fast, please wait")              \
	NUMERIC(ERR_TARGETTOOFAST, 439, "Target change too fast, please wait")          \
	NUMERIC(ERR_SERVICESDOWN, 440, "Services are down, please try again later")     \
	NUMERIC(ERR_USERNOTINCHANNEL, 441, "They aren't on that channel")               \
	NUMERIC(ERR_NOTONCHANNEL, 442, "You're not on that channel")                    \
	NUMERIC(ERR_USERONCHANNEL, 443, "is already on channel")                        \
	NUMERIC(ERR_SUMMONDISABLED, 445, "SUMMON has been disabled")                    \
	NUMERIC(ERR_USERSDISABLED, 446, "USERS has been disabled")                      \
	NUMERIC(ERR_NONICKCHANGE, 447, "Can not change nickname (+N)")                  \
	NUMERIC(ERR_NOTREGISTERED, 451, "You have not registered")                      \
	NUMERIC(ERR_ACCEPTFULL, 456, "Accept list is full")                             \
	NUMERIC(ERR_ACCEPTEXIST, 457, "is already on your accept list")                 \
	NUMERIC(ERR_ACCEPTNOT, 458, "is not on your accept list")                       \
	NUMERIC(ERR_NEEDMOREPARAMS, 461, "Not enough parameters")                       \
	NUMERIC(ERR_ALREADYREGISTERED, 462, "You may not reregister")                   \
	NUMERIC(ERR_PASSWDMISMATCH, 464, "Password incorrect")                          \
	NUMERIC(ERR_YOUREBANNEDCREEP, 465, "")                                          \
	NUMERIC(ERR_INVALIDUSERNAME, 468, "Your username is not valid")                 \
	NUMERIC(ERR_LINKCHANNEL, 470, "Forwarding to another channel")                  \
	NUMERIC(ERR_CHANNELISFULL, 471, "Cannot join channel (+l)")                     \
	NUMERIC(ERR_UNKNOWNMODE, 472, "is an unknown mode char to me")                  \
	NUMERIC(ERR_INVITEONLYCHAN, 473, "Cannot join channel (+i)")                    \
	NUMERIC(ERR_BANNEDFROMCHAN, 474, "Cannot join channel (+b)")                    \
	NUMERIC(ERR_BADCHANNELKEY, 475, "Cannot join channel (+k)")                     \
	NUMERIC(ERR_NEEDREGGEDNICK, 477, "Cannot join channel (+R)")                    \
	NUMERIC(ERR_BANLISTFULL, 478, "Channel list is full")                           \
	NUMERIC(ERR_BADCHANNAME, 479, "")                                               \
	NUMERIC(ERR_THROTTLE, 480, "Cannot join channel (+j)")                          \
	NUMERIC(ERR_NOPRIVILEGES, 481, "Permission Denied- You're not an IRC operator") \
	NUMERIC(ERR_CHANOPRIVSNEEDED, 482, "You're not channel operator")               \
	NUMERIC(ERR_CANTKILLSERVER, 483, "You can't kill a server!")                    \
	NUMERIC(ERR_ISCHANSERVICE, 484, "is a network service")                         \
	NUMERIC(ERR_NONONREG, 486, "only hears who has an account (+R)")                \
	NUMERIC(ERR_SECUREONLYCHAN, 489, "Cannot join channel (+S)")                    \
	NUMERIC(ERR_ALLMUSTUSETLS, 490, "All members of the channel must be on TLS")    \
	NUMERIC(ERR_NOOPERHOST, 491, "No O-lines for your host")                        \
	NUMERIC(ERR_OWNMODE, 494, "could not answer you: +g, and your list is full")    \
	NUMERIC(ERR_UMODEUNKNOWNFLAG, 501, "Unknown MODE flag")                         \
	NUMERIC(ERR_USERSDONTMATCH, 502, "Cant change mode for other users")            \
	NUMERIC(ERR_SILELISTFULL, 511, "Your silence list is full")                     \
	NUMERIC(ERR_OPERONLY, 520, "Cannot join channel (+O)")                          \
	NUMERIC(ERR_LISTSYNTAX, 521, "Bad list syntax, type /HELP LIST")                \
	NUMERIC(ERR_HELPNOTFOUND, 524, "No help available on this topic")               \
	NUMERIC(ERR_CANTSENDTOUSER, 531, "")                                            \
	NUMERIC(RPL_WHOISSECURE, 671, "is using a secure connection")                   \
	NUMERIC(ERR_INVALIDMODEPARAM, 696, "")                                          \
	NUMERIC(RPL_MODLIST, 702, "")                                                   \
	NUMERIC(RPL_ENDOFMODLIST, 703, "End of /MODLIST")                               \
	NUMERIC(RPL_HELPSTART, 704, "")                                                 \
	NUMERIC(RPL_HELPTXT, 705, "")                                                   \
	NUMERIC(RPL_ENDOFHELP, 706, "End of /HELP")                                     \
	NUMERIC(RPL_ETRACEFULL, 708, "")                                                \
	NUMERIC(RPL_ETRACE, 709, "")                                                    \
	NUMERIC(RPL_KNOCK, 710, "has asked for an invite")                              \
	NUMERIC(RPL_KNOCKDLVR, 711, "Your KNOCK has been delivered")                    \
	NUMERIC(ERR_TOOMANYKNOCK, 712, "Too many KNOCKs (channel)")                     \
	NUMERIC(ERR_CHANOPEN, 713, "Channel is open")                                   \
	NUMERIC(ERR_KNOCKONCHAN, 714, "You are already on that channel")                \
	NUMERIC(ERR_TARGUMODEG, 716, "is in +g mode (server-side ignore)")              \
	NUMERIC(RPL_TARGNOTIFY, 717, "has been informed that you messaged them")        \
	NUMERIC(RPL_UMODEGMSG, 718, "")                                                 \
	NUMERIC(RPL_OMOTDSTART, 720, "")                                                \
	NUMERIC(RPL_OMOTD, 721, "")                                                     \
	NUMERIC(RPL_ENDOFOMOTD, 722, "End of OPERMOTD")                                 \
	NUMERIC(ERR_NOPRIVS, 723, "Insufficient oper privs")                            \
	NUMERIC(RPL_TESTMASK, 724, "")                                                  \
	NUMERIC(RPL_TESTLINE, 725, "")                                                  \
	NUMERIC(RPL_NOTESTLINE, 726, "No matches")                                      \
	NUMERIC(RPL_TESTMASKGECOS, 727, "")                                             \
	NUMERIC(RPL_QUIETLIST, 728, "")                                                 \
	NUMERIC(RPL_ENDOFQUIETLIST, 729, "End of channel quiet list")                   \
	NUMERIC(RPL_MONONLINE, 730, "")                                                 \
	NUMERIC(RPL_MONOFFLINE, 731, "")                                                \
	NUMERIC(RPL_MONLIST, 732, "")                                                   \
	NUMERIC(RPL_ENDOFMONLIST, 733, "End of MONITOR list")                           \
	NUMERIC(ERR_MONLISTFULL, 734, "Monitor list is full")                           \
	NUMERIC(ERR_MLOCKRESTRICTED, 742, "The channel's mode lock keeps it so")        \
	NUMERIC(RPL_LOGGEDIN, 900, "")                                                  \
	NUMERIC(RPL_LOGGEDOUT, 901, "You are now logged out")                           \
	NUMERIC(ERR_NICKLOCKED, 902, "The account is suspended")                        \
	NUMERIC(RPL_SASLSUCCESS, 903, "SASL authentication successful")                 \
	NUMERIC(ERR_SASLFAIL, 904, "SASL authentication failed")                        \
	NUMERIC(ERR_SASLTOOLONG, 905, "SASL message too long")                          \
	NUMERIC(ERR_SASLABORTED, 906, "SASL authentication aborted")                    \
	NUMERIC(RPL_SASLMECHS, 908, "are available SASL mechanisms")                    \
	NUMERIC(RPL_DCCALLOWSTART, 990, "Those who may send you anything:")             \
	NUMERIC(RPL_DCCALLOWLIST, 991, "")                                              \
	NUMERIC(RPL_DCCALLOWEND, 992, "End of DCCALLOW list")                           \
	NUMERIC(RPL_DCCALLOWTIMED, 993, "")                                             \
	NUMERIC(RPL_DCCALLOWPERMANENT, 994, "")                                         \
	NUMERIC(RPL_DCCALLOWREMOVED, 995, "")                                           \
	NUMERIC(ERR_DCCALLOWINVALID, 996, "")                                           \
	NUMERIC(RPL_DCCALLOWEXPIRED, 997, "")                                           \
	NUMERIC(ERR_UNKNOWNDCCALLOWCMD, 998, "Unknown, see /DCCALLOW HELP")

enum numeric {
#define NUMERIC(name, number, text) name = (number),
	NUMERIC_LIST
#undef NUMERIC
};

/* The text of its row, "" if the caller gives it.  n must be one of the enum. */
struct view numeric_text(enum numeric n) WARN_UNUSED;
const char *numeric_name(enum numeric n) WARN_UNUSED; /* "RPL_WELCOME" */
bool numeric_is_error(enum numeric n) WARN_UNUSED;    /* ERR_* */

#endif
