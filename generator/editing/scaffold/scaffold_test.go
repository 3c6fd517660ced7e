package scaffold

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A new file is seen whole or not at all by somebody who looks all the time, and of two that are written at once one is refused.
func TestCreate(t *testing.T) {
	dir := t.TempDir()
	texts := []string{strings.Repeat("a", 1<<20), strings.Repeat("b", 1<<20)}
	for range 20 {
		name := filepath.Join(dir, "agency", "2024.md")
		var writers sync.WaitGroup
		errs := make([]error, len(texts))
		for i, text := range texts {
			writers.Go(func() { errs[i] = Create(name, []byte(text)) })
		}
		var got []byte
		for got == nil {
			got, _ = os.ReadFile(name)
		}
		writers.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				if string(got) != texts[i] {
					t.Fatalf("got %d bytes of %.1q when the file was there, want all of %.1q", len(got), got, texts[i])
				}
			} else if !errors.Is(err, ErrExists) {
				t.Errorf("got error %v, want %v", err, ErrExists)
			}
		}
		if won != 1 {
			t.Fatalf("got %d files written, want 1", won)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, "agency")); err != nil || len(left) > 0 {
		t.Errorf("got %v and error %v, want nothing left", left, err)
	}
}
