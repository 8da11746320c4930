# Medians over the rounds as a table, and as TSV in the file `out`.
# Input: goals.tsv, then rows "round server row metric value".
BEGIN {
	FS = "\t"
	n_servers = split(servers, server, " ")
	# What is shown, and whether more of it is better.
	shown["us_per_line"] = shown["us_per_message"] = shown["us_per_pair"] = shown["p50_ms"] = shown["p99_ms"] = -1
	shown["bytes_per_client"] = shown["rss_mib"] = shown["lost"] = shown["disorder"] = -1
	shown["per_cpu_s"] = shown["busy"] = 1
}

FNR == NR {
	if ($0 !~ /^#/) {
		n_goals++
		goal_key[n_goals] = $1 "\t" $2
		goal_kind[n_goals] = $3
		goal_limit[n_goals] = $4
		goal_base[n_goals] = $5 "\t" $2
	}
	next
}

{
	key = $3 "\t" $4
	if (!(key in seen)) {
		seen[key] = ++n_keys
		keys[n_keys] = key
	}
	k = $2 "\t" key
	value[k, ++count[k]] = $5
}

function median(k,    n, i, j, t, v) {
	n = count[k]
	if (n == 0)
		return ""
	for (i = 1; i <= n; i++)
		v[i] = value[k, i] + 0
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] > v[j]; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

function number(v) {
	if (v == "")
		return "-"
	return v >= 1000 ? sprintf("%.0f", v) : sprintf("%.3g", v)
}

function best_peer(key, sign,    i, v, best) {
	best = ""
	for (i = 1; i <= n_servers; i++) {
		if (server[i] == "conclaved" || server[i] == "relay")
			continue
		v = median(server[i] "\t" key)
		if (v != "" && (best == "" || sign * v > sign * best))
			best = v
	}
	return best
}

# "goal, met or not" of goal g, given our figure and the best peer's.
function verdict(g, ours, best,    limit, kind, ok) {
	kind = goal_kind[g]
	limit = goal_limit[g]
	if (kind == "flat") {
		best = median("conclaved\t" goal_base[g])
		kind = "most"
	}
	if (ours == "" || (kind != "below" && (best == "" || best == 0)))
		return ""
	if (kind == "below")
		ok = ours <= limit
	else if (kind == "least")
		ok = ours / best >= limit
	else
		ok = ours / best <= limit
	return ok ? "met" : "NOT MET"
}

function goal_text(g) {
	if (goal_kind[g] == "below")
		return "<= " goal_limit[g]
	if (goal_kind[g] == "least")
		return ">= " goal_limit[g] " best"
	if (goal_kind[g] == "flat")
		return "<= " goal_limit[g] " at " substr(goal_base[g], 1, index(goal_base[g], "\t") - 1)
	return "<= " goal_limit[g] " best"
}

function line(key, goal, met,    i, v, s, parts, best, ours, ratio) {
	split(key, parts, "\t")
	best = best_peer(key, shown[parts[2]])
	ours = median("conclaved\t" key)
	ratio = ours != "" && best != "" && best != 0 ? sprintf("%.2f", ours / best) : ""
	s = sprintf("%-15s %-16s", parts[1], parts[2])
	printf "%s\t%s", parts[1], parts[2] >out
	for (i = 1; i <= n_servers; i++) {
		v = median(server[i] "\t" key)
		s = s sprintf(" %10s", number(v))
		printf "\t%s", v >out
	}
	printf "%s %8s  %-18s %s\n", s, ratio == "" ? "-" : ratio, goal, met
	printf "\t%s\t%s\t%s\n", ratio, goal, met >out
}

END {
	s = sprintf("%-15s %-16s", "scenario", "figure")
	printf "scenario\tfigure" >out
	for (i = 1; i <= n_servers; i++) {
		s = s sprintf(" %10s", server[i])
		printf "\t%s", server[i] >out
	}
	printf "%s %8s  %-18s\n", s, "ratio", "goal"
	print "\tratio\tgoal\tmet" >out
	for (k = 1; k <= n_keys; k++) {
		split(keys[k], parts, "\t")
		if (!(parts[2] in shown))
			continue
		said = 0
		for (g = 1; g <= n_goals; g++)
			if (goal_key[g] == keys[k]) {
				line(keys[k], goal_text(g), verdict(g, median("conclaved\t" keys[k]),
					best_peer(keys[k], shown[parts[2]])))
				said = 1
			}
		if (!said)
			line(keys[k], "", "")
	}
}
