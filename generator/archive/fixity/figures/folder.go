package figures

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// Folder is the files of one report, as they were read; nil where there is none.
type Folder struct {
	Path                  string // such as bgt/reports/2023
	Page, JSON, CSV, XLSX []byte
}

// source is the figures of one file.
type source struct {
	file    string
	partial bool // it need not have every cell
	list    []Figure
	first   map[string]int
}

func (s *source) take(list []Figure) {
	s.list = list
	s.first = make(map[string]int, len(list))
	for i, f := range list {
		if _, known := s.first[f.Cell]; !known {
			s.first[f.Cell] = i
		}
	}
}

// figure is that of a cell; false where the file has none.
func (s *source) figure(cell string) (Figure, bool) {
	i, ok := s.first[cell]
	if !ok {
		return Figure{}, false
	}
	return s.list[i], true
}

// Add reads the files of a report, compares them with each other and keeps their figures.
// A file that no figure could be read from is a fault and takes no part.
func (s *Set) Add(f Folder) {
	r := &report{page: s.prefix + path.Join(f.Path, "index.html")}
	parts := strings.Split(f.Path, "/")
	if len(parts) > 2 {
		r.agency = parts[0]
	}
	r.year, _ = strconv.Atoi(parts[len(parts)-1])
	sources := s.read(f, r)
	if len(sources) == 0 {
		return
	}
	var cells, values []string
	var words []bool
	var found []Difference
	compared := 0
	for i, from := range sources {
		for j, fig := range from.list {
			if from.first[fig.Cell] != j || slices.ContainsFunc(sources[:i], func(b *source) bool { _, ok := b.first[fig.Cell]; return ok }) {
				continue
			}
			reference, readings := gather(sources, fig.Cell)
			words = append(words, fig.Kind == Words)
			compared += len(sources)
			if len(readings) > 1 {
				found = append(found, Difference{File: r.page, Agency: r.agency, Year: r.year, Cell: fig.Cell, Values: readings})
			}
			cells, values = append(cells, fig.Cell), append(values, reference)
		}
	}
	if len(cells) == 0 {
		return // a page that leads on, at the address that a report had before
	}
	for _, from := range sources {
		r.files = append(r.files, from.file)
	}
	r.text = strings.Join(values, "")
	r.ends = make([]uint32, len(values))
	end := uint32(0)
	for i, v := range values {
		end += uint32(len(v))
		r.ends[i] = end
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.shape = s.shapeOf(cells, words)
	s.count += compared
	if other := s.reports[r.key]; other != nil {
		s.faults = append(s.faults, Fault{r.page, diag.Textf("与 %s 是同一机关、年度和格式的报告", "it is a report of the same agency, year and form as %s", other.page)})
		return
	}
	s.reports[r.key] = r
	name := key{agency: r.agency, year: r.year}
	s.named[name] = append(s.named[name], r)
	for _, d := range found {
		s.differs[place{r, d.Cell}] = &d
	}
}

// gather is what every source has for a cell, and the value that the others are compared with.
func gather(sources []*source, cell string) (reference string, readings []Reading) {
	var groups []Figure
	known := false
	put := func(fig Figure, absent bool, file string) {
		file += fig.Place
		for i, g := range groups {
			if equal(g, fig) {
				readings[i].Files = append(readings[i].Files, file)
				readings[i].Absent = readings[i].Absent && absent
				return
			}
		}
		groups = append(groups, fig)
		readings = append(readings, Reading{fig.Value, absent, []string{file}})
	}
	for _, from := range sources {
		fig, ok := from.figure(cell)
		if !ok && from.partial {
			continue
		}
		if ok && !known {
			reference, known = fig.Value, true
		}
		put(fig, !ok, from.file)
		for _, again := range from.list[from.first[cell]:] {
			if ok && again.Cell == cell && !equal(again, fig) {
				put(again, false, from.file)
			}
		}
	}
	return reference, readings
}

// read reads the files of a report. What they say of agency, year and form is kept in r.
func (s *Set) read(f Folder, r *report) (sources []*source) {
	labels := map[string]string{}
	var shown *page
	add := func(name string, list []Figure, partial bool) {
		from := &source{file: s.prefix + path.Join(f.Path, name), partial: partial}
		from.take(list)
		sources = append(sources, from)
	}
	failed := func(name string, err error) { s.unreadable(s.prefix+path.Join(f.Path, name), err) }
	if f.Page != nil {
		p, err := readPage(bytes.NewReader(f.Page))
		if err != nil {
			failed("index.html", err)
		} else {
			shown = p
			add("index.html", p.figures, false)
		}
	}
	if f.JSON != nil {
		n := 0
		err := readReports(bytes.NewReader(f.JSON), func(o *object) error {
			if n++; n > 1 {
				return nil
			}
			r.form = o.form
			if r.agency != o.agency || r.year != o.year {
				s.fault(s.prefix+path.Join(f.Path, "report.json"), "写的是机关 %[1]s、%[2]d 年，不是所在文件夹的机关和年度", "it is of the agency %s and the year %d, which are not those of its folder", o.agency, o.year)
			}
			add("report.json", o.figures, false)
			return nil
		})
		if err == nil && n != 1 {
			s.fault(s.prefix+path.Join(f.Path, "report.json"), "有 %d 份报告，应为 1 份", "it holds %d reports, and should hold one", n)
		}
		if err != nil {
			failed("report.json", err)
		}
	}
	if f.CSV != nil {
		var list []Figure
		_, err := readTable(bytes.NewReader(f.CSV), "", func(row tableRow) {
			list = append(list, row.figure)
			labels[row.figure.Cell] = row.label
			if r.form == "" {
				r.form = row.form
			}
			if row.agency != "" && (row.agency != r.agency || row.year != r.year || r.form != row.form) {
				s.fault(s.prefix+path.Join(f.Path, "report.csv"), "第 %s 行写的是 %s、%d 年、%s", "its line %s is of %s, %d, %s", strings.TrimPrefix(row.figure.Place, ":"), row.agency, row.year, row.form)
			}
		})
		if err != nil {
			failed("report.csv", err)
		} else {
			add("report.csv", list, false)
			s.labelled(r.form, labels)
		}
	}
	if f.XLSX != nil && shown != nil {
		name := s.prefix + path.Join(f.Path, "report.xlsx")
		b, err := readBook(f.XLSX)
		if err != nil {
			failed("report.xlsx", err)
			return sources
		}
		list, wrong, unplaced := b.figures(shown, labels)
		for _, w := range wrong {
			s.fault(name, "%[1]s 写的是 %[3]q，网页上这一格是 %[2]q", "%[1]s says %[3]q, the page has %[2]q there", w.place, w.want, w.got)
		}
		for _, caption := range unplaced {
			s.fault(name, "没有与网页上“%s”对应的工作表", "it has no sheet for the table %q of the page", caption)
		}
		add("report.xlsx", list, true)
	}
	return sources
}
