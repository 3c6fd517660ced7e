package generator

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
)

const mended = "content/shilishi-zwfwj/reports/2023.md"

// fixSite is a site of one agency of the example, with the years around 2023.
func fixSite(t *testing.T) (dir, text string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content/shilishi-zwfwj"), os.DirFS("../content/shilishi-zwfwj")); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile("../gongkai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "gongkai.yaml"), config, 0o644); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, mended))
	if err != nil {
		t.Fatal(err)
	}
	return dir, string(data)
}

func fixed(t *testing.T, dir, text string) (string, *FixResult) {
	t.Helper()
	f, err := Fix(t.Context(), Options{Site: dir, Unsaved: map[string][]byte{mended: []byte(text)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Changes) == 0 {
		return text, f
	}
	if c := f.Changes[0]; len(f.Changes) > 1 || c.File != mended {
		t.Fatalf("got changes of %+v, want one of %s", f.Changes, mended)
	}
	return string(f.Changes[0].After), f
}

// wide makes a digit, or a mark, what a Chinese keyboard types.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// rows are the lines of a report that hold a row of figures.
func rows(lines []string) (out []int) {
	for i, l := range lines {
		if strings.Contains(l, ": ") && strings.HasSuffix(l, "]") {
			out = append(out, i)
		}
	}
	return out
}

// cellsOf splits a row's line: what is before it, and its fields with their spaces.
func cellsOf(line string) (head string, cells []string) {
	head, rest, _ := strings.Cut(line, "[")
	return head + "[", strings.Split(strings.TrimSuffix(rest, "]"), ",")
}

func swap(cell, with string) string {
	n := strings.TrimSpace(cell)
	return strings.TrimSuffix(cell, n) + with
}

// damages are ways to spoil a row of which the figures still say what it was.
var damages = map[string]func(rnd *rand.Rand, line string) string{
	"full-width digits": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		for i := range cells {
			if rnd.IntN(2) == 0 {
				cells[i] = wide(cells[i])
			}
		}
		return head + strings.Join(cells, ",") + "]"
	},
	"full-width digits in columns": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		for i := range cells {
			if n := strings.TrimSpace(cells[i]); len(n) == 1 && strings.HasPrefix(cells[i], "  ") {
				cells[i] = cells[i][1:len(cells[i])-1] + wide(n)
			}
		}
		return head + strings.Join(cells, ",") + "]"
	},
	"marks for none": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		for i := range cells[:len(cells)-1] {
			if strings.TrimSpace(cells[i]) == "0" && rnd.IntN(3) == 0 {
				cells[i] = swap(cells[i], []string{"-", "/", "无", "——", "待填", ""}[rnd.IntN(6)])
			}
		}
		return head + strings.Join(cells, ",") + "]"
	},
	"blanks in columns": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		for i := range cells[:len(cells)-1] {
			if strings.TrimSpace(cells[i]) == "0" && rnd.IntN(3) == 0 {
				cells[i] = swap(cells[i], []string{"-", " "}[rnd.IntN(2)])
			}
		}
		return head + strings.Join(cells, ",") + "]"
	},
	"no total": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		last := len(cells) - 1
		cells[last] = swap(cells[last], []string{"待填", "null", ""}[rnd.IntN(3)])
		return head + strings.Join(cells, ",") + "]"
	},
	"punctuation": func(rnd *rand.Rand, line string) string {
		return strings.NewReplacer(",", "，", "[", "［", "]", "］").Replace(line)
	},
	"colon": func(rnd *rand.Rand, line string) string { return strings.Replace(line, ": ", "："+" ", 1) },
	"a row of nothing": func(rnd *rand.Rand, line string) string {
		head, cells := cellsOf(line)
		for _, c := range cells {
			if strings.TrimSpace(c) != "0" {
				return line
			}
		}
		key := strings.TrimRight(strings.TrimSuffix(head, "["), " ")
		return []string{key, strings.TrimSuffix(head, "[") + "待填"}[rnd.IntN(2)]
	},
}

