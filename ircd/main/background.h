/* -d: the server goes on in the background; the command returns when it is ready, with its exit status if it is not. */
#ifndef CONCLAVE_MAIN_BACKGROUND_H
#define CONCLAVE_MAIN_BACKGROUND_H

#include "core/err.h"
#include "core/util.h"

/*
 * Forks.  In the child 0 is returned, with *ready_fd to tell the parent by.  In the parent 1 is returned once the child is ready, or has
 * ended: then *status is what the command should end with.
 */
int background_fork(int *ready_fd, int *status, struct err *e) WARN_UNUSED;
/* Standard input and output leave the terminal; standard error stays, for the log.  ready_fd -1: nothing to do. */
void background_ready(int ready_fd);

#endif
