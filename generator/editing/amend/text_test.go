package amend

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Whatever the text of a section becomes: the others and everything else stay as they
// were, with line ends of either kind, at the end of the file too.
func TestRandomTexts(t *testing.T) {
	forms := catalogue(t)
	rng := rand.New(rand.NewPCG(3, 4))
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	done := 0
	for range 3000 {
		var b strings.Builder
		b.WriteString("---\nyear: 2023\n---\n")
		for i := range 4 {
			if i > 0 {
				b.WriteString("## 第" + string('0'+rune(i)) + "节\n")
			}
			for range rng.IntN(6) {
				b.WriteString(pick("甲\n", "\n", "乙 \n", "```\n", "<!-- x\n", "-->\n", "### 小\n", "标题\n---\n", "  \n"))
			}
		}
		text := b.String()
		if rng.IntN(2) == 0 {
			text = strings.TrimRight(text, "\n")
		}
		if rng.IntN(2) == 0 {
			text = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
		s := open(forms, "content/a/reports/2023.md", []byte(text))
		if s == nil {
			continue
		}
		sections := s.Sections()
		at := sections[rng.IntN(len(sections))]
		var lines []string
		for range rng.IntN(5) {
			lines = append(lines, pick("丙", "", "甲", "乙 ", "```", "<!-- x", "-->", "## 二", "标题\n---", "   ", "\t丁", "{{ applications.new.total }}"))
		}
		want := strings.Join(lines, "\n")
		out, refused := s.Change(Changes{Texts: map[string]string{at.ID: want}})
		if len(refused) > 0 {
			if string(out) != text {
				t.Fatalf("refused (%s), got\n%q\nwant it unchanged:\n%q", refused[0].Text("en"), out, text)
			}
			continue
		}
		done++
		now := open(forms, "content/a/reports/2023.md", out).Sections()
		if len(now) != len(sections) {
			t.Fatalf("got %d sections, want %d", len(now), len(sections))
		}
		for i := range now {
			w := sections[i].Text
			if sections[i].ID == at.ID {
				w = tidy(want)
			}
			if now[i].Text != w || now[i].Heading != sections[i].Heading {
				t.Fatalf("%q is %q, want %q\nfrom %q\nto   %q", now[i].Heading, now[i].Text, w, text, out)
			}
		}
		before := strings.SplitAfter(text, "\n")
		if got := strings.SplitAfter(string(out), "\n"); strings.Join(before[:at.Line-1], "") != strings.Join(got[:at.Line-1], "") {
			t.Fatalf("above the section: got\n%q\nwant it as in\n%q", out, text)
		}
		if n := strings.Count(string(out), "\r\n"); n > 0 && n != strings.Count(string(out), "\n") {
			t.Fatalf("got %d CRLF among %d line ends, want all or none: %q", n, strings.Count(string(out), "\n"), out)
		}
	}
	if done < 1500 {
		t.Errorf("got %d texts changed, want at least 1500", done)
	}
}

// No file and no change makes it panic, or lose a value that nobody spoke of.
func FuzzChange(f *testing.F) {
	forms := catalogue(f)
	for _, text := range examples(f) {
		f.Add(text, 0, 0, "", "applications.new.total", "5", "一总体情况", "甲")
		f.Add(text, 200, 210, "\n    new: [1,\n  2", "proactive.licensing", "1,0", "", "## x")
		f.Add(text, 300, 300, "待填", "handling_fees.notices", "", "二", "```")
	}
	f.Fuzz(func(t *testing.T, text string, from, to int, insert, cell, value, section, prose string) {
		if from >= 0 && from <= to && to <= len(text) {
			text = text[:from] + insert + text[to:]
		}
		s := open(forms, "content/a/reports/2023.md", []byte(text))
		if s == nil {
			return
		}
		out, refused := s.Change(Changes{Cells: map[string]string{cell: value}, Texts: map[string]string{section: prose}})
		after := open(forms, "content/a/reports/2023.md", out)
		if after == nil {
			t.Fatalf("after a change: got no session, want one for\n%s\nfrom\n%s", out, text)
		}
		for i, c := range s.Report.Form.Cells {
			a, b := s.Report.Values.At(i), after.Report.Values.At(i)
			if c.Path != cell && (a.State != b.State || a.Text != b.Text) && (a.State == 1 || b.State == 1) {
				t.Fatalf("%s: the values %q and %q, want the same in\n%s\nfrom\n%s", c.Path, a.Text, b.Text, out, text)
			}
			if c.Path == cell && len(refused) == 0 && value != "" && b.Text != strings.Trim(value, " \t\r\n") && c.Kind.Numeric() && b.State == 1 {
				t.Fatalf("%s is %q, want %q", c.Path, b.Text, value)
			}
		}
	})
}
