package generator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/diag"
)

// Whoever ends a build waits for what was begun and for nothing else, in each stage, however large the site is: by what was done after it, not by the clock.
func TestEndedInEveryStage(t *testing.T) {
	const agencies, step = 600, 64 // how often a stage says how far it is
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("gongkai.yaml", "site: {name: 示例, url: \"https://www.example.gov.cn/\"}\n")
	for i := range agencies {
		put(fmt.Sprintf("content/a%04d/_index.md", i), fmt.Sprintf("---\nname: 示例机关a%04d\n---\n", i))
	}
	for _, stage := range []string{"read", "check", "render"} {
		t.Run(stage, func(t *testing.T) {
			ctx, end := context.WithCancel(t.Context())
			defer end()
			var mu sync.Mutex
			var first, last, total int
			var after string // a stage that went on
			said := func(s string, done, of int) {
				mu.Lock()
				defer mu.Unlock()
				switch {
				case s == stage && first == 0 && done > 0:
					first, total = done, of
					end()
				case s == stage:
					last = max(last, done)
				case first > 0:
					after = s
				}
			}
			notice := "" // of what could not be removed in the time that a person waits
			out := filepath.Join(t.TempDir(), "public")
			_, err := Build(ctx, Options{Site: dir, Out: out, Version: "test", Jobs: 2, NoCache: true, Progress: said,
				Notice: func(text diag.Text) { notice += text.EN }})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want that it was canceled", err)
			}
			if total < 4*step || first > 2*step {
				t.Fatalf("ended at %d of %d, want near the beginning of many", first, total)
			}
			if last > first+2*step || after != "" {
				t.Errorf("ended at %d of %d, and went on to %d and to the stage %q", first, total, last, after)
			}
			left, err := os.ReadDir(filepath.Dir(out))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range left {
				if !strings.Contains(notice, e.Name()) {
					t.Errorf("left %s and said %q", e.Name(), notice)
				}
			}
		})
	}
}
