//go:build hugo

package main

import (
	"flag"
	"path/filepath"
	"testing"
)

var (
	gongkai = flag.String("gongkai", "../../bin/gongkai", "the command")
	hugo    = flag.String("hugo", "../../bin/hugo", "Hugo")
)

// TestSameContent builds a corpus with both and compares every page and file of data: `make bench-hugo` runs it before it
// measures.
func TestSameContent(t *testing.T) {
	s := setting{dir: t.TempDir()}
	var err error
	if s.gongkai, err = filepath.Abs(*gongkai); err != nil {
		t.Fatal(err)
	}
	if s.hugo, err = filepath.Abs(*hugo); err != nil {
		t.Fatal(err)
	}
	site, err := s.corpus(50)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.fair(t.Context(), site, filepath.Join(s.dir, "site")); err != nil {
		t.Error(err)
	}
}
