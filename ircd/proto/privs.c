#include "proto/privs.h"

const struct priv_def priv_table[PRIV_N] = {
	[PRIV_KILL] = { VIEW_INIT("kill"), "KILL: end somebody's session" },
	[PRIV_KLINE] = { VIEW_INIT("kline"), "KLINE: ban by user@host, account, certificate" },
	[PRIV_UNKLINE] = { VIEW_INIT("unkline"), "UNKLINE: take such a ban away" },
	[PRIV_DLINE] = { VIEW_INIT("dline"), "DLINE: ban addresses before they say a word" },
	[PRIV_UNDLINE] = { VIEW_INIT("undline"), "UNDLINE: take such a ban away" },
	[PRIV_XLINE] = { VIEW_INIT("xline"), "XLINE: ban real names" },
	[PRIV_UNXLINE] = { VIEW_INIT("unxline"), "UNXLINE: take such a ban away" },
	[PRIV_RESV] = { VIEW_INIT("resv"), "RESV: reserve nicks and names of channels" },
	[PRIV_UNRESV] = { VIEW_INIT("unresv"), "UNRESV: take such a reservation away" },
	[PRIV_ELINE] = { VIEW_INIT("eline"), "ELINE: exempt from bans" },
	[PRIV_UNELINE] = { VIEW_INIT("uneline"), "UNELINE: take such an exemption away" },
	[PRIV_DCCDENY] = { VIEW_INIT("dccdeny"), "DCCDENY: deny files by their names" },
	[PRIV_UNDCCDENY] = { VIEW_INIT("undccdeny"), "UNDCCDENY: take such a denial away" },
	[PRIV_DCCKILL] = { VIEW_INIT("dcckill"), "DCCKILL: end file transfers and direct chats" },
	[PRIV_DCC_EXEMPT] = { VIEW_INIT("dcc-exempt"),
		"may offer files of any type and size, and whatever dcc-rule forbids" },
	[PRIV_GUARD] = { VIEW_INIT("guard"),
		"HELD: see, pass and drop all messages that are held; hear what the guard tags" },
	[PRIV_GUARD_EXEMPT] = { VIEW_INIT("guard-exempt"), "the guard does not look at what he says" },
	[PRIV_UNREJECT] = { VIEW_INIT("unreject"),
		"UNREJECT: accept an address again that was refused too often" },
	[PRIV_CLOSE] = { VIEW_INIT("close"), "CLOSE: end all connections that are not registered yet" },
	[PRIV_CONNECT] = { VIEW_INIT("connect"), "CONNECT: link to another server now" },
	[PRIV_SQUIT] = { VIEW_INIT("squit"), "SQUIT: end a link to another server" },
	[PRIV_REMOTE] = { VIEW_INIT("remote"), "what one may do here, on other servers of the network" },
	[PRIV_REHASH] = { VIEW_INIT("rehash"), "REHASH: read the configuration again" },
	[PRIV_DIE] = { VIEW_INIT("die"), "DIE: stop the server" },
	[PRIV_RESTART] = { VIEW_INIT("restart"),
		"RESTART: stop the server, for its supervisor to start it again" },
	[PRIV_SET] = { VIEW_INIT("set"), "SET: change limits until the next rehash" },
	[PRIV_MODLIST] = { VIEW_INIT("modlist"), "MODLIST: list modules" },
	[PRIV_OPERMOTD] = { VIEW_INIT("opermotd"), "OPERMOTD: the message of the day for operators" },
	[PRIV_WALLOPS] = { VIEW_INIT("wallops"), "WALLOPS: write to all who asked for it with +w" },
	[PRIV_OPERWALL] = { VIEW_INIT("operwall"), "OPERWALL: write to all operators" },
	[PRIV_LOCOPS] = { VIEW_INIT("locops"), "LOCOPS: write to the operators of this server" },
	[PRIV_STATS] = { VIEW_INIT("stats"), "STATS: all letters, jail and memory among them" },
	[PRIV_TRACE] = { VIEW_INIT("trace"), "TRACE: everybody's connection and class" },
	[PRIV_ETRACE] = { VIEW_INIT("etrace"), "ETRACE: everybody's address and real name" },
	[PRIV_CHANTRACE] = { VIEW_INIT("chantrace"), "CHANTRACE: the same of a channel's members" },
	[PRIV_MASKTRACE] = { VIEW_INIT("masktrace"), "MASKTRACE: the same of who fits a mask" },
	[PRIV_TESTLINE] = { VIEW_INIT("testline"), "TESTLINE: which rule and ban would hit a mask" },
	[PRIV_TESTKLINE] = { VIEW_INIT("testkline"), "TESTKLINE: which ban would hit a mask" },
	[PRIV_TESTMASK] = { VIEW_INIT("testmask"), "TESTMASK: how many fit a mask" },
	[PRIV_OPERSPY] = { VIEW_INIT("operspy"),
		"look into what is hidden, with \"!\" in front: WHO WHOIS LIST MODE TOPIC; each look is "
		"recorded" },
	[PRIV_SAJOIN] = { VIEW_INIT("sajoin"), "SAJOIN: make somebody join a channel" },
	[PRIV_SAPART] = { VIEW_INIT("sapart"), "SAPART: make somebody leave a channel" },
	[PRIV_SAMODE] = { VIEW_INIT("samode"), "SAMODE: change modes of any channel" },
	[PRIV_SANICK] = { VIEW_INIT("sanick"), "SANICK: give somebody another nick" },
	[PRIV_CHGHOST] = { VIEW_INIT("chghost"), "CHGHOST: give somebody another host" },
	[PRIV_CHGIDENT] = { VIEW_INIT("chgident"), "CHGIDENT: give somebody another user name" },
	[PRIV_CHGNAME] = { VIEW_INIT("chgname"), "CHGNAME: give somebody another real name" },
	[PRIV_GRANT] = { VIEW_INIT("grant"), "GRANT: give an operator another role for a time" },
	[PRIV_PRIVS] = { VIEW_INIT("privs"), "PRIVS: show the privileges of others" },
	[PRIV_SEE_HIDDEN] = { VIEW_INIT("see-hidden"),
		"see invisible users, secret channels and real addresses" },
	[PRIV_SERVER_NOTICES] = { VIEW_INIT("server-notices"),
		"user mode s: hear who comes, goes, and what is done" },
	[PRIV_MASS_MESSAGE] = { VIEW_INIT("mass-message"),
		"PRIVMSG and NOTICE to all of a server ($$mask) or of hosts ($#mask)" },
	[PRIV_PERMANENT] = { VIEW_INIT("permanent"), "MODE +P: keep a channel when nobody is in it" },
	[PRIV_FLOOD_EXEMPT] = { VIEW_INIT("flood-exempt"), "is never held back by flood control or rates" },
};

enum priv
priv_find(struct view name)
{
	enum priv p = 0;

	while (p < PRIV_N && !view_eq(priv_table[p].name, name))
		p++;
	return p;
}
