/* Every form of a value, and the nearest thing that is none. */
#include "conf/conf_value.h"

#include <string.h>

#include <criterion/criterion.h>

struct number_case {
	const char *text;
	uint64_t want;
	bool is_good;
};

static void
check(int (*read)(struct view, uint64_t *), const struct number_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t got = 4711;
		int r = read(view_z(cases[i].text), &got);

		cr_expect_eq(r, cases[i].is_good ? 0 : -1, "\"%s\"", cases[i].text);
		cr_expect_eq(got, cases[i].is_good ? cases[i].want : 4711, "\"%s\"", cases[i].text);
	}
}

Test(conf_value, time_is_units_in_falling_order)
{
	static const struct number_case cases[] = {
		{ "0s", 0, true },
		{ "30s", 30000, true },
		{ "5m", 300000, true },
		{ "1h", 3600000, true },
		{ "1d", 86400000, true },
		{ "1h30m", 5400000, true },
		{ "1d2h3m4s", 93784000, true },
		{ "90m", 5400000, true },
		{ "", 0, false },
		{ "30", 0, false },
		{ "s", 0, false },
		{ "1m1h", 0, false },
		{ "1h1h", 0, false },
		{ "-1s", 0, false },
		{ "+1s", 0, false },
		{ "1 s", 0, false },
		{ "1S", 0, false },
		{ "1ms", 0, false },
		{ "1s ", 0, false },
		{ "1h30", 0, false },
		{ "18446744073709551615s", 0, false },
		{ "18446744073709551616s", 0, false },
		{ "213503982334d", UINT64_C(213503982334) * 86400000, true },
		{ "213503982335d", 0, false },
		{ "213503982334d24h", 0, false },
	};

	check(conf_value_time, cases, ARRAY_LEN(cases));
}

Test(conf_value, size_is_a_number_and_at_most_one_unit)
{
	static const struct number_case cases[] = {
		{ "0", 0, true },
		{ "512", 512, true },
		{ "8K", 8192, true },
		{ "1M", 1048576, true },
		{ "2G", UINT64_C(2147483648), true },
		{ "", 0, false },
		{ "K", 0, false },
		{ "8k", 0, false },
		{ "8KB", 0, false },
		{ "1M1K", 0, false },
		{ "1.5M", 0, false },
		{ "-1", 0, false },
		{ "17179869183G", UINT64_C(17179869183) << 30, true },
		{ "17179869184G", 0, false },
	};

	check(conf_value_size, cases, ARRAY_LEN(cases));
}

Test(conf_value, rate_is_a_count_and_a_time_or_nothing)
{
	static const struct {
		const char *text;
		uint32_t count;
		uint64_t per_ms;
	} good[] = {
		{ "0", 0, 0 },
		{ "5:20s", 5, 20000 },
		{ "1:1s", 1, 1000 },
		{ "4294967295:1d", UINT32_MAX, 86400000 },
		{ "2:1m30s", 2, 90000 },
	};
	static const char *const bad[] = { "", ":", "5", "5:", ":20s", "0:20s", "00", "5:20", "5 20s",
		"-5:20s", "5:0s", "5:1d1s", "4294967296:1s", "5:20s:1", " 5:20s" };
	uint32_t count;
	uint64_t per_ms;

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		cr_expect(conf_value_rate(view_z(good[i].text), &count, &per_ms) == 0 &&
				count == good[i].count && per_ms == good[i].per_ms,
			"%s", good[i].text);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(conf_value_rate(view_z(bad[i]), &count, &per_ms), -1, "%s", bad[i]);
}

Test(conf_value, bool_takes_three_pairs_of_words)
{
	static const char *const yes[] = { "yes", "true", "on" }, *const no[] = { "no", "false", "off" };
	static const char *const bad[] = { "", "Yes", "1", "0", "y", "yess", "enabled" };
	bool b;

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		cr_expect(conf_value_bool(view_z(yes[i]), &b) == 0 && b, "%s", yes[i]);
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		cr_expect(conf_value_bool(view_z(no[i]), &b) == 0 && !b, "%s", no[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(conf_value_bool(view_z(bad[i]), &b), -1, "%s", bad[i]);
}

Test(conf_value, mode_is_three_or_four_octal_digits)
{
	static const char *const bad[] = { "", "66", "0668", "1777", "00660", "-660", "rw-rw----" };
	uint32_t mode = 0;

	cr_expect(conf_value_mode(VIEW("0660"), &mode) == 0 && mode == 0660);
	cr_expect(conf_value_mode(VIEW("777"), &mode) == 0 && mode == 0777);
	cr_expect(conf_value_mode(VIEW("0000"), &mode) == 0 && mode == 0);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(conf_value_mode(view_z(bad[i]), &mode), -1, "%s", bad[i]);
}

Test(conf_value, hex_is_exactly_so_many_bytes)
{
	static const char *const bad[] = { "", "00ff1", "00ff1234", "00fg12", "00:ff:12:", "00:ff:1g",
		"00-ff-12", "00f:f:12", "0x00ff12" };
	uint8_t b[3];

	cr_expect(conf_value_hex(VIEW("00ffA1"), b, 3) == 0 && memcmp(b, "\x00\xff\xa1", 3) == 0);
	cr_expect(conf_value_hex(VIEW("00:FF:12"), b, 3) == 0 && memcmp(b, "\x00\xff\x12", 3) == 0);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_eq(conf_value_hex(view_z(bad[i]), b, 3), -1, "%s", bad[i]);
}

Test(conf_value, what_is_printed_reads_back)
{
	static const uint64_t times[] = { 0, 1000, 90000, 60000, 3600000, 5400000, 86400000, 172800000,
		86401000 };
	static const uint64_t sizes[] = { 0, 1, 1023, 1024, 1536, 1048576, UINT64_C(1) << 40 };
	char text[CONF_VALUE_TEXT];
	uint64_t back;

	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		cr_expect(conf_value_time(view_z(conf_value_time_text(times[i], text)), &back) == 0 &&
				back == times[i],
			"%s", text);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		cr_expect(conf_value_size(view_z(conf_value_size_text(sizes[i], text)), &back) == 0 &&
				back == sizes[i],
			"%s", text);
	cr_expect_str_eq(conf_value_time_text(300000, text), "5m");
	cr_expect_str_eq(conf_value_time_text(1500, text), "1500ms");
	cr_expect_str_eq(conf_value_size_text(1048576, text), "1M");
}
