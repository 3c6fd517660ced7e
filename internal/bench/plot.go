package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// bar is a line of the table of results: what a build cost a report.
type bar struct {
	name    string
	reports string
	cpu     float64 // milliseconds a report
	memory  float64 // KiB a report
}

// bars reads the table of results in a document.
func bars(document string) ([]bar, error) {
	_, table, ok := strings.Cut(document, "| build | reports |")
	if !ok {
		return nil, errors.New("there is no table of results")
	}
	var out []bar
	for i, line := range strings.Split(table, "\n") {
		if i < 2 { // the rest of the head, and the line below it
			continue
		}
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		var n [3]float64 // reports, CPU, MiB
		for k, column := range []int{1, 3, 4} {
			if column >= len(cells) {
				return nil, fmt.Errorf("%s: a column is missing", line)
			}
			var err error
			if n[k], err = strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(cells[column]), ",", ""), 64); err != nil {
				return nil, fmt.Errorf("%s: %w", line, err)
			}
		}
		out = append(out, bar{strings.ReplaceAll(strings.TrimSpace(cells[0]), "`", ""), strings.TrimSpace(cells[1]), n[1] * 1000 / n[0], n[2] * 1024 / n[0]})
	}
	return out, nil
}

// plot draws what the builds of each size cost a report, as one file of SVG.
func plot(all []bar) []byte {
	const (
		wide, name, value = 760, 300, 90
		line, gap         = 22, 34
	)
	var b bytes.Buffer
	text := func(x, y int, more, s string) {
		fmt.Fprintf(&b, `<text x="%d" y="%d"%s>`, x, y, more)
		_ = xml.EscapeText(&b, []byte(s)) // a Buffer never fails
		b.WriteString("</text>\n")
	}
	y := 0
	for _, part := range []struct {
		title, unit string
		of          func(bar) float64
	}{{"Processor time a report", "ms", func(x bar) float64 { return x.cpu }}, {"Memory at the peak a report", "KiB", func(x bar) float64 { return x.memory }}} {
		most, reports := 0.0, ""
		for _, x := range all {
			most = max(most, part.of(x))
		}
		for _, x := range all {
			if x.reports != reports {
				y += gap
				reports = x.reports
				text(10, y, ` font-weight="bold"`, part.title+", "+reports+" reports")
				y += 8
			}
			fill := "#0b4688"
			if strings.HasPrefix(x.name, "Hugo") {
				fill = "#8a8a8a"
			}
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", name, y, int(part.of(x)/most*(wide-name-value)), line-6, fill)
			text(10, y+13, "", x.name)
			text(name+int(part.of(x)/most*(wide-name-value))+6, y+13, "", fmt.Sprintf("%.3g %s", part.of(x), part.unit))
			y += line
		}
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13" fill="#1a1a1a">`+"\n"+
		`<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n%s</svg>\n", wide, y+14, wide, y+14, b.Bytes())
}

// draw reads the table of results in one file and draws it into another.
func draw(from, into string) error {
	document, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	all, err := bars(string(document))
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(into, plot(all), 0o644)
}
