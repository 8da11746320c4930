/* A classic BPF machine, as much of it as a seccomp filter uses: so that a filter can be asked without a kernel. */
#ifndef CONCLAVE_TESTS_LIVE_REDTEAM_BPF_H
#define CONCLAVE_TESTS_LIVE_REDTEAM_BPF_H

#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

/* The filter's answer, SECCOMP_RET_*; SECCOMP_RET_TRACE for an instruction that no filter of ours has. */
uint32_t bpf_run(const struct sock_filter *prog, size_t n, const struct seccomp_data *data);
/* "allow", "errno 38", "kill", "log" ... */
const char *bpf_action(uint32_t action, char *dst, size_t size);

#endif
