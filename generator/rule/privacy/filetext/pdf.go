package filetext

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// document is a PDF, as far as its text is looked for.
type document struct {
	objects map[string][]byte // their dictionaries, by number
	streams map[string][]byte // their contents, unpacked
	left    int64
}

var (
	object    = regexp.MustCompile(`(\d+)\s+\d+\s+obj\b`)
	described = regexp.MustCompile(`/(Author|Title|Subject|Keywords|Creator|Company|Manager|Contents|V)\s*([(<])`)
	toUnicode = regexp.MustCompile(`/ToUnicode\s+(\d+)\s+\d+\s+R`)
	fontName  = regexp.MustCompile(`/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R`)
	fontDict  = regexp.MustCompile(`/Font\s*<<([^>]*)>>`)
	fontRef   = regexp.MustCompile(`/Font\s+(\d+)\s+\d+\s+R`)
	numbers   = regexp.MustCompile(`/N\s+(\d+)`)
	first     = regexp.MustCompile(`/First\s+(\d+)`)
	mapping   = regexp.MustCompile(`(?s)beginbf(char|range)(.*?)endbf`)
	codes     = regexp.MustCompile(`<([0-9A-Fa-f\s]+)>|\[|\]`)
	metadata  = regexp.MustCompile(`(?s)<(?:dc:|pdf:|xmp:)(creator|title|description|subject|Keywords|Producer)\b.*?</`)
)

// pdf reads the descriptions of a PDF and the text of its pages.
func pdf(data []byte) (out []string) {
	if !bytes.HasPrefix(bytes.TrimLeft(data[:min(len(data), 1024)], "\ufeff \r\n"), []byte("%PDF-")) || bytes.Contains(data, []byte("/Encrypt ")) {
		return nil
	}
	d := &document{objects: map[string][]byte{}, streams: map[string][]byte{}, left: limit}
	d.read(data)
	fonts := d.fonts()
	for _, number := range slices.Sorted(maps.Keys(d.objects)) {
		dict := d.objects[number]
		for _, m := range described.FindAllSubmatchIndex(dict, -1) {
			if s, _ := literal(dict[m[4]:]); s != nil {
				out = append(out, decoded(s))
			}
		}
	}
	for _, number := range slices.Sorted(maps.Keys(d.streams)) {
		s := d.streams[number]
		switch {
		case bytes.Contains(s, []byte("<x:xmpmeta")):
			for _, m := range metadata.FindAll(s, -1) {
				out = append(out, anyTag.ReplaceAllString(string(m)+">", " "))
			}
		case bytes.Contains(s, []byte("Tj")) || bytes.Contains(s, []byte("TJ")):
			out = append(out, shownText(s, fonts))
		}
	}
	return out
}

// read finds the objects, those in streams of objects too.
func (d *document) read(data []byte) {
	places := object.FindAllSubmatchIndex(data, -1)
	for i, m := range places {
		end := len(data)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		body := data[m[1]:end]
		number := string(data[m[2]:m[3]])
		dict := body
		if k := bytes.Index(body, []byte("stream")); k >= 0 {
			dict = body[:k]
			d.streams[number] = d.unpack(body[k+len("stream"):], dict)
		} else if k := bytes.Index(body, []byte("endobj")); k >= 0 {
			dict = body[:k]
		}
		d.objects[number] = dict
	}
	for _, number := range slices.Sorted(maps.Keys(d.streams)) {
		s, dict := d.streams[number], d.objects[number]
		n, from := numbers.FindSubmatch(dict), first.FindSubmatch(dict)
		if !bytes.Contains(dict, []byte("/ObjStm")) || n == nil || from == nil {
			continue
		}
		start, _ := strconv.Atoi(string(from[1]))
		if start > len(s) {
			continue
		}
		heads := bytes.Fields(s[:start])
		for i := 0; i+1 < len(heads); i += 2 {
			at, err := strconv.Atoi(string(heads[i+1]))
			end := len(s) - start
			if i+3 < len(heads) {
				if next, err := strconv.Atoi(string(heads[i+3])); err == nil {
					end = next
				}
			}
			if err == nil && at >= 0 && at <= end && start+end <= len(s) {
				d.objects[string(heads[i])] = s[start+at : start+end]
			}
		}
	}
}

