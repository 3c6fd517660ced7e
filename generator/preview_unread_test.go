package generator

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai/generator/diag"
)

// What a preview could not read it says, and reads with the next update, whatever that is of.
func TestPreviewReadsAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	guide := filepath.Join(dir, "content/shilishi-xxgkj/guide.md")
	text, err := os.ReadFile(guide)
	if err == nil {
		err = os.Remove(guide)
	}
	if err == nil {
		err = os.Symlink("guide.md", guide) // it leads to itself
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPreview(t.Context(), Options{Site: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	unreadable := func(s *Snapshot) bool {
		for _, f := range s.Findings().Slice() {
			if f.File == "content/shilishi-xxgkj/guide.md" && f.Severity == diag.Error && f.Span == (diag.Span{}) {
				return true
			}
		}
		return false
	}
	if s := p.Snapshot(); !s.Unread() || !unreadable(s) {
		t.Fatalf("got unread %v and %v, want a finding", s.Unread(), s.Findings())
	}
	if err := os.Remove(guide); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(guide, text, 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := p.Update(t.Context(), []string{"gongkai.yaml"})
	if err != nil || s.Unread() || unreadable(s) {
		t.Errorf("got %v, unread %v and %v, want the guide", err, s.Unread(), s.Findings())
	}
}
