package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

// The lines of a text as the protocol has them, each with its end.
func protocolLines(s string) []string {
	var out []string
	for s != "" {
		i := strings.IndexAny(s, "\r\n")
		if i < 0 {
			break
		}
		if strings.HasPrefix(s[i:], "\r\n") {
			i++
		}
		out, s = append(out, s[:i+1]), s[i+1:]
	}
	return append(out, s)
}

// Edits by ranges in UTF-16 come to the same as cutting lists of UTF-16 units.
func TestChangeEqualsCuttingUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.StringOfN(rapid.SampledFrom([]rune("ab中𠮷\r\n\n： ")), 0, 12, -1)
		want := piece.Draw(t, "text")
		got := newText([]byte(want), utf16Units)
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			lines := protocolLines(want)
			place := func(name string) (Position, int) {
				line := rapid.IntRange(0, len(lines)-1).Draw(t, name+" line")
				units := len(utf16.Encode([]rune(strings.TrimRight(lines[line], "\r\n"))))
				n := rapid.IntRange(0, units).Draw(t, name+" character")
				before := len(utf16.Encode([]rune(strings.Join(lines[:line], ""))))
				whole := utf16.Encode([]rune(want))
				if at := before + n; at < len(whole) && utf16.IsSurrogate(rune(whole[at])) && whole[at] >= 0xdc00 {
					n-- // not inside a character
				}
				return Position{line, n}, before + n
			}
			from, i := place("from")
			to, j := place("to")
			if i > j {
				from, to, i, j = to, from, j, i
			}
			with := piece.Draw(t, "with")
			units := utf16.Encode([]rune(want))
			want = string(utf16.Decode(units[:i])) + with + string(utf16.Decode(units[j:]))
			got = got.change(&Range{from, to}, with)
			if string(got.data) != want {
				t.Fatalf("%q, want %q", got.data, want)
			}
		}
		// Every place there and back.
		for offset, c := range want {
			if c == '\n' || c == '\r' {
				continue
			}
			for _, e := range []encoding{utf8Units, utf16Units, utf32Units} {
				x := newText([]byte(want), e)
				if back := x.offset(x.position(offset)); back != offset {
					t.Fatalf("%s: byte %d of %q comes back as %d", e, offset, want, back)
				}
				p := x.place(x.position(offset))
				if back := x.span(diag.Span{Line: p.Line, Column: p.Column, EndLine: p.Line, EndColumn: p.Column}); back.Start != x.position(offset) {
					t.Fatalf("%s: %+v of %q comes back as %+v", e, p, want, back)
				}
			}
		}
	})
}

// Positions that a text does not have are taken for the nearest that it has.
func TestPositionsOutsideTheText(t *testing.T) {
	x := newText([]byte("一二\r\n𠮷"), utf16Units)
	for p, want := range map[Position]int{
		{0, 9}: 6, {-1, 4}: 0, {9, 0}: 12, {1, 1}: 8, {1, -3}: 8, {1, 2}: 12,
	} {
		if got := x.offset(p); got != want {
			t.Errorf("%+v: %d, want %d", p, got, want)
		}
	}
	if p := x.place(Position{9, 9}); p != (ide.Place{Line: 2, Column: 2}) {
		t.Errorf("after the end: got %+v, want line 2, column 2", p)
	}
	if got := string(x.change(&Range{Position{1, 2}, Position{0, 1}}, "x").data); got != "一二\r\n𠮷x" {
		t.Errorf("an end before its start: %q", got)
	}
}
