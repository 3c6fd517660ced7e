package generator

import (
	"errors"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// Forms returns the forms that may be used: those in the tool and, where the options
// name a site, its own. Faults of the site's definitions are findings.
func Forms(o Options) (*form.Catalogue, []diag.Finding, error) {
	forms, err := form.Builtin()
	if err != nil {
		return nil, nil, err
	}
	root, _, err := o.open()
	if errors.Is(err, ErrNoSite) && o.Site == "" {
		return forms, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	return forms, forms.AddDir(root.FS()), nil
}
