// Package source reads content files: it splits a Markdown file into front matter
// and body and gives every key and value of the front matter its place.
//
// Front matter is YAML. Statutory figures must not pass through a YAML library,
// which reads 0012 as ten and refuses [0, -, 0] as a whole; so this package
// tokenises it itself and keeps every scalar as text. What goes beyond the block
// and flow layout people write by hand (block scalars, folded lines) is given to
// the YAML library, one top-level entry at a time (see topEntry in top.go). What both
// read without a finding, they read as the same.
package source

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

// MaxSize is the largest content file that is read, in bytes. A report has some
// ten thousand; a file beyond this is an attachment that lost its way.
const MaxSize = 4 << 20

// Document is one content file.
type Document struct {
	File     string // relative to the site, with slashes
	Front    *Node  // the front matter, a mapping; never nil
	Body     []byte // Markdown after the front matter
	BodyLine int    // line of the body's first line, from 1
	Findings []diag.Finding
	// Readable is false when the front matter could not be made out at all:
	// what would be missing from it is then no finding of its own.
	Readable bool
	// Encoding is the name of the file's encoding, "" for UTF-8. Places are those in the
	// text as decoded, not in the bytes of the file.
	Encoding string

	text []byte // the file in UTF-8, without its byte order mark
}

// Text returns the file's text without its byte order mark: in UTF-8, or as it is where
// it cannot be read.
func (d *Document) Text() []byte { return d.text }

// Line returns a line of the file, from 1, without its ending.
func (d *Document) Line(n int) string {
	rest := d.text
	for ; n > 1 && rest != nil; n-- {
		_, next, more := bytes.Cut(rest, []byte("\n"))
		if rest = next; !more {
			return ""
		}
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r")))
}

var bom = []byte("\ufeff")

// Parse splits a Markdown file. Faults are findings of the rule "syntax". The document
// keeps nothing of data beyond what Line needs.
func Parse(file string, data []byte) *Document { return new(Parser).Parse(file, data) }

// Parser parses one file after another in the same memory: on a large site most of what
// reading costs would be the memory for nodes that live for a moment.
type Parser struct {
	// Keep says that what is parsed is the document's from now on: its body need not be copied.
	Keep bool

	arena
	lines []line
}

// Parse is like the function Parse, but the nodes of the document are gone with the
// parser's next Parse.
func (p *Parser) Parse(file string, data []byte) *Document {
	p.reset()
	d := &Document{File: file, Front: &Node{Kind: Mapping, Span: diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 1}}, BodyLine: 1}
	data, name, f := readable(file, data)
	d.text, d.Encoding = data, name
	if f != nil {
		d.Findings = append(d.Findings, *f)
		if name == "" {
			return d
		}
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		d.Findings = append(d.Findings, unopened(file, data))
		return d
	}
	end, after, lines := fence(rest)
	if f := unended(file, rest, end); f != nil {
		d.Findings = append(d.Findings, *f)
		return d
	}
	d.Body, d.BodyLine = rest[after:], lines+3
	if !p.Keep {
		d.Body = bytes.Clone(d.Body)
	}
	front, findings := p.yaml(file, rest[:end], 2)
	d.Front, d.Findings = front, append(d.Findings, findings...)
	d.Readable = true
	return d
}

// ParseYAML reads a whole YAML file (gongkai.yaml, a form definition).
func ParseYAML(file string, data []byte) (*Node, []diag.Finding) {
	data, findings := ReadText(file, data)
	if data == nil {
		return &Node{Kind: Mapping, Broken: true}, findings
	}
	root, found := new(Parser).yaml(file, data, 1)
	return root, append(findings, found...)
}

// readable returns a file's text in UTF-8, without its byte order mark. It finds a fault
// with a file that cannot be read, and with one that had to be decoded: then name is that
// of its encoding.
func readable(file string, data []byte) (text []byte, name string, fault *diag.Finding) {
	size := len(data)
	data = bytes.TrimPrefix(data, bom)
	fault = unreadable(file, data, size)
	if fault == nil {
		return data, "", nil
	}
	if text, name = Decode(data); name != "" && unreadable(file, text, len(text)) == nil {
		f := converted(file, name)
		return text, name, &f
	}
	return data, "", fault
}

// ReadText returns a text file in UTF-8, without its byte order mark, and what is wrong
// with it; nil where it cannot be read.
func ReadText(file string, data []byte) ([]byte, []diag.Finding) {
	text, name, fault := readable(file, data)
	if fault == nil {
		return text, nil
	}
	if name == "" {
		text = nil
	}
	return text, []diag.Finding{*fault}
}

// unreadable reports a file too large, not UTF-8, or with control characters.
func unreadable(file string, data []byte, size int) *diag.Finding {
	if size > MaxSize {
		f := TooLarge(file)
		return &f
	}
	if f := encoded(file, data); f != nil {
		return f
	}
	line, start := 1, 0
	for i := 0; i < len(data); {
		c := data[i]
		switch {
		case han.At(data, i):
			i += 3
		case c == '\n':
			line, start = line+1, i+1
			i++
		case c >= 0x20 && c < 0x7f || c == '\t' || c == '\r':
			i++
		case c < utf8.RuneSelf:
			f := syntax(file, point(line, utf8.RuneCount(data[start:i])+1),
				diag.Textf("控制字符 U+%04X", "control character U+%04X", c),
				diag.Textf("请删除这个字符", "delete it"))
			return &f
		default:
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n == 1 {
				f := syntax(file, point(line, utf8.RuneCount(data[start:i])+1),
					diag.Textf("文件不是 UTF-8 编码（字节 0x%02X）", "the file is not UTF-8 (byte 0x%02X)", c),
					diag.Textf("文件可能是 GBK 编码，请用编辑器另存为 UTF-8", "it may be GBK; save it as UTF-8 in your editor"))
				return &f
			}
			i += n
		}
	}
	return nil
}

// TooLarge is the finding for a content file beyond MaxSize.
func TooLarge(file string) diag.Finding {
	return syntax(file, diag.Span{},
		diag.Textf("文件超过 %d MiB", "the file is larger than %d MiB", MaxSize>>20),
		diag.Textf("内容文件应是几十 KB 的文本；附件请放在旁边并写入 attachments", "a content file is some KB of text; put attachments beside it and list them under attachments"))
}

func syntax(file string, at diag.Span, message, hint diag.Text) diag.Finding {
	return diag.Finding{Rule: "syntax", File: file, Span: at, Message: message, Hint: hint}
}

func point(line, column int) diag.Span {
	return diag.Span{Line: line, Column: column, EndLine: line, EndColumn: column + 1}
}
