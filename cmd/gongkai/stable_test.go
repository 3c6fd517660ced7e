package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator/archive/fixity/database"
	"gongkai/generator/output"
	"gongkai/generator/rule"
)

// promises are what docs/stable.md promises: the cells of its tables by section, as codes.
type promises struct {
	tables map[string][][][]string // by heading: rows, their cells, the codes in each
	text   map[string]string       // by heading
}

var code = regexp.MustCompile("`([^`]+)`")

func codes(s string) (out []string) {
	for _, m := range code.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	return out
}

func readPromises(t *testing.T, file string) (p promises, order []string) {
	t.Helper()
	p = promises{map[string][][][]string{}, map[string]string{}}
	for _, section := range strings.Split(read(t, file), "\n## ")[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		order = append(order, heading)
		p.text[heading] = text
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") {
				continue
			}
			var row [][]string
			for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ") {
				row = append(row, codes(cell))
			}
			if len(slices.Concat(row...)) > 0 { // not the head
				p.tables[heading] = append(p.tables[heading], row)
			}
		}
	}
	return p, order
}

// pattern matches the addresses that a promised one stands for.
func pattern(address string) *regexp.Regexp {
	s := regexp.QuoteMeta(strings.TrimPrefix(address, "/"))
	s = strings.NewReplacer("<agency>", "[a-z0-9-]+", "<year>", "[0-9]{4}", "<name>", "[^/]+", "<form>", "(cn-2019|cn-2021)").Replace(s)
	if strings.HasSuffix(address, "/") {
		s += "index\\.html"
	}
	return regexp.MustCompile("^" + s + "$")
}

// What docs/stable.md promises, the program keeps: addresses, columns, keys, commands, lines and rules.
func TestPromisesAreKept(t *testing.T) {
	p, _ := readPromises(t, "docs/stable.md")
	out := filepath.Join(t.TempDir(), "public")
	run(t, 0, "build", "--site", "../..", "--out", out, "--no-cache", "--unpublished")
	manifest, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := output.ParseManifest(manifest)
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"manifest.json"}
	for _, f := range m.Files {
		files = append(files, f.Path)
	}
	found := func(address string) (out []string) {
		is := pattern(address)
		for _, f := range files {
			if is.MatchString(f) {
				out = append(out, f)
			}
		}
		if len(out) == 0 {
			t.Errorf("%s is promised, and not there", address)
		}
		return out
	}
	if len(p.tables["Addresses"]) < 30 {
		t.Fatalf("read %d promised addresses, want more", len(p.tables["Addresses"]))
	}
	for _, row := range p.tables["Addresses"] {
		if row[0][0] == "/" {
			found("/index.html")
			continue
		}
		found(row[0][0])
	}
	for _, row := range p.tables["Columns"] {
		for _, file := range found(row[0][0]) {
			data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(file)))
			if err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(strings.TrimPrefix(string(data), "\ufeff"), "\n")
			if head = strings.TrimSpace(head); head != row[1][0] && !strings.HasPrefix(head, row[1][0]+",") {
				t.Errorf("%s: the columns are %q, promised are %q", file, head, row[1][0])
			}
		}
	}
	if len(p.tables["Columns"]) < 5 {
		t.Errorf("read the columns of %d files, want more", len(p.tables["Columns"]))
	}
	keepsTables(t, filepath.Join(out, "data/reports.sqlite"), p)
	keepsFigures(t, out, found("/<agency>/reports/<year>/"))
	keepsKeys(t, p, out, manifest, found("/<agency>/reports/<year>/report.json"))
	keepsCommands(t, p)
	keepsRules(t, p)
}

// keepsTables looks for the tables of the database that the addresses name.
func keepsTables(t *testing.T, file string, p promises) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range p.tables["Addresses"] {
		if row[0][0] != "/data/reports.sqlite" {
			continue
		}
		if len(row[1]) < 4 {
			t.Errorf("the page promises the tables %q, want four", row[1])
		}
		for _, name := range row[1] {
			if !slices.ContainsFunc(db.Tables, func(t database.Table) bool { return t.Name == name }) {
				t.Errorf("the database has no table %s", name)
			}
		}
	}
}

