package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"gongkai/generator/diag"
)

// ending is a context that ends when its error has been asked for so many times.
type ending struct {
	context.Context
	left atomic.Int64
}

func (e *ending) Err() error {
	if e.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever an update is ended, it says so, and the next one makes up for it.
func TestUpdateEndedAnywhere(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("gongkai.yaml", "site: {name: 示例, url: \"https://www.example.gov.cn/\"}\n")
	for i := range 4 {
		put(fmt.Sprintf("content/a%d/_index.md", i), fmt.Sprintf("---\nname: 示例市%d局\n---\n", i))
		put(fmt.Sprintf("content/a%d/guide.md", i), "---\ntitle: 指南\n---\n见[上级](../a0/none.md)。\n")
	}
	want, err := Read(t.Context(), Options{Site: dir}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	if n := len(want.Findings.Slice()); n < 4 {
		t.Fatalf("%d findings, want 4 at least", n)
	}
	ended := 0
	for n := int64(0); ; n++ {
		w, err := Open(Options{Site: dir}, true, true)
		if err != nil {
			t.Fatal(err)
		}
		ctx := &ending{Context: t.Context()}
		ctx.left.Store(n)
		state, err := w.Update(ctx, nil, nil)
		if err == nil {
			if !diag.Equal(state.Findings.Slice(), want.Findings.Slice()) {
				t.Errorf("after %d looks at the context, an update that was not ended finds something else", n)
			}
			w.Close()
			break
		}
		if ended++; !errors.Is(err, context.Canceled) {
			t.Errorf("ended after %d looks: got the error %v, want %v", n, err, context.Canceled)
		}
		state, err = w.Update(t.Context(), nil, nil)
		if err != nil {
			t.Errorf("after an update that ended at look %d: %v", n, err)
		} else if !diag.Equal(state.Findings.Slice(), want.Findings.Slice()) {
			t.Errorf("after an update that ended at look %d the next one finds something else", n)
		}
		w.Close()
	}
	if ended < 20 {
		t.Errorf("an update could be ended in %d places, want 20 at least", ended)
	}
}
