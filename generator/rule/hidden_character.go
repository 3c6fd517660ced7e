package rule

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

var hiddenCharacter = &Rule{
	ID: "hidden-character", Severity: diag.Error,
	Title:   diag.Textf("看不见的字符", "a character that is not seen"),
	What:    diag.Textf("公布的文字、名称、地址和配置里没有看不见却会改变意思的字符：改变文字方向的字符、控制字符、不是字符的编码（错误），零宽字符、软连字符、标签字符（警告）。阿拉伯文、蒙古文等文字和表情符号需要的不算。", "Texts, names, addresses and the configuration hold no character that is not seen and changes what is read: marks of direction, controls and codes that are not characters (errors), characters of no width, soft hyphens and tag letters (warnings). Those that Arabic, Mongolian and other scripts need, and emoji, are left alone."),
	Why:     diag.Textf("看到的数字可以与数据不同，如“21”显示成“12”；检索、核对和复制时，夹着零宽字符的词找不到。", "Digits may show in another order than they are stored, as 21 for 12, and a word with a character of no width in it is not found or compared."),
	Example: "name: 示例市&#x200b;信息公开局",
	text:    func(t *textPass) { t.hidden() },
}

// hidden is a run of characters that are not seen, and its place in a text.
type hidden struct {
	from, to int
	first    rune
	severity diag.Severity
	quiet    bool // what is read stays the same without it
}

// hidden finds them in a content file, a configuration or a form.
func (t *textPass) hidden() {
	data := bytes.TrimPrefix(t.Data, []byte("\ufeff"))
	front := t.front(data)
	found := append(hiddenIn(data), escapes(data[:front])...)
	if bytes.Contains(data[front:], []byte("&")) {
		found = append(found, references(data, front)...)
	}
	if len(found) == 0 || !utf8.Valid(data) {
		return
	}
	slices.SortFunc(found, func(a, b hidden) int { return a.from - b.from })
	p, said := passage{text: data, line: 1, last: new(point)}, t.said()
	silent := comments(data, front)
	for _, h := range found {
		if h.first < utf8.RuneSelf && h.to == h.from+1 {
			continue // for which the file could not be read
		}
		for len(silent) > 0 && silent[0].to <= h.from {
			silent = silent[1:]
		}
		at := p.span(h.from, h.to)
		if len(silent) > 0 && silent[0].from <= h.from || slices.ContainsFunc(said[at.Line], func(s diag.Span) bool { return s.Column <= at.Column && at.EndColumn <= s.EndColumn }) {
			continue
		}
		f := h.finding()
		if h.quiet {
			f.Fix = &diag.Fix{Title: diag.Textf("删除看不见的字符", "delete what is not seen"), Edits: []diag.Edit{{Span: at}}}
		}
		t.add(at, f)
	}
}

// inName is the finding of such a character in the name of a file.
func (h hidden) inName() diag.Finding {
	f := h.finding()
	f.Hint = diag.Textf("请改名", "rename it")
	in := "文件名里有"
	if diag.Turning(h.first) || diag.Nothing(h.first) { // the message is a sentence of its own
		in = "文件名里的"
	}
	f.Message = diag.Text{ZH: in + f.Message.ZH, EN: "in the file's name: " + f.Message.EN}
	return f
}

func (h hidden) finding() diag.Finding {
	f := diag.Finding{Severity: h.severity, Hint: diag.Textf("请删除这个字符", "delete it")}
	switch {
	case diag.Turning(h.first):
		f.Message = diag.Textf("字符 U+%04X 会改变文字的方向：看到的与写下的次序不同", "the character U+%04X turns the direction of the text: it is read in another order than it is written", h.first)
	case diag.Nothing(h.first):
		f.Message = diag.Textf("U+%04X 不是字符", "U+%04X is not a character", h.first)
	case unicode.IsControl(h.first):
		f.Message = diag.Textf("控制字符 U+%04X", "control character U+%04X", h.first)
	default:
		f.Message = diag.Textf("看不见的字符 U+%04X", "the character U+%04X is not seen", h.first)
	}
	return f
}

// said are the places, by line, of the numbers in which such a character was reported when
// the file was read.
func (t *textPass) said() map[int][]diag.Span {
	out := map[int][]diag.Span{}
	for _, f := range t.Found {
		if f.Rule == badNumber.ID && f.Span.Line == f.Span.EndLine {
			out[f.Span.Line] = append(out[f.Span.Line], f.Span)
		}
	}
	return out
}