// unpack returns the contents of a stream.
func (d *document) unpack(body, dict []byte) []byte {
	body = bytes.TrimPrefix(bytes.TrimPrefix(body, []byte("\r")), []byte("\n"))
	if k := bytes.LastIndex(body, []byte("endstream")); k >= 0 {
		body = body[:k]
	}
	switch {
	case bytes.Contains(dict, []byte("/Image")) || bytes.Contains(dict, []byte("/FontFile")):
		return nil
	case !bytes.Contains(dict, []byte("FlateDecode")):
		return body
	}
	z, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(&io.LimitedReader{R: z, N: d.left}) // what there is of a broken one
	d.left -= int64(len(out))
	return out
}

// fonts are the tables of characters, by the names that pages use for their fonts. A name that means several
// fonts has the tables of all.
func (d *document) fonts() map[string][]map[string]string {
	tables := map[string]map[string]string{} // by the font's object
	for number, dict := range d.objects {
		if m := toUnicode.FindSubmatch(dict); m != nil {
			tables[number] = characters(d.streams[string(m[1])])
		}
	}
	out := map[string][]map[string]string{}
	said := map[string]bool{}
	const most = 64 // of one name; more are not in a document that people wrote
	add := func(dict []byte) {
		for _, m := range fontName.FindAllSubmatch(dict, -1) {
			name, number := string(m[1]), string(m[2])
			if t := tables[number]; t != nil && !said[name+" "+number] && len(out[name]) < most {
				said[name+" "+number] = true
				out[name] = append(out[name], t)
			}
		}
	}
	followed := map[string]bool{}
	for _, number := range slices.Sorted(maps.Keys(d.objects)) {
		dict := d.objects[number]
		for _, m := range fontDict.FindAllSubmatch(dict, -1) {
			add(m[1])
		}
		for _, m := range fontRef.FindAllSubmatch(dict, -1) {
			if number := string(m[1]); !followed[number] {
				followed[number] = true
				add(d.objects[number])
			}
		}
	}
	return out
}

// characters reads a table from codes to characters.
func characters(cmap []byte) map[string]string {
	out := map[string]string{}
	const most = 1 << 17 // entries, twice what a font can have
	for _, m := range mapping.FindAllSubmatch(cmap, -1) {
		list := false
		var group []string
		for _, c := range codes.FindAllSubmatch(m[2], -1) {
			switch s := string(c[0]); {
			case s == "[":
				list = true
				continue
			case s == "]":
				list, group = false, nil
				continue
			default:
				group = append(group, strings.ToUpper(strings.Join(strings.Fields(string(c[1])), "")))
			}
			switch {
			case string(m[1]) == "char" && len(group) == 2:
				out[group[0]] = utf16be(group[1])
				group = nil
			case string(m[1]) == "range" && list && len(group) > 2:
				out[next(group[0], len(group)-3)] = utf16be(group[len(group)-1])
			case string(m[1]) == "range" && !list && len(group) == 3:
				from, err1 := strconv.ParseUint(group[0], 16, 32)
				to, err2 := strconv.ParseUint(group[1], 16, 32)
				for i := 0; err1 == nil && err2 == nil && from+uint64(i) <= to && len(out) < most; i++ {
					out[next(group[0], i)] = utf16be(next(group[2], i))
				}
				group = nil
			}
		}
	}
	return out
}

// next adds to a number in hexadecimal, keeping its length.
func next(code string, n int) string {
	v, err := strconv.ParseUint(code, 16, 64)
	if err != nil {
		return code
	}
	s := strings.ToUpper(strconv.FormatUint(v+uint64(n), 16))
	return strings.Repeat("0", max(0, len(code)-len(s))) + s
}

