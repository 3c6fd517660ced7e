package workspace

import (
	"crypto/sha256"
	"io/fs"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/rule"
)

// forms are those that a site may use, and what is wrong with its own.
type forms struct {
	catalogue *form.Catalogue
	faults    []diag.Finding
	from      [sha256.Size]byte // the site's own
}

func readForms(site fs.FS) (*forms, error) {
	c, faults, err := ReadForms(site)
	return &forms{c, faults, definitions(site)}, err
}

// ReadForms returns the forms that a site may use, those of the tool and its own, and what is wrong
// with its own. Without a site they are those of the tool.
func ReadForms(site fs.FS) (*form.Catalogue, []diag.Finding, error) {
	c, err := form.Builtin()
	if err != nil || site == nil {
		return c, nil, err
	}
	faults := c.AddDir(site)
	for _, x := range c.All() {
		faults = append(faults, rule.CheckForm(x)...)
	}
	for _, name := range definitionFiles(site) {
		if data, err := fs.ReadFile(site, name); err == nil { // what cannot be read was said
			faults = append(faults, (&rule.Text{File: name, Data: data}).Check()...)
			faults = append(faults, rule.PersonalDataInFile(name, data, nil)...)
		}
	}
	return c, faults, nil
}

// same reports whether the site's own forms are those that were read; nil are none.
func (f *forms) same(site fs.FS) bool { return f != nil && f.from == definitions(site) }

// definitions sums up the site's own forms.
func definitions(site fs.FS) [sha256.Size]byte {
	return fingerprint(site, definitionFiles(site))
}

func definitionFiles(site fs.FS) []string {
	names, _ := fs.Glob(site, "forms/[^.~]*.yaml") // the pattern is sound
	return names
}

// fingerprint sums up files by their names and contents. What cannot be read is as if it
// were empty.
func fingerprint(files fs.FS, names []string) [sha256.Size]byte {
	h := sha256.New()
	for _, name := range names {
		data, _ := fs.ReadFile(files, name)
		sum := sha256.Sum256(data)
		h.Write([]byte(name + "\x00"))
		h.Write(sum[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}
