package privacy

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// What is around a number tells figures and other numbers from personal ones.
var (
	creditLabels = []string{"信用代码", "credit_code"}
	cardLabels   = []string{"卡号", "账号", "帐号"}
	// serials are the ends of words before numbers that count or name documents.
	serials = []string{"编号", "文号", "单号", "水号", "引号", "序号", "案号", "理号", "证号", "批号", "件号", "备案号", "编码", "代码", "识码", "第", "字", "index_number", "doc_number"}
	// contacts are words in Latin letters that may be right before a mobile number.
	contacts = []string{"tel", "phone", "mobile", "mob", "wechat", "vx", "wx"}
)

const (
	units     = "元万亿千百件次条份平吨米人号%％" // after a figure
	money     = "¥￥$€"             // before one
	sentences = "。；;！!？?\n"
)

// before is the text in front of a digit, back to the start of the line or sentence
// and at most some twenty characters.
func (s *scanner) before(from int) string { return lead(s.text[:s.starts[from]], 20) }

func lead(b []byte, runes int) string {
	at := len(b)
	for range runes {
		r, n := utf8.DecodeLastRune(b[:at])
		if n == 0 || strings.ContainsRune(sentences, r) {
			break
		}
		at -= n
	}
	return string(b[at:])
}

func labelled(text string, labels []string) bool {
	for _, l := range labels {
		if strings.Contains(text, l) {
			return true
		}
	}
	return false
}

func (s *scanner) byteBefore(from int) byte { return byteAt(s.text, s.starts[from]-1) }

func byteAt(text []byte, i int) byte {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

// letterAt and letterOrDigit look at the character at i; full-width ones count.
func letterAt(text []byte, i int) bool {
	c := byteAt(text, i)
	if c == wide && i+2 < len(text) {
		r, _ := utf8.DecodeRune(text[i:])
		return r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
	}
	return c|0x20 >= 'a' && c|0x20 <= 'z'
}

func letterOrDigit(text []byte, i int) bool {
	if letterAt(text, i) {
		return true
	}
	if i >= len(text) {
		return false
	}
	_, size := digit(text[i:])
	return size > 0
}

// decimal reports whether the digits are one side of a decimal point.
func (s *scanner) decimal(from, to int) bool {
	at, end := s.starts[from], s.ends[to-1]
	if byteAt(s.text, at-1) == '.' {
		if c := byteAt(s.text, at-2); c >= '0' && c <= '9' {
			return true
		}
	}
	if byteAt(s.text, end) != '.' {
		return false
	}
	c := byteAt(s.text, end+1)
	return c >= '0' && c <= '9'
}

// glued reports whether a letter or an underscore touches the number, or the end of
// a file's name: it is part of a code or an address.
func (s *scanner) glued(from, to int) bool {
	at, end := s.starts[from], s.ends[to-1]
	c := byteAt(s.text, at-1)
	if c == '_' || letterAt(s.text, at-1) {
		word := bytes.ToLower(s.text[max(0, at-8):at])
		named := false
		for _, w := range contacts {
			if rest, ok := bytes.CutSuffix(word, []byte(w)); ok && !letterAt(rest, len(rest)-1) {
				named = true
			}
		}
		if !named {
			return true
		}
	}
	if r, _ := utf8.DecodeLastRune(s.text[:at]); r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return true
	}
	return byteAt(s.text, end) == '_' || letterAt(s.text, end) || byteAt(s.text, end) == '.' && letterAt(s.text, end+1) || s.address(at, end)
}

// address reports whether the number is part of a path or of an address on the web.
func (s *scanner) address(at, end int) bool {
	const longest = 2000 // bytes of one before the number
	start := at
	for start > max(0, at-longest) && inAddress(s.text[start-1]) {
		start--
	}
	word := string(s.text[start:at])
	if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") {
		return true
	}
	// A folder or a file: a/138…, ./138…, but not 0513-88888888/138…
	if n := len(word); n > 1 && word[n-1] == '/' && (letterAt([]byte(word), n-2) || word[n-2] == '.') {
		return true
	}
	return byteAt(s.text, end) == '/' && letterAt(s.text, end+1)
}

func inAddress(c byte) bool {
	return c > ' ' && c < 0x7f && !strings.ContainsRune("\"'<>()[]{}|,;`*", rune(c))
}

// alone reports whether nothing around digits of a mobile number's shape makes
// another thing of them: a figure, a code, a serial number, an address.
func (s *scanner) alone(from, to int) bool {
	if s.decimal(from, to) || s.glued(from, to) {
		return false
	}
	before := bytes.TrimRight(s.text[:s.starts[from]], " ")
	if r, _ := utf8.DecodeLastRune(before); strings.ContainsRune(money, r) && r != utf8.RuneError {
		return false
	}
	after := bytes.TrimLeft(s.text[s.ends[to-1]:], " ")
	if r, _ := utf8.DecodeRune(after); r != utf8.RuneError && strings.ContainsRune(units, r) && !bytes.HasPrefix(after, []byte("号码")) {
		return false
	}
	words := strings.TrimRight(s.before(from), " \"'“”:：=（(*`+为是")
	for _, w := range serials {
		if strings.HasSuffix(words, w) {
			return false
		}
	}
	return true
}

// beside reports whether a word for an account is near the digits.
func (s *scanner) beside(from, to int) bool {
	if labelled(s.before(from), cardLabels) {
		return true
	}
	after, _, _ := strings.Cut(string(s.text[s.ends[to-1]:min(s.ends[to-1]+24, len(s.text))]), "\n")
	if i := strings.IndexAny(after, "。；，"); i >= 0 {
		after = after[:i]
	}
	return labelled(after, cardLabels)
}
