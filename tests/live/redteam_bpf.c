/* See the header.  Every jump goes forward, so a program ends after at most n steps. */
#include "config.h"

#include "redteam_bpf.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool
jump_taken(uint16_t op, uint32_t a, uint32_t k)
{
	switch (op) {
	case BPF_JEQ:
		return a == k;
	case BPF_JGT:
		return a > k;
	case BPF_JGE:
		return a >= k;
	case BPF_JSET:
		return (a & k) != 0;
	}
	return true; /* BPF_JA */
}

uint32_t
bpf_run(const struct sock_filter *prog, size_t n, const struct seccomp_data *data)
{
	uint32_t a = 0;

	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *i = &prog[pc];

		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			if (i->k > sizeof(*data) - sizeof(a))
				return SECCOMP_RET_TRACE;
			memcpy(&a, (const char *)data + i->k, sizeof(a));
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			a &= i->k;
			break;
		case BPF_JMP | BPF_JA:
			pc += i->k;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
		case BPF_JMP | BPF_JGT | BPF_K:
		case BPF_JMP | BPF_JGE | BPF_K:
		case BPF_JMP | BPF_JSET | BPF_K:
			pc += jump_taken(BPF_OP(i->code), a, i->k) ? i->jt : i->jf;
			break;
		case BPF_RET | BPF_K:
			return i->k;
		default:
			return SECCOMP_RET_TRACE;
		}
	}
	return SECCOMP_RET_TRACE;
}

const char *
bpf_action(uint32_t action, char *dst, size_t size)
{
	switch (action & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		snprintf(dst, size, "allow");
		break;
	case SECCOMP_RET_ERRNO:
		snprintf(dst, size, "errno %u", action & SECCOMP_RET_DATA);
		break;
	case SECCOMP_RET_KILL_PROCESS:
	case SECCOMP_RET_TRAP: /* how a debug build kills, with a word before */
		snprintf(dst, size, "kill");
		break;
	case SECCOMP_RET_LOG:
		snprintf(dst, size, "log");
		break;
	default:
		snprintf(dst, size, "?");
	}
	return dst;
}
