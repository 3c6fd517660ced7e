package cli

import (
	"path/filepath"

	"gongkai/internal/jsontext"
)

// importedJSON is a file as --format json prints it.
type importedJSON struct {
	File     string         `json:"file"`
	Kind     string         `json:"kind,omitempty"`
	Form     string         `json:"form,omitempty"`
	Agency   string         `json:"agency,omitempty"`
	Year     int            `json:"year,omitempty"`
	Written  string         `json:"written,omitempty"`
	Beside   []string       `json:"attachments,omitempty"`
	NotTaken []notTakenJSON `json:"not_taken,omitempty"`
	Cells    *countsJSON    `json:"cells,omitempty"`
	Unread   []unreadJSON   `json:"unread"`
	Notes    []noteJSON     `json:"notes"`
	LeftOver []leftOverJSON `json:"left_over"`
	Computed []leftOverJSON `json:"computed,omitempty"`
	Absent   []absentJSON   `json:"absent,omitempty"`
	Kept     []keptJSON     `json:"kept_tables,omitempty"`
	Nearly   []string       `json:"nearly,omitempty"`
	Omitted  []string       `json:"omitted,omitempty"`
	Error    string         `json:"error,omitempty"`
}

type countsJSON struct {
	Form    int `json:"form"`
	Printed int `json:"printed"`
	Read    int `json:"read"`
	Blank   int `json:"blank"`
	Unread  int `json:"unread"`
}

type unreadJSON struct {
	Cell   string `json:"cell"`
	Label  string `json:"label"`
	Place  string `json:"place"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

type noteJSON struct {
	Cell     string `json:"cell"`
	Original string `json:"original"`
	Entered  string `json:"entered"`
	Reason   string `json:"reason"`
}

type absentJSON struct {
	Cell  string `json:"cell"`
	Label string `json:"label"`
}

type keptJSON struct {
	Place   string `json:"place"`
	Figures int    `json:"figures"`
}

type notTakenJSON struct {
	Address string `json:"address"`
	Reason  string `json:"reason"`
}

type leftOverJSON struct {
	Place string `json:"place"`
	Text  string `json:"text"`
}

// importJSON prints what became of each file as one object.
func (a *app) importJSON(done []imported) error {
	out := struct {
		Files []importedJSON `json:"files"`
	}{[]importedJSON{}}
	for _, d := range done {
		f := importedJSON{File: filepath.ToSlash(d.file), Written: filepath.ToSlash(d.written), Unread: []unreadJSON{}, Notes: []noteJSON{}, LeftOver: []leftOverJSON{}}
		if r := d.report; r != nil && r.Cells != nil {
			cells, printed, read, blank, unread := r.Counts()
			f.Kind, f.Form, f.Agency, f.Year = r.Kind, r.Form.ID, r.Agency, r.Year
			f.Cells = &countsJSON{cells, printed, read, blank, unread}
			for _, u := range r.Cells.Unread {
				f.Unread = append(f.Unread, unreadJSON{u.Cell.Path, u.Cell.Label, u.Place.In(a.lang), u.Text, u.Reason.In(a.lang)})
			}
			for _, n := range r.Notes(a.lang) {
				f.Notes = append(f.Notes, noteJSON{n.Slot.Path, n.Original, n.Entered, n.Reason})
			}
			for _, c := range r.Cells.LeftOver {
				f.LeftOver = append(f.LeftOver, leftOverJSON{c.Place.In(a.lang), c.Text})
			}
			for _, c := range r.Cells.Absent {
				f.Absent = append(f.Absent, absentJSON{c.Path, c.Label})
			}
			for _, t := range r.Kept {
				f.Kept = append(f.Kept, keptJSON{t.Place.In(a.lang), t.Figures})
			}
			for _, n := range r.Nearly {
				f.Nearly = append(f.Nearly, n.ID)
			}
			f.Omitted = r.OmittedTexts(a.lang)
		}
		if d.report != nil && d.report.Cells != nil {
			for _, c := range d.report.Cells.Computed {
				f.Computed = append(f.Computed, leftOverJSON{c.Place.In(a.lang), c.Text})
			}
		}
		for _, name := range d.beside {
			f.Beside = append(f.Beside, filepath.ToSlash(name))
		}
		if d.report != nil {
			for _, p := range d.report.NotTaken {
				f.NotTaken = append(f.NotTaken, notTakenJSON{p.Where(a.lang), p.Why.In(a.lang)})
			}
		}
		if d.err != nil {
			message, _ := importFault(d.err)
			f.Error = message.In(a.lang)
		}
		out.Files = append(out.Files, f)
	}
	return jsontext.Write(a.data, out)
}
