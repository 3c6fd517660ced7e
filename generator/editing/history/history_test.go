package history

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// While a file is looked at nothing else is kept, so that what it said before never comes after what was saved meanwhile.
func TestLook(t *testing.T) {
	l, at := Open(t.TempDir()), time.Now()
	const file = "content/a/reports/2025.md"
	looks, saved := make(chan bool), make(chan error)
	go func() {
		<-looks
		saved <- l.Keep(file, []byte("new"), Saved, at)
	}()
	err := l.Look(file, func() ([]byte, error) {
		looks <- true
		time.Sleep(20 * time.Millisecond) // in which a save that does not wait is through
		return []byte("old"), nil
	}, at)
	if err := errors.Join(err, <-saved); err != nil {
		t.Fatal(err)
	}
	states, err := l.States(file)
	if err != nil || len(states) != 2 || states[0].Why != Saved {
		t.Errorf("got %v and %v, want what was found and, after it, what was saved", states, err)
	}
	if err := l.Look(file, func() ([]byte, error) { return nil, fs.ErrNotExist }, at); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: got %v, want %v", err, fs.ErrNotExist)
	}
}

// What is kept is there for another run, newest first; what is the same as before is kept once.
func TestHistory(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const file = "content/a/reports/2025.md"
	for i, x := range []struct {
		text string
		why  Why
		when time.Time
	}{{"one", Found, at}, {"two", Saved, at}, {"two", Found, at.Add(time.Hour)}, {"one", Saved, at.Add(-time.Hour)}} {
		if err := Open(dir).Keep(file, []byte(x.text), x.why, x.when); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	states, err := Open(dir).States(file)
	if err != nil || len(states) != 3 {
		t.Fatalf("got %v and %v, want three states", states, err)
	}
	for i, want := range []struct {
		text string
		why  Why
	}{{"one", Saved}, {"two", Saved}, {"one", Found}} {
		text, err := Open(dir).Read(file, states[i].ID)
		if err != nil || string(text) != want.text || states[i].Why != want.why {
			t.Errorf("state %d: got %q, %s and %v, want %q, %s", i, text, states[i].Why, err, want.text, want.why)
		}
		if i > 0 && !states[i].When.Before(states[i-1].When) {
			t.Errorf("state %d: got the time %v after %v, want it before", i, states[i].When, states[i-1].When)
		}
	}
}

// A state that was being written when the program ended is none, and nothing outside of the history can be named.
func TestHistoryRefuses(t *testing.T) {
	dir := t.TempDir()
	l := Open(dir)
	const file = "content/a/reports/2025.md"
	if err := l.Keep(file, []byte("one"), Saved, time.Now()); err != nil {
		t.Fatal(err)
	}
	states, _ := l.States(file)
	part := filepath.Join(dir, ".gongkai/history", filepath.FromSlash(file), "20990101T000000.000Z-saved-0123456789abcdef~")
	if err := os.WriteFile(part, []byte("hal"), 0o644); err != nil {
		t.Fatal(err)
	}
	if again, err := l.States(file); err != nil || len(again) != len(states) {
		t.Errorf("got %v and %v, want %v", again, err, states)
	}
	for _, name := range []string{"../x", "/etc/passwd", `a\..\b`, "c:x", ""} {
		if err := l.Keep(name, nil, Saved, time.Now()); err == nil {
			t.Errorf("keep %q: got no error, want one", name)
		}
		if _, err := l.States(name); err == nil {
			t.Errorf("states of %q: got no error, want one", name)
		}
	}
	if _, err := l.Read(file, "../2024.md/"+states[0].ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that there is no such state", err)
	}
}
