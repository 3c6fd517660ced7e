package record

import (
	"bytes"
	"embed"
	"strings"
	"text/template"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

//go:embed readme.zh.txt readme.en.txt
var readmes embed.FS

// columns is how wide a line of the README may be: it is read in terminals and printed.
const columns = 72

// words are what the README is filled with.
type words struct {
	Name, URL, Sponsor, Licence                 string
	Official, Bag, WACZ, WARC, Sources, SM3     bool
	Years, Date, Retention, BuiltBy, PackedBy   string
	Given                                       bool
	Agencies, Reports, Rules, Warnings, Waivers int
	Forms                                       []formed
	At                                          string // where the files of the record are
}

// readme makes the README, Chinese first.
func (w *writer) readme() ([]byte, error) {
	c := w.State.Config
	in := words{Name: c.Name, URL: c.URL, Sponsor: c.Sponsor, Licence: c.Licence, Official: c.Official,
		Bag: w.Kind == "bagit", WACZ: w.Kind == "wacz", WARC: w.Kind == "warc", Sources: w.Sources, SM3: w.SM3,
		Years: w.years(), Date: w.Date.UTC().Format(time.DateOnly), Given: w.Given, Retention: w.Retention, BuiltBy: w.BuiltBy, PackedBy: w.PackedBy,
		Agencies: len(w.State.Site.AgencyPages()), Reports: len(w.reports), Rules: w.rulesOn(), Warnings: w.summary.Warnings, Waivers: w.summary.Waived}
	if in.Bag {
		in.At = "data/"
	}
	for _, f := range w.forms {
		in.Forms = append(in.Forms, formOf(f))
	}
	t, err := template.ParseFS(readmes, "readme.*.txt")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for i, name := range []string{"readme.zh.txt", "readme.en.txt"} {
		if i > 0 {
			out.WriteString("\n" + strings.Repeat("-", columns) + "\n\n")
		}
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, name, in); err != nil {
			return nil, err
		}
		for line := range strings.Lines(b.String()) {
			wrap(&out, strings.TrimRight(line, "\n"))
		}
	}
	return out.Bytes(), nil
}

// rulesOn counts the rules that are not off.
func (w *writer) rulesOn() int {
	n := 0
	for _, d := range rule.Describe(w.severities()) {
		if d.Severity != diag.Off {
			n++
		}
	}
	return n
}

// wrap prints a line as several where it is too wide, each with the indentation of the first. It is cut
// at a blank or beside a Chinese character, but not before a mark that closes something.
func wrap(out *bytes.Buffer, line string) {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	for {
		width, cut := 0, -1
		previous := ' '
		for i, r := range line {
			if width > len(indent) && (r == ' ' || wide(r) || wide(previous)) && !strings.ContainsRune("，。、；：！？）》〉」』”’〕,.;:)]", r) &&
				!strings.ContainsRune("（《〈「『“‘〔(", previous) && width <= columns {
				cut = i
			}
			if wide(r) {
				width++
			}
			width++
			previous = r
		}
		if width <= columns || cut <= len(indent) {
			out.WriteString(strings.TrimRight(line, " ") + "\n")
			return
		}
		out.WriteString(strings.TrimRight(line[:cut], " ") + "\n")
		line = indent + strings.TrimLeft(line[cut:], " ")
	}
}

// wide reports whether a character takes two columns: Chinese, and the punctuation that goes with it.
func wide(r rune) bool {
	return r >= 0x2E80 && r < 0xFF61 || r >= 0xFFE0 && r < 0xFFE7 || r >= 0x20000
}
