package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Printer writes findings for people: place, message, source line, caret, hint.
type Printer struct {
	W      io.Writer
	Lang   string
	Colour bool
	// Source returns a file's bytes for the excerpt; nil or a nil result means none.
	Source func(file string) []byte

	file  string
	lines [][]byte
}

var labels = map[string]Text{
	"error":   {"错误", "error"},
	"warning": {"警告", "warning"},
	"waived":  {"已说明", "waived"},
	"hint":    {"建议", "hint"},
	"reason":  {"理由", "reason"},
}

// few is how many findings show the same hint each below itself; one that more of them share is written once.
const few = 3

// advice is a hint that findings of a rule give.
type advice struct{ rule, hint string }

// PrintAll writes findings, and after them each hint that many of them share.
func (p *Printer) PrintAll(findings []*Finding) {
	count := map[advice]int{}
	var shared []advice
	for _, f := range findings {
		a := advice{f.Rule, f.Hint.In(p.Lang)}
		if count[a]++; count[a] == few+1 && a.hint != "" {
			shared = append(shared, a)
		}
	}
	for _, f := range findings {
		p.print(f, count[advice{f.Rule, f.Hint.In(p.Lang)}] <= few)
	}
	for _, a := range shared {
		how := Textf("[%s，%d 处]", "[%s, %d findings]", a.rule, count[a])
		fmt.Fprintf(p.W, "%s: %s %s\n", labels["hint"].In(p.Lang), Visible(a.hint), how.In(p.Lang))
	}
}

// Print writes one finding, and below it those that it explains, a line each.
func (p *Printer) Print(f *Finding) { p.print(f, true) }

func (p *Printer) print(f *Finding, hint bool) {
	var b strings.Builder
	b.WriteString(Visible(f.position()))
	label := f.Severity.String()
	if f.Waived {
		label = "waived"
	}
	fmt.Fprintf(&b, ": %s: %s [%s]\n", p.paint(label, labels[label].In(p.Lang)), Visible(f.Message.In(p.Lang)), f.Rule)
	p.excerpt(&b, f)
	if h := f.Hint.In(p.Lang); h != "" && hint {
		fmt.Fprintf(&b, "  %s: %s\n", labels["hint"].In(p.Lang), Visible(h))
	}
	for _, r := range f.Related {
		if f.Explains > 0 && r.Rule != "" {
			at := fmt.Sprintf("%d:%d", r.Span.Line, r.Span.Column)
			if r.File != f.File {
				at = r.File + ":" + at
			}
			fmt.Fprintf(&b, "    %s %s\n", at, Visible(r.Text(p.Lang)))
		}
	}
	if f.Waived {
		fmt.Fprintf(&b, "  %s: %s\n", labels["reason"].In(p.Lang), Visible(f.Reason))
	}
	io.WriteString(p.W, b.String()) //nolint:errcheck // a closed standard output shows itself at the next write
}

// Visible replaces characters that are not seen, or would steer the terminal or turn the line around:
// content must not be able to.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\t' || Unseen(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// Summary writes the closing line.
func (p *Printer) Summary(s Summary) {
	t := Textf("共检查 %s 份报告：%s 个错误，%s 个警告，%d 个已说明理由",
		"%s checked: %s, %s, %d waived", Count(s.Reports, "report"), Count(s.Errors, "error"), Count(s.Warnings, "warning"), s.Waived)
	fmt.Fprintln(p.W, t.In(p.Lang))
}

func (p *Printer) paint(label, text string) string {
	if !p.Colour {
		return text
	}
	code := map[string]string{"error": "31;1", "warning": "33;1", "waived": "36"}[label]
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// excerpt writes the source line with a caret under the span; Chinese characters
// take two places on a terminal, so the caret line does too.
func (p *Printer) excerpt(b *strings.Builder, f *Finding) {
	if f.Span.Line == 0 {
		return
	}
	line := p.line(f.File, f.Span.Line)
	if line == nil {
		return
	}
	runes := []rune(Visible(strings.ReplaceAll(strings.TrimRight(string(line), "\r"), "\t", " ")))
	from := min(max(f.Span.Column-1, 0), len(runes))
	to := len(runes)
	if f.Span.EndLine == f.Span.Line {
		to = min(max(f.Span.EndColumn-1, from), len(runes))
	}
	// A long line of prose is cut around the place.
	start := 0
	const reach = 60
	if from > reach {
		start = from - reach
	}
	end := min(len(runes), max(to, from)+reach)
	to = min(to, end)
	lead, tail := "", ""
	if start > 0 {
		lead = "…"
	}
	if end < len(runes) {
		tail = "…"
	}
	fmt.Fprintf(b, "%6d | %s%s%s\n", f.Span.Line, lead, string(runes[start:end]), tail)
	fmt.Fprintf(b, "       | %s%s\n", strings.Repeat(" ", columns([]rune(lead))+columns(runes[start:from])),
		strings.Repeat("^", max(1, columns(runes[from:to]))))
}

func columns(rs []rune) int {
	n := 0
	for _, r := range rs {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default: // ambiguous ones such as “ take one place on today's terminals
			n++
		}
	}
	return n
}

func (p *Printer) line(file string, n int) []byte {
	if p.Source == nil {
		return nil
	}
	if p.file != file || p.lines == nil {
		p.file, p.lines = file, bytes.Split(bytes.TrimPrefix(p.Source(file), []byte("\ufeff")), []byte("\n"))
	}
	if n < 1 || n > len(p.lines) {
		return nil
	}
	return p.lines[n-1]
}
