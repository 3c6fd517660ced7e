package figures

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/diag"
)

// labelled is a cell with its label, as the codebook lists it.
type labelled struct{ cell, label string }

// labelled notes what a report calls its cells.
func (s *Set) labelled(form string, labels map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for cell, label := range labels {
		s.labels[key{agency: cell, form: form}] = label
	}
}

// Codebook reads the table of all cells, by whose labels the sheets of a workbook are read.
// Every cell of a report must be in it.
func (s *Set) Codebook(f *tree.File, shown string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	a := &allowance{r: r}
	a.grant()
	in := csv.NewReader(a)
	s.book = map[string][]labelled{}
	head, err := in.Read()
	if err != nil {
		return s.unreadable(shown, err)
	}
	form, cell, label := slices.Index(head, "form"), slices.Index(head, "cell"), slices.Index(head, "label")
	if form < 0 || cell < 0 || label < 0 {
		return s.unreadable(shown, errColumns)
	}
	known := map[key]bool{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.unreadable(shown, err)
		}
		a.grant()
		k := key{agency: row[cell], form: row[form]}
		known[k] = true
		s.book[k.form] = append(s.book[k.form], labelled{row[cell], row[label]})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var lost []key
	for k := range s.labels {
		if !known[k] {
			lost = append(lost, k)
		}
	}
	for _, k := range lost {
		s.faults = append(s.faults, Fault{shown, diag.Textf("没有 %s 的 %s", "%[2]s of %[1]s is not in it", k.form, k.agency)})
	}
	return nil
}

// formOf finds the form whose cells have these labels in this order; "" where there is none.
func (s *Set) formOf(labels []string) string {
	for form, cells := range s.book {
		if slices.EqualFunc(cells, labels, func(c labelled, label string) bool { return canonical(c.label) == canonical(label) }) {
			return form
		}
	}
	return ""
}
