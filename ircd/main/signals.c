/* The handlers only set a flag and wake the loop; one process has one set of signals, hence the file-wide state. */
#include "main/signals.h"

#include <signal.h>
#include <stdatomic.h>

#include "core/wakeup.h"

static atomic_int end_signal;
static atomic_bool hangup;
static struct wakeup wakeup;
static struct signals_fn callback;
static bool caught_now; /* signals_release() after a start that failed earlier finds nothing to release */

static void
on_signal(int sig)
{
	if (sig == SIGHUP)
		atomic_store(&hangup, true);
	else
		atomic_store(&end_signal, sig);
	wakeup_send(&wakeup);
}

static void
on_wakeup(void *arg)
{
	int sig = atomic_exchange(&end_signal, 0);

	(void)arg;
	if (sig != 0)
		callback.end(callback.arg, sig);
	else if (atomic_exchange(&hangup, false))
		callback.hangup(callback.arg);
}

int
signals_init(struct loop *loop, const struct signals_fn *fn, struct err *e)
{
	static const int caught[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	callback = *fn;
	if (wakeup_init(&wakeup, loop, on_wakeup, NULL, e) == -1)
		return -1;
	caught_now = true;
	(void)sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(caught); i++) {
		if (sigaction(caught[i], &sa, NULL) == -1)
			return err_sys(e, "sigaction");
	}
	return 0;
}

void
signals_release(struct loop *loop)
{
	static const int caught[] = { SIGTERM, SIGINT, SIGHUP };

	if (!caught_now)
		return;
	caught_now = false;
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		(void)signal(caught[i], SIG_IGN);
	wakeup_release(&wakeup, loop);
}