// front is the end of the front matter in a content file; that of the file if it has nothing else.
func (t *textPass) front(data []byte) int {
	if t.Body == nil && strings.HasSuffix(t.File, ".yaml") {
		return len(data)
	}
	if !bytes.HasPrefix(data, []byte("---")) {
		return 0
	}
	return max(bytes.Index(data, []byte("\n---")), 0)
}

// first bytes of characters that may not be seen, in UTF-8. Those of most Chinese characters are not
// among them.
var mayHide = [256]bool{0x7f: true, 0xc2: true, 0xcd: true, 0xd8: true, 0xdb: true, 0xdc: true, 0xe0: true, 0xe1: true, 0xe2: true, 0xe3: true, 0xef: true, 0xf0: true, 0xf1: true,
	0xf2: true, 0xf3: true, 0xf4: true}

// hiddenIn finds the runs of characters of a text that are not seen, except for those that its
// script needs.
func hiddenIn(text []byte) (out []hidden) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= 0xe4 && c <= 0xee: // a Chinese character
			i += 3
			continue
		case !mayHide[c] && c >= ' ', c == '\n', c == '\r', c == '\t':
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if !diag.Unseen(r) {
			i += n
			continue
		}
		h := hidden{from: i, to: i, first: r, severity: diag.Warning}
		for h.to < len(text) {
			r, n := utf8.DecodeRune(text[h.to:])
			if !diag.Unseen(r) {
				break
			}
			if diag.Turning(r) || diag.Nothing(r) || unicode.IsControl(r) {
				if h.severity != diag.Error {
					h.first, h.severity = r, diag.Error
				}
			}
			h.to += n
		}
		i = h.to
		if !needed(text, h) {
			h.quiet = h.severity == diag.Warning && removable(text, h.from, h.to)
			out = append(out, h)
		}
	}
	return out
}

// removable reports whether what is between two places can go without a trace: letters, digits or
// Chinese punctuation are on both sides, so that no mark of Markdown or YAML arises.
func removable(text []byte, from, to int) bool {
	word := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || r >= 0x80 && unicode.IsPunct(r)
	}
	before, _ := utf8.DecodeLastRune(text[:from])
	after, n := utf8.DecodeRune(text[to:])
	switch {
	case !word(before):
		return false
	case n == 0 || after == '\n' || after == '\r':
		return true
	}
	return word(after)
}

// needed reports whether the script, or the emoji, in which a run of characters is needs them
// to be read.
func needed(text []byte, h hidden) bool {
	before, _ := utf8.DecodeLastRune(text[:h.from])
	after, _ := utf8.DecodeRune(text[h.to:])
	for _, r := range string(text[h.from:h.to]) {
		ok := false
		switch {
		case r == 0x202d || r == 0x202e || diag.Nothing(r) || unicode.IsControl(r):
		case r == 0x200e || r == 0x200f || r == 0x061c:
			ok = unicode.In(before, rightToLeft...) || unicode.In(after, rightToLeft...)
		case diag.Turning(r): // around a name in another script
			const near = 300 // bytes
			ok = bytes.ContainsFunc(text[max(0, h.from-near):min(len(text), h.to+near)], func(r rune) bool { return unicode.In(r, rightToLeft...) })
		case r == 0x200c || r == 0x200d:
			ok = joined(before) || joined(after) || unicode.Is(unicode.So, after)
		case unicode.Is(unicode.Variation_Selector, r):
			ok = han.Is(before) || unicode.In(before, unicode.So, unicode.Sm, unicode.Mongolian) || r == 0xfe0f && after == 0x20e3 || unicode.Is(unicode.Po, before) && before < 0x80 || before >= 0x2000 && unicode.IsPunct(before)
		case r >= 0xe0020 && r <= 0xe007f:
			ok = before == 0x1f3f4 // the flag of a region
		case r == 0x180e:
			ok = unicode.Is(unicode.Mongolian, before) || unicode.Is(unicode.Mongolian, after)
		case r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0:
			ok = unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after)
		case r == 0x17b4 || r == 0x17b5:
			ok = unicode.Is(unicode.Khmer, before)
		case r == 0x034f:
			ok = unicode.IsMark(before) || unicode.IsMark(after)
		}
		if !ok {
			return false
		}
	}
	return true
}

var (
	rightToLeft = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko}
	unjoined    = []*unicode.RangeTable{unicode.Latin, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul, unicode.Cyrillic, unicode.Greek}
)

// joined reports whether a letter is of a script whose letters join.
func joined(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !han.Is(r) && !unicode.In(r, unjoined...) && !unicode.Is(unicode.Variation_Selector, r)
}
