package generator

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// A session finds at every step what a check without a memory finds.
func TestSessionEqualsCheck(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	if _, err := NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	const (
		this  = "content/shilishi-xxgkj/reports/2024.md"
		last  = "content/shilishi-xxgkj/reports/2023.md"
		entry = "content/shilishi-xxgkj/_index.md"
		own   = "forms/own.yaml"
	)
	data, err := os.ReadFile(filepath.Join(dir, this))
	if err != nil {
		t.Fatal(err)
	}
	sound := string(data)
	before := strings.NewReplacer("2024", "2023", "2025", "2024").Replace(sound)
	wrong := strings.Replace(sound, "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]", 1)
	form := "id: own\nextends: cn-2021\ntitle: 自定\n"
	s := NewSession(Options{Site: dir})
	found := map[string]bool{}
	for i, unsaved := range []map[string]string{
		{}, {this: wrong}, {this: wrong, last: before}, {this: sound, last: before}, {this: "---\nyear: [\n", last: before}, {last: before}, {},
		{this: strings.Replace(sound, "year:", "form: own\nyear:", 1)}, {this: strings.Replace(sound, "year:", "form: own\nyear:", 1), own: form},
		{this: strings.Replace(sound, "year:", "form: own\nyear:", 1), own: form + "zzz: 1\n"}, {entry: "---\nname: 局\nlevel: x\n---\n"},
		{"gongkai.yaml": "site: {name: 站}\nrules: {row-total: warning}\n", this: wrong}, {"content/neu/reports/2024.md": sound}, {},
	} {
		over := map[string][]byte{}
		for name, text := range unsaved {
			over[name] = []byte(text)
		}
		for range 2 {
			got, _, err := s.Check(t.Context(), over)
			if err != nil {
				t.Fatal(err)
			}
			want, err := Check(t.Context(), Options{Site: dir, Unsaved: over})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want.Findings) {
				t.Errorf("step %d:\n%+v\nwant\n%+v", i, got, want.Findings)
			}
			for _, f := range got {
				found[f.Rule] = true
			}
		}
	}
	for _, rule := range []string{"row-total", "carry-over", "syntax", "form-year", "form", "register", "config"} {
		if !found[rule] {
			t.Errorf("got %v over all steps, want %s among them", found, rule)
		}
	}
}

// Another folder that takes the place of the site's is the site then.
func TestSessionFollowsItsFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	if _, err := NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	s := NewSession(Options{Site: dir})
	if fs, _, err := s.Check(t.Context(), nil); err != nil || len(fs) > 0 {
		t.Fatalf("got %v, %v, want no finding", fs, err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		if runtime.GOOS == "windows" { // which does not let go of a folder in use
			t.Skip(err)
		}
		t.Fatal(err)
	}
	if _, _, err := s.Check(t.Context(), nil); !errors.Is(err, ErrNoSite) {
		t.Errorf("the folder is gone: got %v, want %v", err, ErrNoSite)
	}
	if _, err := NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content/shilishi-xxgkj/policies.md"), []byte("?"), 0o644); err != nil {
		t.Fatal(err)
	}
	if fs, _, err := s.Check(t.Context(), nil); err != nil || len(fs) == 0 {
		t.Errorf("the new folder: got %v, %v, want a finding", fs, err)
	}
}
