package acceptance

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// strictPage is a page as a program reads it that knows of no tag that may be left out.
type strictPage struct {
	faults []string
	tables map[string][][]strictCell // those with an id
}

type strictCell struct{ path, text string } // path of a data cell

// void are the elements that have no end tag.
var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// readStrictly reads a page, in which every element must be closed by its own end tag.
func readStrictly(page []byte) strictPage {
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.Entity = false, xml.HTMLEntity
	p := strictPage{tables: map[string][][]strictCell{}}
	var open, ids []string // ids of the tables that are open
	for {
		token, err := d.RawToken()
		if err != nil {
			if err != io.EOF {
				p.faults = append(p.faults, err.Error())
			}
			break
		}
		id := ""
		if len(ids) > 0 {
			id = ids[len(ids)-1]
		}
		rows := p.tables[id]
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			attr := map[string]string{}
			for _, a := range token.Attr {
				attr[a.Name.Local] = a.Value
			}
			switch name {
			case "table":
				ids = append(ids, attr["id"])
			case "tr":
				p.tables[id] = append(rows, nil)
			case "th", "td":
				if len(rows) > 0 {
					rows[len(rows)-1] = append(rows[len(rows)-1], strictCell{path: attr["data-cell"]})
				}
			}
			if !slices.Contains(void, name) {
				open = append(open, name)
			}
		case xml.EndElement:
			name := token.Name.Local
			if len(open) == 0 || open[len(open)-1] != name {
				p.faults = append(p.faults, "</"+name+"> after "+strings.Join(open, " "))
				return p
			}
			open = open[:len(open)-1]
			if name == "table" {
				ids = ids[:len(ids)-1]
			}
		case xml.CharData:
			if n := len(rows); n > 0 && len(rows[n-1]) > 0 && slices.ContainsFunc(open, func(e string) bool { return e == "th" || e == "td" }) {
				rows[n-1][len(rows[n-1])-1].text += string(token)
			}
		}
	}
	if len(open) > 0 {
		p.faults = append(p.faults, "not closed: "+strings.Join(open, " "))
	}
	delete(p.tables, "")
	return p
}

// TestEveryEndTagIsWritten holds all pages to what the strictest reader wants.
func TestEveryEndTagIsWritten(t *testing.T) {
	for _, page := range example.pages {
		for _, fault := range readStrictly([]byte(readFile(t, filepath.Join(example.dir, page)))).faults {
			t.Errorf("%s: %s", page, fault)
		}
	}
	for _, lax := range []string{
		`<table><colgroup span="3"><thead><tr><td>1</td></tr></thead></table>`,
		`<table><tr><td>1<td>2</table>`,
		`<p>one<p>two</p>`,
		`<ul><li>one</ul>`,
	} {
		if len(readStrictly([]byte(lax)).faults) == 0 {
			t.Errorf("%s: got no fault, want one", lax)
		}
	}
}

// TestPandocReadsTheTables holds pandoc, which lost the tables whose column groups were
// not closed, to the cells of each statutory table.
func TestPandocReadsTheTables(t *testing.T) {
	module(t, "pandoc-wasm/package.json")
	reports := example.reports()
	args := []string{"testdata/pandoc.mjs"}
	for _, page := range reports {
		args = append(args, filepath.Join(example.dir, page))
	}
	cmd := exec.Command(tool(t, "node"), args...)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(reports) {
		t.Fatalf("pandoc read %d pages, want %d", len(lines), len(reports))
	}
	for i, page := range reports {
		var got map[string][][]string
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		f := formOf(t, page)
		tables := readStrictly([]byte(readFile(t, filepath.Join(example.dir, page)))).tables
		figures := 0
		for _, id := range slices.Sorted(maps.Keys(tables)) {
			for n, row := range tables[id] {
				var want []string
				for _, c := range row {
					want = append(want, strings.TrimSpace(c.text))
					if c.path != "" {
						figures++
					}
				}
				if n >= len(got[id]) || !slices.Equal(got[id][n], want) {
					t.Errorf("%s: row %d of %s is\n\t%q\npandoc has %d rows, there\n\t%q", page, n, id, want, len(got[id]), slices.Concat(got[id][min(n, len(got[id])):min(n+1, len(got[id]))]...))
				}
			}
		}
		if want := len(tableCells(f)); figures != want {
			t.Errorf("%s: %d figures in the tables, want %d", page, figures, want)
		}
	}
}
