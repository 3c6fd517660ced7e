package msdoc

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"gongkai/generator/importer/word"
)

// formats are the names of formats of numbers ([MS-OSHARED] 2.2.1.3) that are not printed as digits.
var formats = map[byte]string{
	0x01: "upperRoman", 0x02: "lowerRoman", 0x03: "upperLetter", 0x04: "lowerLetter", 0x0a: "ideographDigital", 0x0b: "japaneseCounting",
	0x0e: "decimalFullWidth", 0x12: "decimalEnclosedCircle", 0x13: "decimalFullWidth2", 0x16: "decimalZero", 0x17: "bullet", 0x1c: "decimalEnclosedCircleChinese",
	0x21: "taiwaneseCounting", 0x23: "taiwaneseCountingThousand", 0x25: "chineseCounting", 0x27: "chineseCountingThousand", 0x2a: "koreanCounting", 0xff: "none",
}

// mostUses is how many lists a paragraph can name.
const mostUses = 0x7fe

// lists reads how lists are numbered, by the numbers that paragraphs have for them ([MS-DOC] 2.9.200, 2.9.201). What
// cannot be read numbers nothing.
func (f *file) lists() *word.Lists {
	out := &word.Lists{Lists: map[string]*word.List{}}
	f.readLists(out.Lists)
	return out
}

func (f *file) readLists(out map[string]*word.List) {
	defer func() { _ = recover() }() // an offset that leads out of the stream
	head := f.at(fibLists)
	if len(head) < 2 {
		return
	}
	b := f.table[int(le.Uint32(f.main[fibLists:]))+len(head):] // the levels come after
	byID := map[uint32]*word.List{}
	const entry = 28
	for i := range int(le.Uint16(head)) {
		l := head[2+entry*i:]
		id, n := le.Uint32(l), word.MostLevels
		list := &word.List{Of: strconv.Itoa(int(id))}
		if l[26]&1 == 1 { // a simple one
			n = 1
		}
		for k := range n {
			list.Levels[k], b = readLevel(b)
		}
		byID[id] = list
	}
	uses := f.at(fibUses)
	if len(uses) < 4 {
		return
	}
	const use = 16
	n := int(le.Uint32(uses))
	if n > mostUses {
		return
	}
	further := uses[4+use*n:]
	for i := range n {
		u := uses[4+use*i:]
		var list word.List
		if of := byID[le.Uint32(u)]; of != nil {
			list = *of
		}
		further = further[4:]
		for range u[12] {
			at, flags := int(further[4]&0xf), further[4]
			start := int(int32(le.Uint32(further)))
			further = further[8:]
			if flags&0x20 != 0 {
				var l word.Level
				if l, further = readLevel(further); at < word.MostLevels {
					list.Levels[at] = l
				}
			} else if flags&0x10 != 0 && at < word.MostLevels {
				list.Levels[at].Start, list.Restarts[at] = start, true
			}
		}
		out[strconv.Itoa(i+1)] = &list
	}
}

// readLevel reads a level of a list ([MS-DOC] 2.9.150), and says what follows it.
func readLevel(b []byte) (word.Level, []byte) {
	const fixed = 28
	l := word.Level{Start: int(int32(le.Uint32(b))), Format: formats[b[4]]}
	b = b[fixed+int(b[24])+int(b[25]):]
	n := int(le.Uint16(b))
	b = b[2:]
	var text strings.Builder
	var units []uint16
	end := func() {
		text.WriteString(string(utf16.Decode(units)))
		units = nil
	}
	for i := range n {
		if c := le.Uint16(b[2*i:]); c < word.MostLevels {
			end()
			text.WriteString("%" + strconv.Itoa(int(c)+1))
		} else {
			units = append(units, c)
		}
	}
	end()
	l.Text = text.String()
	return l, b[2*n:]
}
