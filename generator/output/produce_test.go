package output

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestProduce(t *testing.T) {
	dir := memoryDir(t)
	text := strings.Repeat("一二三", 100_000)
	write := func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	for i, want := range []Stats{{Written: 1}, {Unchanged: 1}} {
		d, err := NewDisk(t.Context(), dir, Options{Generator: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(File{Path: "a.txt", Open: Produce(write)}); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil || d.Stats() != want {
			t.Errorf("build %d: %v, %+v", i, err, d.Stats())
		}
	}
}

func TestProduceFails(t *testing.T) {
	broken := errors.New("broken")
	m := NewMemory("test")
	err := m.Write(File{Path: "a.txt", Open: Produce(func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of it")
		return broken
	})})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

// Whoever stops reading lets the writer go.
func TestProduceStops(t *testing.T) {
	done := make(chan error)
	r, err := Produce(func(w io.Writer) error {
		var err error
		for err == nil {
			_, err = io.WriteString(w, "on and on")
		}
		done <- err
		return err
	})()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err == nil {
		t.Error("the writer does not learn that nobody reads")
	}
}