// What was spoilt in a way that leaves no doubt is, byte for byte, as it was.
func TestFixRestores(t *testing.T) {
	dir, text := fixSite(t)
	names := slices.Sorted(maps.Keys(damages))
	for seed := range 60 {
		rnd := rand.New(rand.NewPCG(uint64(seed), 1))
		lines := strings.Split(text, "\n")
		var done []string
		for _, i := range rows(lines) {
			if i%2 == 0 || rnd.IntN(3) > 0 || strings.Contains(lines[i], "总计:") {
				continue // a row's neighbours show how it was laid out
			}
			name := names[rnd.IntN(len(names))]
			if name == "a row of nothing" && strings.Count(lines[i], ",") < 6 {
				continue // nothing else tells of it
			}
			lines[i] = damages[name](rnd, lines[i])
			done = append(done, strconv.Itoa(i+1)+" "+name)
		}
		spoilt := strings.Join(lines, "\n")
		if seed%3 == 1 {
			spoilt = "\ufeff" + strings.ReplaceAll(spoilt, "\n", "\r\n")
		}
		want := text
		if seed%3 == 1 {
			want = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
		got, f := fixed(t, dir, spoilt)
		if got != want {
			t.Fatalf("seed %d, %v, left %v:\n%s", seed, done, f.Summary, textedit.Diff(mended, []byte(want), []byte(got)))
		}
		if (got != spoilt) != (f.Fixes > 0) {
			t.Errorf("seed %d: got %d fixes, want some if and only if the file changes", seed, f.Fixes)
		}
		if again, _ := fixed(t, dir, got); again != got {
			t.Errorf("seed %d: fixed again: got\n%s\nwant it unchanged:\n%s", seed, again, got)
		}
	}
}

// Where figures contradict each other nothing is touched, whatever else is wrong.
func TestFixLeavesContradictions(t *testing.T) {
	dir, text := fixSite(t)
	for name, c := range map[string][2]string{
		"a wrong total":                        {"[27,  9,  1,  2,  2,  1, 42]", "[27,  9,  1,  2,  2,  1, 43]"},
		"a mark in a row whose total differs":  {"[12,  5,  1,  1,  2,  0, 21]", "[12,  5,  1,  1,  2,  -, 22]"},
		"a blank that cannot be 0":             {"[12,  5,  1,  1,  2,  0, 21]", "[  ,  5,  1,  1,  2,  0, 21]"},
		"a total that the column contradicts":  {"[12,  5,  1,  1,  2,  0, 21]", "[12,  5,  1,  1,  3,  0, 待填]"},
		"a total that last year contradicts":   {"[ 0,  1,  0,  0,  1,  0,  2]", "[ 0,  2,  0,  0,  1,  0, 待填]"},
		"a total that next year contradicts":   {"[ 2,  1,  0,  0,  0,  0,  3]", "[ 2,  1,  0,  0,  0,  1, 待填]"},
		"a mark for none where there is some":  {"[12,  5,  1,  1,  2,  0, 21]", "[12,  5,  1,  1,  2,  0, 无]"},
		"full-width digits that do not add up": {"[12,  5,  1,  1,  2,  0, 21]", "[１3,  5,  1,  1,  2,  0, 21]"},
		"another number in full width":         {"[12,  5,  1,  1,  2,  0, 21]", "[１３,  5,  1,  1,  2,  0, 21]"},
		"leading zeros":                        {"[12,  5,  1,  1,  2,  0, 21]", "[０１２,  5,  1,  1,  2,  0, 21]"},
		"a unit":                               {"[12,  5,  1,  1,  2,  0, 21]", "[12件,  5,  1,  1,  2,  0, 21]"},
		"a short row":                          {"[12,  5,  1,  1,  2,  0, 21]", "[12,  5,  1,  1,  2,  21]"},
		"two blanks and no total":              {"[27,  9,  1,  2,  2,  1, 42]", "[27,  9,  1,  2,  2,   ,  待填]"},
		"a figure that no sum speaks of":       {"行政处罚:       0", "行政处罚:       -"},
		"a number of a person":                 {"行政许可:       3518", "行政许可:       １３８１２３４５６７８"},
	} {
		if strings.Count(text, c[0]) != 1 {
			t.Fatalf("%s: %q is there %d times, want once", name, c[0], strings.Count(text, c[0]))
		}
		spoilt := strings.Replace(text, c[0], c[1], 1)
		if got, f := fixed(t, dir, spoilt); got != spoilt || f.Fixes != 0 || !f.Failed() {
			t.Errorf("%s: %d fixes, %v\n%s", name, f.Fixes, f.Summary, textedit.Diff(mended, []byte(spoilt), []byte(got)))
		}
	}
}

// The edits of a finding alone settle it: an editor offers them one at a time.
func TestFixOfOneFinding(t *testing.T) {
	dir, text := fixSite(t)
	spoilt := strings.Replace(strings.Replace(text, "[27,  9,  1,  2,  2,  1, 42]", "[27,  ９，  1,  2,  2,  1, ]", 1), "年度: ", "年度：", 1)
	res, err := Check(t.Context(), Options{Site: dir, Unsaved: map[string][]byte{mended: []byte(spoilt)}})
	if err != nil {
		t.Fatal(err)
	}
	var offered []string
	for _, f := range res.Findings {
		if f.Fix == nil {
			continue
		}
		offered = append(offered, f.Rule+": "+f.Fix.Title.EN)
		after, err := textedit.Apply([]byte(spoilt), f.Fix.Edits)
		if err != nil {
			t.Fatal(err)
		}
		then, err := Check(t.Context(), Options{Site: dir, Unsaved: map[string][]byte{mended: after}})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(then.Findings, func(g diag.Finding) bool { return identity(g) == identity(f) }) {
			t.Errorf("got %s again, want it fixed: %s", f.Rule, f.Message.EN)
		}
	}
	if want := []string{`syntax: change ： to ": "`, `bad-number: change ９ to 9`, `syntax: change ， to ","`}; !slices.Equal(offered[:min(3, len(offered))], want) {
		t.Errorf("got the fixes %q, want them to begin with %q", offered, want)
	}
}

// A fix is written as a whole and only over what it was made from.
func TestFixWrites(t *testing.T) {
	dir, text := fixSite(t)
	name := filepath.Join(dir, mended)
	spoilt := strings.Replace(text, "[27,  9,", "[２７,  9,", 1)
	if err := errors.Join(os.WriteFile(name, []byte(spoilt), 0o600), os.Chmod(name, 0o600)); err != nil {
		t.Fatal(err)
	}
	f, err := Fix(t.Context(), Options{Site: dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(name); string(data) != spoilt {
		t.Errorf("before Write: got the file\n%s\nwant it as it was:\n%s", data, spoilt)
	}
	if err := os.WriteFile(name, []byte(spoilt+"\n后来的改动"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(t.Context(), nil); err == nil {
		t.Error("Write over a later change: got no error, want one")
	}
	if err := os.WriteFile(name, []byte(spoilt), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(name)
	info, _ := os.Stat(name)
	if !bytes.Equal(data, []byte(text)) || info.Mode().Perm() != 0o600 {
		t.Errorf("wrote %d bytes, mode %v, want %d, -rw-------", len(data), info.Mode(), len(text))
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*")); len(left) > 0 {
		t.Errorf("left: %v, want nothing", left)
	}
}

// A row in braces is given the total that it lacks, under a key like its others.
func TestFixOfRowInBraces(t *testing.T) {
	dir, text := fixSite(t)
	const row = "[12,  5,  1,  1,  2,  0, 21]"
	for spoilt, want := range map[string]string{
		"{自然人: 12, 商业企业: 5, 科研机构: 1, 社会公益组织: 1, 法律服务机构: 2, 其他: 0 }":                         "{自然人: 12, 商业企业: 5, 科研机构: 1, 社会公益组织: 1, 法律服务机构: 2, 其他: 0, 总计: 21 }",
		"{natural: 12, commercial: 5, research: 1, public_welfare: 1, legal: 2, other: 0}":  "{natural: 12, commercial: 5, research: 1, public_welfare: 1, legal: 2, other: 0, total: 21}",
		"{natural: 12, commercial: 5, research: 1, public_welfare: 1, legal: 2, total: 21}": "{natural: 12, commercial: 5, research: 1, public_welfare: 1, legal: 2, total: 21, other: 0}",
		"{natural: 12, commercial: 5, research: 1, public_welfare: 1, legal: 3, other: 0}":  "",
	} {
		got, f := fixed(t, dir, strings.Replace(text, row, spoilt, 1))
		if want == "" {
			want = spoilt
		}
		if got != strings.Replace(text, row, want, 1) {
			t.Errorf("%s: %v\n%s", spoilt, f.Summary, textedit.Diff(mended, []byte(text), []byte(got)))
		}
	}
}

// A file in another encoding is converted as a whole, then mended like any other; what is
// not chosen leaves its bytes alone.
func TestFixEncodings(t *testing.T) {
	dir, sound := fixSite(t)
	spoilt := strings.Replace(sound, "\n年度: ", "\n年度：", 1)
	if spoilt == sound {
		t.Fatalf("got a report without a year to spoil, want 年度: in\n%s", sound)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(spoilt)
	if err != nil {
		t.Fatal(err)
	}
	wide := "\xff\xfe"
	for _, c := range utf16.Encode([]rune(spoilt)) {
		wide += string([]byte{byte(c), byte(c >> 8)})
	}
	for encoding, data := range map[string]string{"GB18030": gb, "UTF-16": wide} {
		if err := os.WriteFile(filepath.Join(dir, mended), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		o := Options{Site: dir}
		f, err := Fix(t.Context(), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Changes) != 1 || f.Fixes != 2 || string(f.Changes[0].Before) != data || string(f.Changes[0].After) != sound {
			t.Fatalf("%s: got %d fixes, %d changes, want 2, and 1 from the bytes as they are to the sound file", encoding, f.Fixes, len(f.Changes))
		}
		want := "--- a/" + mended + "\t" + encoding + "\n+++ b/" + mended + "\tUTF-8\n@@ "
		if d := string(f.Changes[0].Diff()); !strings.HasPrefix(d, want) || !strings.Contains(d, "\n-年度：2023\n+年度: 2023\n") || strings.Count(d, "\n-") != 1 {
			t.Errorf("%s: got\n%s\nwant the head\n%s\nand one changed line", encoding, d, want)
		}
		if got := f.Before.Excerpt(mended); string(got) != spoilt {
			t.Errorf("%s: got the excerpt %q, want the decoded text %.80q", encoding, got[:min(len(got), 80)], spoilt)
		}
		if n := slices.IndexFunc(f.Before.Findings, func(x diag.Finding) bool { return x.File == mended && x.Rule == "missing-cell" }); n >= 0 {
			t.Errorf("%s: got %+v, want no cell missing", encoding, f.Before.Findings[n])
		}

		// Places of other fixes are not those of the file's bytes.
		f, err = Fix(t.Context(), o, func(x *diag.Finding) bool { return !x.Fix.ToUTF8 })
		if err != nil || f.Fixes != 0 || len(f.Changes) != 0 {
			t.Errorf("%s: without the conversion: got %d fixes, %d changes, %v, want none", encoding, f.Fixes, len(f.Changes), err)
		}

		// Nothing but the encoding.
		f, err = Fix(t.Context(), o, func(x *diag.Finding) bool { return x.Fix.ToUTF8 })
		if err != nil || f.Fixes != 1 || len(f.Changes) != 1 || string(f.Changes[0].After) != spoilt {
			t.Fatalf("%s: got %d fixes, %d changes, %v, want the conversion alone", encoding, f.Fixes, len(f.Changes), err)
		}
		if d := string(f.Changes[0].Diff()); d+"@@ " != want {
			t.Errorf("%s: got\n%s\nwant\n%s", encoding, d, want)
		}
	}
}

// Personal numbers are hidden in the diff of a file in another encoding too.
func TestFixEncodingsMasked(t *testing.T) {
	dir, sound := fixSite(t)
	const number = "11010519491231002X"
	var wide []byte
	for _, c := range utf16.Encode([]rune("\ufeff" + strings.Replace(sound, "\n年度: ", "\n年度：", 1) + "\n证件号 " + number + "\n")) {
		wide = append(wide, byte(c), byte(c>>8))
	}
	if err := os.WriteFile(filepath.Join(dir, mended), wide, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Fix(t.Context(), Options{Site: dir}, nil)
	if err != nil || len(f.Changes) != 1 {
		t.Fatalf("got %d changes, %v, want 1", len(f.Changes), err)
	}
	if !slices.ContainsFunc(f.Findings, func(x diag.Finding) bool { return x.Rule == "personal-data" }) {
		t.Errorf("got findings %+v, want personal-data among them", f.Findings)
	}
	for what, text := range map[string][]byte{"diff": f.Changes[0].Diff(), "excerpt": f.Before.Excerpt(mended)} {
		if bytes.Contains(text, []byte(number)) || bytes.Contains(text, []byte("4\x009\x001\x002\x003")) {
			t.Errorf("the %s: got\n%s\nwant the number %s masked", what, text, number)
		}
	}
}

// A fix that lets the cause of other findings be named does no harm.
func TestFixMayExplainWhatWasThere(t *testing.T) {
	gap := diag.Finding{Rule: "missing-cell", File: "a.md", Cells: []string{"a.x"}, Fix: &diag.Fix{}}
	sum, balance := diag.Finding{Rule: "row-total", File: "a.md", Cells: []string{"a.y", "a.z"}}, diag.Finding{Rule: "balance", File: "a.md", Cells: []string{"a.y", "a.v"}}
	cause := diag.Finding{Rule: "wrong-cell", File: "a.md", Cells: []string{"a.y"}, Explains: 2}
	for _, tc := range []struct {
		after []diag.Finding
		want  bool
	}{
		{[]diag.Finding{sum, balance, cause}, false},
		{[]diag.Finding{sum, balance, {Rule: "row-total", File: "a.md", Cells: []string{"a.x", "a.z"}}}, true},
	} {
		f := &fixing{refused: map[string]bool{}}
		if got := f.refuse([]diag.Finding{gap}, []diag.Finding{gap, sum, balance}, tc.after); got != tc.want {
			t.Errorf("after %+v: refused %v, want %v", tc.after, got, tc.want)
		}
	}
}
