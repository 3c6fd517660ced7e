package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"gongkai/generator"
	"gongkai/generator/diag"
)

// list shows the findings of a site that is being edited: on a terminal always those of
// now, drawn again in the same place; elsewhere one after the other, whenever they change.
type list struct {
	a       *app
	address string
	live    bool // on a terminal

	wake chan struct{} // there is something new

	mu    sync.Mutex
	next  *generator.Snapshot // nil: listed already
	notes []diag.Text         // what was said beside the findings
	last  string
}

func (a *app) newList(address string) *list {
	return &list{a: a, address: address, live: terminal(a.err) && a.env("TERM") != "dumb", wake: make(chan struct{}, 1)}
}

// leisure is how long a list may wait: browsers come first, and in a burst of changes only
// the last state is listed.
const leisure = 150 * time.Millisecond

// run lists what is to be shown, until the context ends.
func (l *list) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.wake:
		}
		select {
		case <-ctx.Done():
		case <-time.After(leisure):
		}
		l.mu.Lock()
		if s := l.next; s != nil {
			l.next = nil
			l.list(s)
		}
		l.mu.Unlock()
	}
}

// show lists the findings of a site soon.
func (l *list) show(s *generator.Snapshot) {
	l.mu.Lock()
	l.next = s
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// maxPlain is how many findings are listed where the list is not a terminal's.
const maxPlain = 50

// note adds a message that stays beside the findings.
func (l *list) note(text diag.Text) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notes = append(l.notes, text)
	fmt.Fprintln(l.a.err, text.In(l.a.lang))
}

func (l *list) list(s *generator.Snapshot) {
	if l.live {
		width, height := 80, 24
		if f, ok := l.a.tty.(*os.File); ok {
			if w, h, err := term.GetSize(int(f.Fd())); err == nil {
				width, height = w, h
			}
		}
		l.draw(l.fit(s, width, height-4-len(l.notes)))
		return
	}
	var b bytes.Buffer
	p := &diag.Printer{W: &b, Lang: l.a.lang, Source: s.Excerpt}
	first, all := unresolved(s, maxPlain)
	p.PrintAll(first)
	l.rest(&b, all-len(first))
	p.Summary(s.Summary())
	if b.String() != l.last {
		l.last = b.String()
		fmt.Fprint(l.a.err, l.last)
	}
}

// fail says that the site cannot be read.
func (l *list) fail(message, hint diag.Text) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last, l.next = "", nil
	if !l.live {
		l.a.printError(message, hint)
		return
	}
	l.draw(fmt.Sprintf("%s: %s\n%s\n", l.a.text("错误", "error"), visible(message.In(l.a.lang)), visible(hint.In(l.a.lang))))
}

// fit is as much of the list as a terminal has room for, the errors first.
func (l *list) fit(s *generator.Snapshot, width, height int) string {
	var out strings.Builder
	first, all := unresolved(s, max(height, 1)) // a finding has a row at least
	rows, shown := 0, 0
	for _, f := range first {
		var b bytes.Buffer
		p := &diag.Printer{W: &b, Lang: l.a.lang, Colour: l.a.colour(l.a.err), Source: s.Excerpt}
		p.Print(f)
		if rows += rowsOf(b.String(), width); rows > height && shown > 0 {
			break
		}
		out.Write(b.Bytes())
		shown++
	}
	l.rest(&out, all-shown)
	p := &diag.Printer{W: &out, Lang: l.a.lang}
	p.Summary(s.Summary())
	return out.String()
}

// unresolved are the first findings that no waiver covers, errors before warnings, and how
// many there are in all.
func unresolved(s *generator.Snapshot, limit int) (first []*diag.Finding, all int) {
	for f := range s.Findings().Unresolved() {
		if len(first) == limit {
			break
		}
		first = append(first, f)
	}
	sum := s.Summary()
	return first, sum.Errors + sum.Warnings
}

func (l *list) rest(w interface{ WriteString(string) (int, error) }, n int) {
	if n > 0 {
		w.WriteString(l.a.text("另有 %s 个问题没有列出", "and %s not listed", diag.Count(n, "finding")) + "\n") //nolint:errcheck // it is memory
	}
}

// draw clears the terminal and writes from its top.
func (l *list) draw(text string) {
	var b strings.Builder
	b.WriteString("\x1b[H\x1b[2J" + l.address + "\n")
	for _, n := range l.notes {
		b.WriteString(visible(n.In(l.a.lang)) + "\n")
	}
	b.WriteString("\n" + text)
	fmt.Fprint(l.a.tty, b.String())
}

// rowsOf is how many rows a text takes on a terminal.
func rowsOf(text string, width int) int {
	rows, column, escape := 0, 0, false
	for _, r := range text {
		switch {
		case r == '\n':
			rows, column = rows+1, 0
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		default:
			n := 1
			if r >= 0x1100 {
				n = 2 // at most: a row too many is left empty
			}
			if column += n; column > width {
				rows, column = rows+1, n
			}
		}
	}
	return rows
}
