package textedit

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/generator/diag"
	"gongkai/internal/growth"
)

func on(line, from, to int, text string) diag.Edit {
	return diag.Edit{Span: diag.Span{Line: line, Column: from, EndLine: line, EndColumn: to}, Text: text}
}

func TestApply(t *testing.T) {
	for name, c := range map[string]struct {
		data  string
		edits []diag.Edit
		want  string
		err   error
	}{
		"nothing":             {"a\nb", nil, "a\nb", nil},
		"characters":          {"新收：１２ x", []diag.Edit{on(1, 4, 6, "12"), on(1, 3, 4, ": ")}, "新收: 12 x", nil},
		"byte order mark":     {"\ufeffab\n", []diag.Edit{on(1, 1, 2, "x")}, "\ufeffxb\n", nil},
		"line endings":        {"a\r\nb\r\n", []diag.Edit{on(1, 2, 2, "1"), on(2, 1, 2, "c")}, "a1\r\nc\r\n", nil},
		"the end of the file": {"a\nb", []diag.Edit{on(2, 2, 2, "!")}, "a\nb!", nil},
		"over lines":          {"ab\ncd", []diag.Edit{{Span: diag.Span{Line: 1, Column: 2, EndLine: 2, EndColumn: 2}, Text: "-"}}, "a-d", nil},
		"side by side":        {"abc", []diag.Edit{on(1, 2, 3, "y"), on(1, 1, 2, "x")}, "xyc", nil},
		"the same twice":      {"abc", []diag.Edit{on(1, 1, 2, "x"), on(1, 1, 2, "x")}, "xbc", nil},
		"overlapping":         {"abc", []diag.Edit{on(1, 1, 3, "x"), on(1, 2, 3, "y")}, "", ErrOverlap},
		"one place":           {"abc", []diag.Edit{on(1, 2, 2, "x"), on(1, 2, 2, "y")}, "", ErrOverlap},
		"no such column":      {"a\r\nb", []diag.Edit{on(1, 3, 3, "x")}, "", ErrPlace},
		"no such line":        {"a", []diag.Edit{on(2, 1, 1, "x")}, "", ErrPlace},
		"the whole file":      {"a", []diag.Edit{{Text: "x"}}, "", ErrPlace},
		"backwards":           {"abc", []diag.Edit{on(1, 3, 1, "x")}, "", ErrPlace},
	} {
		got, err := Apply([]byte(c.data), c.edits)
		if string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, got, err, c.want, c.err)
		}
	}
}

// An edit and the one that takes it back leave the bytes they started from.
func TestApplyAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[a-z数０-９ ,]{0,12}`), 1, 6).Draw(t, "lines")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line ending")
		data := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark") + strings.Join(lines, end)
		n := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		runes := []rune(lines[n])
		from := rapid.IntRange(0, len(runes)).Draw(t, "from")
		to := rapid.IntRange(from, len(runes)).Draw(t, "to")
		text := rapid.StringMatching(`[0-9件]{0,4}`).Draw(t, "text")
		there, err := Apply([]byte(data), []diag.Edit{on(n+1, from+1, to+1, text)})
		if err != nil {
			t.Fatal(err)
		}
		back, err := Apply(there, []diag.Edit{on(n+1, from+1, from+1+len([]rune(text)), string(runes[from:to]))})
		if err != nil || string(back) != data {
			t.Fatalf("%q became %q, and %q again (%v)", data, there, back, err)
		}
	})
}

func TestDiff(t *testing.T) {
	got := string(Diff("x.md", []byte("a\nb\nc\n"), []byte("a\nB\nc\n")))
	if want := "--- a/x.md\n+++ b/x.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"; got != want {
		t.Errorf("got the diff %q, want %q", got, want)
	}
	if d := Diff("x.md", []byte("a"), []byte("a")); len(d) != 0 {
		t.Errorf("nothing differs: got %q, want nothing", d)
	}
}

// Edits that come one by one take no longer than in proportion to their number.
func TestManyEdits(t *testing.T) {
	growth.Linear(t, "one edit after the other", 200_000, func(size int) func() {
		data := []byte(strings.Repeat("键：甲\n", size/len("键：甲\n")))
		lines := strings.Count(string(data), "\n")
		return func() {
			b := NewBatch(data)
			for n := range lines {
				if err := b.Add([]diag.Edit{on(n+1, 2, 3, ": ")}); err != nil {
					t.Fatal(err)
				}
			}
			if got, want := string(b.Bytes()), strings.Repeat("键: 甲\n", lines); got != want {
				t.Fatalf("got %.40q, want %.40q", got, want)
			}
		}
	})
}
