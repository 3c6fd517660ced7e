package generator

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/schema"
	"gongkai/generator/form"
)

// Forms returns the forms that may be used: those in the tool and, where the options
// name a site, its own. Faults of the site's definitions are findings.
func Forms(o Options) (*form.Catalogue, []diag.Finding, error) {
	forms, err := form.Builtin()
	if err != nil {
		return nil, nil, err
	}
	root, _, err := o.OpenSite()
	if errors.Is(err, ErrNoSite) && o.Site == "" {
		return forms, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	return forms, forms.AddDir(root.FS()), nil
}

// SchemaNames are the kinds of files that have a schema.
func SchemaNames() []string {
	return []string{"report", "register", "page", "category", "config", "form"}
}

// Schema prints the JSON Schema of one kind of file, with labels in lang. Of reports it
// is that of one form where an id is given, else of all forms of annual reports, the
// site's own included where o names a site.
func Schema(o Options, name, formID, lang string) ([]byte, error) {
	declared := map[string]func() *schema.Key{"register": schema.Entry, "page": schema.Page, "category": schema.Category,
		"config": schema.Config, "form": schema.Definition}
	if d := declared[name]; d != nil {
		return schema.JSON(d(), lang)
	}
	forms, err := form.Builtin()
	if err != nil {
		return nil, err
	}
	if o.Site != "" {
		root, err := os.OpenRoot(o.Site)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		forms.AddDir(root.FS()) // a faulty definition is a finding of check
	}
	if formID == "" {
		return schema.Reports(forms.All(), form.Reports, diag.Textf("政府信息公开工作年度报告", "annual report on the disclosure of government information").In(lang), lang)
	}
	var ids []string
	for _, f := range forms.All() {
		if f.ID == formID {
			return schema.ReportJSON(f, lang)
		}
		ids = append(ids, f.ID)
	}
	return nil, fmt.Errorf("%w %s (%s)", ErrUnknownForm, formID, strings.Join(ids, ", "))
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
