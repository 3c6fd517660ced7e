package figures

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongkai/generator/archive/fixity/database"
	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/diag"
)

// Comparable says whether a file holds figures of all reports, which Compare can read.
func Comparable(name string) bool {
	base := path.Base(name)
	switch path.Ext(name) {
	case ".csv", ".sqlite", ".parquet":
		return true
	case ".json", ".jsonl", ".xlsx":
		return strings.TrimSuffix(base, path.Ext(base)) == "reports"
	}
	return false
}

// Compare compares a file over all reports with the reports that were added; shown is its path
// for people. An error is that it could not be read from its disk; damage in it is a fault.
func (s *Set) Compare(f *tree.File, shown string) error {
	p := &pass{set: s, file: shown, seen: map[*report][]uint64{}, unknown: map[key]bool{}}
	if err := p.read(f); err != nil {
		return s.unreadable(shown, err)
	}
	p.end()
	return nil
}

// unreadable turns damage into a fault; what is left is an error of reading.
func (s *Set) unreadable(file string, err error) error {
	var own *faulty
	var packing *tree.Fault
	var base *database.Fault
	var syntax *json.SyntaxError
	var table *csv.ParseError
	var disk *fs.PathError
	text := diag.Textf("格式受损，读不懂", "it is damaged and cannot be read")
	switch {
	case errors.As(err, &disk):
		return err
	case errors.As(err, &own):
		text = own.text
	case errors.As(err, &packing):
		text = packing.Text
	case errors.As(err, &base):
		text = base.Text
	case errors.As(err, &syntax):
		text = diag.Textf("第 %d 字节处不是 JSON", "no JSON at byte %d", syntax.Offset)
	case errors.As(err, &table):
		text = diag.Textf("第 %d 行不合 CSV 的写法", "line %d is not written as CSV", table.Line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, Fault{file, text})
	return nil
}

// pass is the reading of one file over all reports.
type pass struct {
	set      *Set
	file     string
	form     string // where the file is of one form
	all      bool   // it should hold every report
	mentions bool   // it names reports and has none of their figures
	numbers  bool   // it has no cells that hold words
	seen     map[*report][]uint64
	unknown  map[key]bool
	last     key
	report   *report // of the last key
	count    int
}

func (p *pass) read(f *tree.File) error {
	switch ext := path.Ext(p.file); ext {
	case ".sqlite", ".parquet", ".xlsx":
		at, closer, err := f.At()
		if err != nil {
			return err
		}
		defer closer.Close()
		p.all = true
		switch ext {
		case ".sqlite":
			return p.database(at, f.Size)
		case ".parquet":
			p.numbers = true
			return p.parquet(at, f.Size)
		}
		return p.workbook(at, f.Size)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	if path.Ext(p.file) != ".csv" {
		p.all = true
		return readReports(r, func(o *object) error {
			for _, fig := range o.figures {
				p.figure(o.key, fig)
			}
			return nil
		})
	}
	form := strings.TrimSuffix(path.Base(p.file), ".csv")
	kind, err := readTable(r, form, func(row tableRow) {
		switch {
		case row.mention:
			p.find(row.key)
		case row.code != "":
			p.coded(row)
		default:
			p.figure(row.key, row.figure)
		}
	})
	p.all, p.mentions = kind == "long" || kind == "reports", kind == "reports"
	if kind == "wide" || kind == "list" {
		p.form = form
	}
	return err
}

// find finds a report, and notes that the file has it.
func (p *pass) find(k key) *report {
	if k == p.last && (p.report != nil || p.unknown[k]) {
		return p.report
	}
	p.last = k
	p.report = p.set.reports[k]
	if p.report == nil {
		// A report without report.json and report.csv names no form.
		if list := p.set.named[key{agency: k.agency, year: k.year}]; len(list) == 1 && list[0].form == "" {
			p.report = list[0]
		}
	}
	if p.report == nil {
		if !p.unknown[k] {
			p.unknown[k] = true
			p.set.fault(p.file, "有 %[1]s %[2]d 年（%[3]s）的报告，但没有它的网页", "it has a report of %s for %d (%s), which has no page", k.agency, k.year, k.form)
		}
		return nil
	}
	if p.seen[p.report] == nil {
		p.seen[p.report] = make([]uint64, len(p.report.shape.cells)/64+1)
	}
	return p.report
}

// coded compares a figure that is known by its row's code alone.
func (p *pass) coded(row tableRow) {
	r := p.find(row.key)
	if r == nil {
		return
	}
	row.figure.Cell = row.code
	for _, c := range r.shape.cells {
		if strings.HasSuffix(c, "."+row.code) {
			row.figure.Cell = c
			break
		}
	}
	p.figure(row.key, row.figure)
}

// figure compares one figure.
func (p *pass) figure(k key, fig Figure) {
	r := p.find(k)
	if r == nil {
		return
	}
	p.count++
	i, known := r.shape.index[fig.Cell]
	if !known {
		if fig.Value != "" {
			p.differ(r, fig.Cell, Figure{}, true, fig, false)
		}
		return
	}
	seen := p.seen[r]
	again := seen[i/64]&(1<<(i%64)) != 0
	seen[i/64] |= 1 << (i % 64)
	if want := (Figure{Value: r.value(i)}); again || !equal(want, fig) {
		p.differ(r, fig.Cell, want, false, fig, false)
		return
	}
	// Where others differ, it helps to know which value this file has.
	p.set.mu.Lock()
	d := p.set.differs[place{r, fig.Cell}]
	p.set.mu.Unlock()
	if d != nil {
		p.differ(r, fig.Cell, fig, false, fig, false)
	}
}

// differ notes what the file has for a cell of which another value, or none, was expected.
func (p *pass) differ(r *report, cell string, want Figure, unexpected bool, got Figure, absent bool) {
	s := p.set
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.differs[place{r, cell}]
	if d == nil {
		d = &Difference{File: r.page, Agency: r.agency, Year: r.year, Cell: cell, Values: []Reading{{want.Value, unexpected, slices.Clone(r.files)}}}
		s.differs[place{r, cell}] = d
	}
	file := p.file + got.Place
	for i := range d.Values {
		if st := &d.Values[i]; st.Absent == absent && equal(Figure{Value: st.Value}, got) {
			st.Files = append(st.Files, file)
			return
		}
	}
	d.Values = append(d.Values, Reading{got.Value, absent, []string{file}})
}

// end finds what the file lacks.
func (p *pass) end() {
	var reports []*report
	for _, r := range p.set.reports {
		reports = append(reports, r)
	}
	slices.SortFunc(reports, func(a, b *report) int { return strings.Compare(a.page, b.page) })
	for _, r := range reports {
		seen, here := p.seen[r]
		switch {
		case !here && (p.all || p.form != "" && r.form == p.form):
			p.set.fault(p.file, "缺少 %s %d 年的报告（%s）", "the report of %s for %d is not in it (%s)", r.agency, r.year, r.page)
		case here && !p.mentions:
			for i, cell := range r.shape.cells {
				if want := r.value(i); want != "" && !(p.numbers && r.shape.words[i]) && seen[i/64]&(1<<(i%64)) == 0 {
					p.differ(r, cell, Figure{Value: want}, false, Figure{}, true)
				}
			}
		}
	}
	p.set.mu.Lock()
	p.set.count += p.count
	p.set.mu.Unlock()
}