var dataCell = regexp.MustCompile(`<td[^>]* data-cell="?([a-z_.0-9]+)"?[^>]*>([^<]*)`)

// keepsFigures looks at the figures in the pages of reports.
func keepsFigures(t *testing.T, out string, pages []string) {
	t.Helper()
	seen := 0
	for _, page := range pages {
		html, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(page)))
		if err != nil {
			t.Fatal(err)
		}
		var report struct{ Form string }
		if data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(strings.TrimSuffix(page, "index.html")+"report.json"))); err != nil || json.Unmarshal(data, &report) != nil {
			continue // the page of an address from before
		}
		cells := dataCell.FindAllSubmatch(html, -1)
		if report.Form != "cn-2021" {
			continue
		}
		seen++
		if len(cells) != 200 {
			t.Errorf("%s has %d cells, promised are 200", page, len(cells))
		}
		for _, c := range cells {
			if !regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`).Match(c[2]) {
				t.Errorf("%s: %s has the text %q, promised are digits alone", page, c[1], c[2])
			}
		}
	}
	if seen < 10 {
		t.Errorf("looked at %d pages of cn-2021, want more", seen)
	}
}

// mistype makes a digit of a new site's report wrong.
func mistype(t *testing.T, site string) {
	t.Helper()
	file := filepath.Join(site, filepath.FromSlash(theReport))
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte("[5, 2, 0, 0, 1, 0, 8]"), []byte("[5, 2, 0, 0, 1, 0, 9]"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// keepsKeys compares the keys of JSON with those that the page lists.
func keepsKeys(t *testing.T, p promises, out string, manifest []byte, reports []string) {
	t.Helper()
	site := filepath.Join(t.TempDir(), "site")
	run(t, 0, "init", site)
	run(t, 0, "build", "--site", site)
	mistype(t, site)
	report, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(reports[0])))
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string][]byte{
		"manifest.json": manifest, "report.json": report,
		"check --format json":  []byte(run(t, 1, "check", "--site", site, "--format", "json")),
		"verify --format json": []byte(run(t, 0, "verify", out, "--format", "json")),
		"diff --format json":   []byte(run(t, 0, "diff", filepath.Join(site, "public"), site, "--format", "json")),
		"status --format json": []byte(run(t, 1, "status", "2024", "--site", site, "--format", "json")),
	}
	last, rows := "", 0
	for _, row := range p.tables["Keys"] {
		name, inner := row[0][0], ""
		if objects[name] == nil { // of the object above it
			name, inner = last, row[0][0]
		} else if len(row[0]) > 1 {
			inner = row[0][1]
		}
		last = name
		var value map[string]any
		if err := json.Unmarshal(objects[name], &value); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, object := range objectsAt(t, value, inner) {
			rows++
			got := slices.Sorted(maps.Keys(object))
			for _, k := range row[1] {
				if !slices.Contains(got, k) {
					t.Errorf("%s %s has the keys %q, promised is %q too", name, inner, got, k)
				}
			}
			for _, k := range got {
				if !slices.Contains(row[1], k) && (len(row) < 3 || !slices.Contains(row[2], k)) {
					t.Errorf("%s %s has the key %q, which docs/stable.md does not list", name, inner, k)
				}
			}
		}
	}
	if rows < 20 {
		t.Errorf("compared %d objects, want more", rows)
	}
}

// objectsAt are the objects below a key, or the one itself.
func objectsAt(t *testing.T, value map[string]any, key string) []map[string]any {
	t.Helper()
	if key == "" {
		return []map[string]any{value}
	}
	var out []map[string]any
	switch below := value[key].(type) {
	case map[string]any:
		out = append(out, below)
	case []any:
		for _, x := range below {
			if object, ok := x.(map[string]any); ok {
				out = append(out, object)
			}
		}
	}
	if len(out) == 0 {
		t.Errorf("there is no object at %q", key)
	}
	return out
}

// keepsCommands looks for the commands, their flags and the lines that they print.
func keepsCommands(t *testing.T, p promises) {
	t.Helper()
	all := usages(t, "en")
	everywhere := codes(regexp.MustCompile(`(?m)^Every command takes .*$`).FindString(p.text["Commands"]))
	if len(everywhere) < 6 {
		t.Errorf("flags of every command: read %q, want more", everywhere)
	}
	for _, row := range p.tables["Commands"] {
		usage, ok := all[row[0][0]]
		if !ok {
			t.Errorf("the command %s is promised, and not there", row[0][0])
		}
		for _, flag := range slices.Concat(row[1], everywhere) {
			if !strings.Contains(usage, " "+flag+" ") {
				t.Errorf("gongkai %s does not take the promised %s", row[0][0], flag)
			}
		}
	}
	for name := range all {
		promised := slices.ContainsFunc(p.tables["Commands"], func(row [][]string) bool { return row[0][0] == name })
		if name != "" && !strings.Contains(name, " ") && !promised && name != "man" {
			t.Errorf("docs/stable.md does not list the command %s", name)
		}
	}
	site := filepath.Join(t.TempDir(), "site")
	run(t, 0, "init", site)
	mistype(t, site)
	check := run(t, 1, "check", "--site", site, "--lang", "en")
	var errs bytes.Buffer
	status := cli.Main(context.Background(), []string{"check", "--site", filepath.Join(site, "no"), "--lang", "en"}, &bytes.Buffer{}, &errs, func(string) string { return "" })
	if status != 2 {
		t.Errorf("a site that is not there: exit status %d, promised is 2", status)
	}
	printed := map[string]string{"FILE:": check, "N reports": check, "error:": errs.String()}
	words := strings.NewReplacer("FILE", `\S+`, "LINE", `\d+`, "COLUMN", `\d+`, "SEVERITY", "(error|warning)", "MESSAGE", ".+", "RULE", "[a-z-]+", `\[`, `\[`, "reports", "reports?", "errors", "errors?", "warnings", "warnings?", "N", `\d+`)
	for _, row := range p.tables["Lines"] {
		form := row[len(row)-1]
		if strings.HasPrefix(form[0], "http") {
			continue // serve_test.go has it
		}
		for _, line := range form {
			is := regexp.MustCompile("(?m)^" + words.Replace(regexp.QuoteMeta(line)) + "$")
			i := slices.IndexFunc(slices.Sorted(maps.Keys(printed)), func(k string) bool { return strings.HasPrefix(form[0], k) })
			if i < 0 {
				t.Errorf("nothing prints lines of the form %q", line)
				continue
			}
			if text := printed[slices.Sorted(maps.Keys(printed))[i]]; !is.MatchString(text) {
				t.Errorf("no line of the form %q in\n%s", line, text)
			}
		}
	}
}

// keepsRules compares the ids of rules with those that there are.
func keepsRules(t *testing.T, p promises) {
	t.Helper()
	_, list, _ := strings.Cut(p.text["Rules"], "\n\n")
	promised := codes(list)
	var all []string
	for _, r := range rule.All() {
		all = append(all, r.ID)
	}
	for _, id := range promised {
		if !slices.Contains(all, id) {
			t.Errorf("the rule %s is promised, and not there", id)
		}
	}
	for _, id := range all {
		if !slices.Contains(promised, id) {
			t.Errorf("docs/stable.md does not list the rule %s", id)
		}
	}
}

// The Chinese page promises the same.
func TestBothPagesPromiseTheSame(t *testing.T) {
	en, order := readPromises(t, "docs/stable.md")
	zh, same := readPromises(t, "docs/zh/stable.md")
	if len(order) != len(same) || len(order) < 6 {
		t.Fatalf("%d sections in English, %d in Chinese, want as many", len(order), len(same))
	}
	for i := range order {
		a, b := codes(en.text[order[i]]), codes(zh.text[same[i]])
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s and %s promise\n%q\n%q", order[i], same[i], a, b)
		}
	}
}
