// Package record writes what has to go with a site so that it can be understood in decades, without this
// program: a README in two languages, the figures, what each of them means and the text that asks for
// it, the forms as data and in words, what was checked and what was found.
//
// All of it is text in UTF-8.
package record

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/render/data"
	"gongkai/generator/rule"
	"gongkai/generator/site"
	"gongkai/generator/workspace"
)

// ReadmeName is the file at the top of every package.
const ReadmeName = "README.txt"

// Input is what is known of a package.
type Input struct {
	State             *workspace.State
	Kind              string // of the package: wacz, warc or bagit
	BuiltBy, PackedBy string // name and version of the tool
	Date              time.Time
	Given             bool   // Date was given, not found in the content
	Retention         string // 保管期限; "" where it is not settled
	Sources           bool   // the package holds the sources
	SM3               bool   // and digests of SM3
}

// File is a file of the record.
type File struct {
	Name string // with slashes
	Data []byte
}

// Open reads the file.
func (f File) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.Data)), nil }

// MediaType is that of the file: all are text.
func (f File) MediaType() string {
	switch path.Ext(f.Name) {
	case ".json":
		return "application/json"
	case ".jsonl":
		return "application/jsonl"
	case ".csv":
		return "text/csv; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// Files makes the record.
func Files(in Input) ([]File, error) {
	w := &writer{Input: in, summary: in.State.Summary(), reports: in.State.Site.InDataOrder()}
	w.listForms()
	readme, err := w.readme()
	if err != nil {
		return nil, err
	}
	w.add(ReadmeName, readme)
	w.add("data/reports.jsonl", w.figures())
	codebook, err := w.codebook()
	if err != nil {
		return nil, err
	}
	w.add("data/cells.csv", codebook)
	if err := w.definitions(); err != nil {
		return nil, err
	}
	var found bytes.Buffer
	if err := diag.JSON(&found, in.State.Findings.Slice(), w.summary, "zh"); err != nil {
		return nil, err
	}
	w.add("metadata/findings.json", found.Bytes())
	for _, lang := range []string{"zh", "en"} {
		var b bytes.Buffer
		diag.WriteMarkdown(&b, rule.Describe(w.severities()), lang)
		w.add("metadata/rules."+lang+".md", b.Bytes())
	}
	about, err := w.about()
	if err != nil {
		return nil, err
	}
	w.add("metadata/package.json", about)
	return w.files, nil
}

// writer makes the files of a record.
type writer struct {
	Input
	summary diag.Summary
	reports []*site.Page
	forms   []*form.Form // of the reports, each once, by id
	files   []File
}

func (w *writer) add(name string, content []byte) { w.files = append(w.files, File{name, content}) }

// severities are the rules as the site has them.
func (w *writer) severities() rule.Settings {
	set := rule.Settings{}
	for _, s := range w.State.Config.Rules {
		set[s.Rule] = s.Severity
	}
	return set
}

// listForms lists the forms that reports use.
func (w *writer) listForms() {
	seen := map[string]bool{}
	for _, p := range w.reports {
		if id := p.Report.Form.ID; !seen[id] {
			seen[id] = true
			w.forms = append(w.forms, w.State.Forms.ByID(id))
		}
	}
	slices.SortFunc(w.forms, func(a, b *form.Form) int { return cmp.Compare(a.ID, b.ID) })
}

// figures are all reports, a JSON object a line.
func (w *writer) figures() []byte {
	var b []byte
	for _, p := range w.reports {
		b = append(data.AppendJSON(b, p, w.State.Waived(p)), '\n')
	}
	return b
}

// codebook says what each cell is: its name on the printed form, its unit, its kind.
func (w *writer) codebook() ([]byte, error) {
	all := &data.Collection{Pages: w.reports, URL: w.State.Config.URL, Waived: w.State.Waived, Included: w.State.Site.Included}
	t, ok := all.Table(site.CellTable)
	if !ok {
		return nil, fmt.Errorf("there is no table %s", site.CellTable)
	}
	var b bytes.Buffer
	err := t.WriteCSV(&b)
	return b.Bytes(), err
}

// definitions adds each form as data, as the tool read it, and in words, with what it extends.
func (w *writer) definitions() error {
	written := map[string]bool{}
	for _, f := range w.forms {
		for ; f != nil && !written[f.ID]; f = w.State.Forms.ByID(f.Extends()) {
			written[f.ID] = true
			text := f.Definition()
			if text == nil {
				var err error
				if text, err = fs.ReadFile(w.State.Root.FS(), f.File); err != nil {
					return err
				}
			}
			w.add("metadata/forms/"+f.ID+".yaml", text)
			for _, lang := range []string{"zh", "en"} {
				w.add("metadata/forms/"+f.ID+"."+lang+".txt", []byte(f.Describe(lang)))
			}
		}
	}
	return nil
}

// period is the first and the last report year, 0 where there is no report.
func (w *writer) period() (from, to int) {
	for _, p := range w.reports {
		if from == 0 || p.Year < from {
			from = p.Year
		}
		to = max(to, p.Year)
	}
	return from, to
}

// years is the period as text, "" where there is no report.
func (w *writer) years() string {
	switch from, to := w.period(); {
	case from == 0:
		return ""
	case from == to:
		return fmt.Sprint(from)
	default:
		return fmt.Sprintf("%d–%d", from, to)
	}
}
