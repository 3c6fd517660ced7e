package data

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/register"
	"gongkai/generator/site"
)

// asked reads the scripts of queries as the page does.
func asked(t *testing.T, c *Collection) (files map[string]json.RawMessage, sizes map[string]int) {
	t.Helper()
	files, sizes = map[string]json.RawMessage{}, map[string]int{}
	for _, f := range c.Query() {
		name := strings.TrimSuffix(f.Name, ".js")
		data, ok := strings.CutPrefix(string(f.Data), fmt.Sprintf("gongkaiQuery(%q,", name))
		if data, ok2 := strings.CutSuffix(data, ")\n"); ok && ok2 && json.Valid([]byte(data)) {
			files[name], sizes[f.Name] = json.RawMessage(data), len(f.Data)
			continue
		}
		t.Errorf("%s is %.60q", f.Name, f.Data)
	}
	return files, sizes
}

type form21 struct {
	Cells []struct {
		Path, Label, Unit string
		File              int
	}
	Reports []struct {
		A int
		Y string
	}
}

// Every figure of every report is in the column of its cell, at the place of its report.
func TestQueryHoldsAllFigures(t *testing.T) {
	c := collection(t)
	files, _ := asked(t, c)
	var index struct{ Agencies [][3]string }
	if err := json.Unmarshal(files["index"], &index); err != nil || len(index.Agencies) != len(c.Agencies) {
		t.Fatalf("%d agencies, error %v; want %d", len(index.Agencies), err, len(c.Agencies))
	}
	n := 0
	for _, f := range c.QueryForms() {
		var of form21
		if err := json.Unmarshal(files[f.ID], &of); err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, r := range of.Reports {
			for year := range strings.SplitSeq(r.Y, " ") {
				first, last, run := strings.Cut(year, "-")
				if !run {
					rows = append(rows, index.Agencies[r.A][0]+" "+year)
					continue
				}
				from, _ := strconv.Atoi(first)
				to, err := strconv.Atoi(last)
				if err != nil || from >= to {
					t.Fatalf("%s is not a run of years", year)
				}
				for y := from; y <= to; y++ {
					rows = append(rows, fmt.Sprintf("%s %d", index.Agencies[r.A][0], y))
				}
			}
		}
		for _, cell := range of.Cells {
			var held map[string]string
			if err := json.Unmarshal(files[fmt.Sprintf("%s.%d", f.ID, cell.File)], &held); err != nil {
				t.Fatal(err)
			}
			values := strings.Split(held[cell.Path], ",")
			if len(values) != len(rows) {
				t.Fatalf("%s %s: %d values, want %d", f.ID, cell.Path, len(values), len(rows))
			}
			i := 0
			for p := range c.of(f) {
				row := fmt.Sprintf("%s %d", p.Agency.Slug, p.Year)
				if p.Report.Scope == "government" {
					row += "*"
				}
				x := p.Report.Form.Cell(cell.Path)
				if want := fieldOf(x, p.Report.Value(x)).Text; rows[i] != row || values[i] != want {
					t.Errorf("%s %s: got %s of %s, want %s of %s", f.ID, cell.Path, values[i], rows[i], want, row)
				}
				i++
				n++
			}
		}
	}
	if n < 200 {
		t.Errorf("%d figures were compared, want those of a report at least", n)
	}
}

func TestExtend(t *testing.T) {
	got := "2016"
	for _, year := range []string{"2018", "2019", "2020", "2021*", "2022", "2023"} {
		got = extend(got, year)
	}
	if want := "2016 2018-2020 2021* 2022-2023"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A query of three cells over 10,000 reports loads at most 300 KB, uncompressed.
func TestQueryIsSmall(t *testing.T) {
	example := page(t)
	c := &Collection{}
	for i := range 700 {
		a := &register.Agency{Slug: fmt.Sprintf("shi%03d-zwfwj", i), Name: fmt.Sprintf("示例市第%03d区政务服务局", i), Kind: "department"}
		c.Agencies = append(c.Agencies, a)
		for year := range 15 {
			r := *example.Report
			r.Agency, r.Year = a.Slug, 2010+year
			c.Pages = append(c.Pages, &site.Page{Kind: site.Report, Agency: a, Report: &r, Year: r.Year})
		}
	}
	_, sizes := asked(t, c)
	column := 0
	for name, n := range sizes {
		if strings.Count(name, ".") == 2 {
			column = max(column, n)
		}
	}
	total := sizes["index.js"] + sizes["cn-2021.js"] + 3*column
	t.Logf("%d reports: agencies %d, form %d, a file of columns %d at most, %d files", len(c.Pages), sizes["index.js"], sizes["cn-2021.js"], column, len(sizes))
	if len(c.Pages) < 10_000 || column == 0 || total > 300<<10 {
		t.Errorf("%d reports: a query loads %d bytes, want 300 KB at most", len(c.Pages), total)
	}
}