func utf16be(code string) string {
	b, err := hex.DecodeString(code)
	if err != nil {
		return ""
	}
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// place is where the next text of a page is shown.
type place struct{ x, y, scale, size float64 }

// shownText is what the operators of a page show: a line for each height, and a space where more than a
// letter's width lies between two texts, so that the figures of a table stay apart.
func shownText(s []byte, fonts map[string][]map[string]string) string {
	var b strings.Builder
	var tables []map[string]string
	var pending []string // texts, and "" for a gap
	var operands []float64
	name := ""
	at, last := place{scale: 1}, place{}
	shown := 0 // characters since the last move
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '(' || c == '<' && i+1 < len(s) && s[i+1] != '<':
			text, n := literal(s[i:])
			pending = append(pending, read(text, tables))
			i += max(n, 1)
		case c == '/':
			end := token(s, i+1)
			name, i = string(s[i+1:end]), end
		case c-'0' <= 9 || c == '-' || c == '.' || c == '+':
			end := token(s, i)
			if v, err := strconv.ParseFloat(string(s[i:end]), 64); err == nil {
				operands = append(operands, v)
				if v < -200 && len(pending) > 0 {
					pending = append(pending, "") // a gap inside TJ, in thousandths
				}
			}
			i = max(end, i+1)
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '\'' || c == '"':
			end := max(token(s, i), i+1)
			n := len(operands)
			switch string(s[i:end]) {
			case "Tf":
				if tables = fonts[name]; n > 0 {
					at.size = operands[n-1]
				}
			case "Tm":
				if n > 5 {
					at.scale, at.x, at.y = operands[n-6], operands[n-2], operands[n-1]
				}
			case "Td", "TD":
				if n > 1 {
					at.x, at.y = at.x+operands[n-2]*at.scale, at.y+operands[n-1]*at.scale
				}
			case "T*":
				at.y--
			case "Tj", "TJ", "'", "\"":
				width := at.size * at.scale
				switch {
				case at.y != last.y:
					b.WriteByte('\n')
				case at.x != last.x && (shown > 1 || at.x < last.x || at.x > last.x+width):
					b.WriteByte(' ')
				}
				if at != last {
					shown = 0
				}
				last = at
				for _, text := range pending {
					if text == "" {
						text = " "
					}
					b.WriteString(text)
					shown += utf8.RuneCountInString(text)
				}
			}
			pending, operands, i = nil, nil, end
		default:
			i++
		}
	}
	return b.String()
}

// token is the end of the name, the number or the operator that begins at i.
func token(s []byte, i int) int {
	for i < len(s) && bytes.IndexByte([]byte(" \t\r\n/<>[]()"), s[i]) < 0 {
		i++
	}
	return i
}

// read turns the codes of a font into characters. Where a name means several fonts, the first that has all
// the codes is taken.
func read(text []byte, tables []map[string]string) string {
	for _, t := range tables {
		for _, width := range []int{2, 1} {
			var b strings.Builder
			ok := len(text)%width == 0
			for i := 0; ok && i < len(text); i += width {
				s, known := t[strings.ToUpper(hex.EncodeToString(text[i:i+width]))]
				ok = known
				b.WriteString(s)
			}
			if ok {
				return b.String()
			}
		}
	}
	if len(tables) > 0 {
		return ""
	}
	return string(text)
}

// literal reads a string of PDF, in parentheses or in hexadecimal, and its length.
func literal(s []byte) ([]byte, int) {
	if len(s) == 0 {
		return nil, 0
	}
	if s[0] == '<' {
		end := bytes.IndexByte(s, '>')
		if end < 0 {
			return nil, 0
		}
		digits := bytes.Join(bytes.Fields(s[1:end]), nil)
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		out := make([]byte, len(digits)/2)
		if _, err := hex.Decode(out, digits); err != nil {
			return nil, end + 1
		}
		return out, end + 1
	}
	out, depth := []byte{}, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case ')':
			if depth--; depth == 0 {
				return out, i + 1
			}
			out = append(out, c)
		case '\\':
			if i++; i >= len(s) {
				return out, i
			}
			switch c := s[i]; {
			case c >= '0' && c <= '7':
				v, n := 0, 0
				for n < 3 && i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '7' {
					v, n = v*8+int(s[i+n]-'0'), n+1
				}
				out, i = append(out, byte(v)), i+n-1
			case c == '\n' || c == '\r':
			default:
				out = append(out, map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}[c])
				if out[len(out)-1] == 0 {
					out[len(out)-1] = c
				}
			}
		default:
			out = append(out, c)
		}
	}
	return out, len(s)
}

// decoded is a description as text: UTF-16 where it begins with a mark of byte order.
func decoded(s []byte) string {
	switch {
	case bytes.HasPrefix(s, []byte{0xfe, 0xff}):
		return utf16be(hex.EncodeToString(s[2:]))
	case bytes.HasPrefix(s, []byte{0xff, 0xfe}): // which the standard does not know
		swapped := bytes.Clone(s[2:])
		for i := 0; i+1 < len(swapped); i += 2 {
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		}
		return utf16be(hex.EncodeToString(swapped))
	}
	return string(s)
}
