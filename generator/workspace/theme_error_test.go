package workspace

import (
	"errors"
	"io/fs"
	"testing"
)

func TestErrorsNameThePathInTheSite(t *testing.T) {
	for name, want := range map[string]string{"i18n/en.yaml": "themes/own/i18n/en.yaml", "s/themes/own/i18n/en.yaml": "s/themes/own/i18n/en.yaml"} {
		var got *fs.PathError
		if err := inSite(&fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}, "themes/own"); !errors.As(err, &got) || got.Path != want || !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: got %v, want the path %s", name, err, want)
		}
	}
	if err := inSite(nil, "themes/own"); err != nil {
		t.Errorf("got %v for no error", err)
	}
}
