/*
 * What conclavectl and the server say to each other over the control socket: lines in the form of IRC messages (msg.h).
 *
 * The server greets with CONTROL_GREETING <CONTROL_VERSION> <server version>, or refuses with ERR.  A request is one line,
 * "ACCOUNT SUSPEND alice :left the company"; one at a time.  Its answer is any number of
 *     COLUMNS name:s created:t suspended:b  what the rows have, in this order; the letter is a kind below
 *     @name=alice;created=1700000000 ROW	    one row; what a row does not have is missing
 *     TEXT :words for people
 * and then one of
 *     OK [:words for people]
 *     ERR <word> :words for people
 */
#ifndef CONCLAVE_PROTO_CONTROL_WIRE_H
#define CONCLAVE_PROTO_CONTROL_WIRE_H

#define CONTROL_GREETING "CONCLAVE"
#define CONTROL_VERSION	 "1" /* a program of another version is not understood */

#define CONTROL_COLUMNS "COLUMNS"
#define CONTROL_ROW	"ROW"
#define CONTROL_TEXT	"TEXT"
#define CONTROL_OK	"OK"
#define CONTROL_ERR	"ERR"

#define CONTROL_COLUMNS_MAX 20

enum control_kind {
	CONTROL_STRING = 's',
	CONTROL_NUMBER = 'n',
	CONTROL_BOOL = 'b', /* 0, 1 */
	CONTROL_TIME = 't', /* seconds of the epoch */
};

/* First parameter of ERR; conclavectl makes its exit status of it. */
#define CONTROL_ERR_RIGHTS "rights"  /* this user may not */
#define CONTROL_ERR_USAGE  "usage"   /* no such request, or it lacks something */
#define CONTROL_ERR_NONE   "none"    /* what was named is not there */
#define CONTROL_ERR_DENIED "refused" /* it can't be so: the words say why */
#define CONTROL_ERR_BUSY   "busy"    /* try again */
#define CONTROL_ERR_FAILED "failed"  /* the server could not: its log says more */

#endif
