package generator

import (
	"crypto/sha256"
	"io/fs"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// memo remembers, from one check of a site to the next, what became of its reports: most
// of a check is reading them, and between two checks an editor changes one. What is
// remembered was made from the same bytes and the same forms.
type memo struct {
	mu      sync.Mutex
	forms   *form.Catalogue
	faults  []diag.Finding // of the forms
	defined [sha256.Size]byte
	reports map[string]remembered
}

type remembered struct {
	sum      [sha256.Size]byte
	report   *report.Report
	personal []personal
	findings []diag.Finding
}

// catalogue returns the forms that a site may use, and what is wrong with its own.
func (m *memo) catalogue(site fs.FS) (*form.Catalogue, []diag.Finding, error) {
	if m == nil {
		return catalogue(site)
	}
	h := sha256.New()
	names, _ := fs.Glob(site, "forms/*.yaml")
	for _, name := range names {
		data, _ := fs.ReadFile(site, name)
		sum := sha256.Sum256(data)
		h.Write([]byte(name))
		h.Write(sum[:])
	}
	now := [sha256.Size]byte(h.Sum(nil))
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forms != nil && m.defined == now {
		return m.forms, m.faults, nil
	}
	forms, faults, err := catalogue(site)
	if err == nil {
		m.forms, m.faults, m.defined, m.reports = forms, faults, now, map[string]remembered{}
	}
	return forms, faults, err
}

func catalogue(site fs.FS) (*form.Catalogue, []diag.Finding, error) {
	forms, err := form.Builtin()
	if err != nil {
		return nil, nil, err
	}
	return forms, forms.AddDir(site), nil
}

// recall fills in a report's file that was read before with the same contents.
func (m *memo) recall(it *item, sum [sha256.Size]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.reports[it.file]
	if !ok || r.sum != sum {
		return false
	}
	it.report, it.personal, it.findings = r.report, r.personal, r.findings
	return true
}

func (m *memo) keep(it *item, sum [sha256.Size]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reports[it.file] = remembered{sum, it.report, it.personal, it.findings}
}
