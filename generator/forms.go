package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/schema"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/source/keys"
	"gongkai/generator/workspace"
)

// Forms returns the forms that may be used: those in the tool and, where the options
// name a site, its own. Faults of the site's definitions are findings.
func Forms(o Options) (*form.Catalogue, []diag.Finding, error) {
	root, _, err := o.OpenSite()
	if errors.Is(err, ErrNoSite) && o.Site == "" {
		return workspace.ReadForms(nil)
	}
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	return workspace.ReadForms(root.FS())
}

// ErrUnknownForm says that a site has no form, or family of forms, of a name.
var ErrUnknownForm = errors.New("unknown form")

// FormError says that a form is unknown to a site whose own definitions have faults: it may be one of
// those. It is an ErrUnknownForm too.
type FormError struct {
	Form  string
	Fault diag.Finding // the first
}

func (e *FormError) Error() string {
	return fmt.Sprintf("%v %s (%s:%d: %s)", ErrUnknownForm, e.Form, e.Fault.File, e.Fault.Span.Line, e.Fault.Message.EN)
}

// Unwrap returns ErrUnknownForm.
func (e *FormError) Unwrap() error { return ErrUnknownForm }

// unknownForm is the error for a form of a site with such faults in its definitions.
func unknownForm(name string, faults []diag.Finding) error {
	if len(faults) > 0 {
		return &FormError{name, faults[0]}
	}
	return fmt.Errorf("%w: %s", ErrUnknownForm, name)
}

// FormSource is the file that defines a form of the catalogue, with its comments.
func FormSource(o Options, f *form.Form) ([]byte, error) {
	if text := f.Builtin(); text != nil {
		return text, nil
	}
	root, _, err := o.OpenSite()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(filepath.FromSlash(f.File))
}

// SchemaNames are the kinds of files that have a schema.
func SchemaNames() []string {
	return []string{"report", "register", "page", "category", "config", "form"}
}

// Schema prints the JSON Schema of one kind of file, with labels in lang. Of reports it
// is that of one form where an id is given, else of all forms of annual reports, the
// site's own included where o names a site.
func Schema(o Options, name, formID, lang string) ([]byte, error) {
	declared := map[string]func() *keys.Key{"register": register.EntryKeys, "page": register.PageKeys, "category": register.CategoryKeys,
		"config": config.Keys, "form": schema.Definition}
	if d := declared[name]; d != nil {
		return schema.JSON(d(), lang)
	}
	var site fs.FS
	if o.Site != "" {
		root, err := os.OpenRoot(o.Site)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		site = root.FS()
	}
	forms, faults, err := workspace.ReadForms(site)
	if err != nil {
		return nil, err
	}
	if formID == "" {
		return schema.Reports(forms.All(), form.Reports, diag.Textf("政府信息公开工作年度报告", "annual report on the disclosure of government information").In(lang), lang)
	}
	if f := forms.ByID(formID); f != nil {
		return schema.ReportJSON(f, lang)
	}
	return nil, unknownForm(formID, faults)
}

// SchemaFile is the name under which a kind's schema is written.
func SchemaFile(name string) string { return name + ".schema.json" }

// schemaFolder is where a new site keeps the schemas that its editor settings name.
const schemaFolder = ".gongkai/schema"

// NewSite writes a new site into a folder, with the schemas of its YAML files for
// editors, and returns the files written.
func NewSite(dir, lang string) ([]string, error) {
	written, err := scaffold.Site(dir)
	if err != nil {
		return nil, err
	}
	return withSchemas(dir, lang, written)
}

// NewOffice writes a new site for bodies, without reports, into a folder that does not exist or is empty. It returns
// the files written.
func NewOffice(dir, lang string, o scaffold.Office) ([]string, error) {
	written, err := scaffold.NewOffice(dir, o)
	if err != nil {
		return nil, err
	}
	return withSchemas(dir, lang, written)
}

// withSchemas adds to the files of a new site what editors look up in them.
func withSchemas(dir, lang string, written []string) ([]string, error) {
	for _, name := range []string{"config", "form"} {
		data, err := Schema(Options{}, name, "", lang)
		if err != nil {
			return nil, err
		}
		file := path.Join(schemaFolder, SchemaFile(name))
		if err := scaffold.Create(filepath.Join(dir, filepath.FromSlash(file)), data); err != nil {
			return nil, err
		}
		written = append(written, file)
	}
	slices.Sort(written)
	return written, nil
}
