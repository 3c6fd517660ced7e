// Package history keeps earlier states of a site's files, in the site's folder .gongkai/history, so that a change
// can be looked at and undone, also after the program has ended.
package history

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// folder is where states are, below the site's.
const folder = ".gongkai/history"

// Why says what made a state.
type Why string

// What makes states.
const (
	Found    Why = "found"    // the file said so when it was first seen
	Saved    Why = "saved"    // it was changed here
	Imported Why = "imported" // read of another file, and kept without being put in
)

// Log is the history of a site's files. It is safe for concurrent use.
type Log struct {
	site string
	mu   sync.Mutex
}

// State is what a file said.
type State struct {
	ID   string
	When time.Time
	Why  Why
}

// Open is the history of the site in a folder.
func Open(site string) *Log { return &Log{site: site} }

const stamp = "20060102T150405.000Z"

var id = regexp.MustCompile(`^(\d{8}T\d{6}\.\d{3}Z)-(found|saved|imported)-([0-9a-f]{16})$`)

// of is the folder of a file's states.
func of(file string) (string, error) {
	if !fs.ValidPath(file) || file == "." || strings.ContainsAny(file, `\:`) {
		return "", fmt.Errorf("history of %s: %w", file, fs.ErrInvalid)
	}
	return path.Join(folder, file), nil
}

// Keep adds a state of a file by its path in the site, unless it is that of the newest.
func (l *Log) Keep(file string, contents []byte, why Why, when time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.keep(file, contents, why, when)
}

// Look keeps what a file says now, if that is not known. It calls read while no other state is kept: otherwise older
// contents could be kept as newer than what was saved meanwhile.
func (l *Log) Look(file string, read func() ([]byte, error), when time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	contents, err := read()
	if err != nil {
		return err
	}
	return l.keep(file, contents, Found, when)
}

func (l *Log) keep(file string, contents []byte, why Why, when time.Time) error {
	at, err := of(file)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(contents)
	digest := hex.EncodeToString(sum[:8])
	states, err := l.states(file)
	if err != nil {
		return err
	}
	if len(states) > 0 {
		if strings.HasSuffix(states[0].ID, "-"+digest) {
			return nil
		}
		if !when.After(states[0].When) { // the clock was set back, or two in one millisecond
			when = states[0].When.Add(time.Millisecond)
		}
	}
	root, err := os.OpenRoot(l.site)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	defer root.Close()
	if err := root.MkdirAll(filepath.FromSlash(at), 0o755); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	// What is here belongs to this machine and is not part of the site.
	if ignore := filepath.Join(filepath.FromSlash(folder), ".gitignore"); missing(root, ignore) {
		if err := write(root, ignore, []byte("*\n")); err != nil {
			return err
		}
	}
	name := fmt.Sprintf("%s-%s-%s", when.UTC().Format(stamp), why, digest)
	return write(root, filepath.Join(filepath.FromSlash(at), name), contents)
}

func missing(root *os.Root, name string) bool {
	_, err := root.Stat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// write writes a file that has all of its contents or is not there.
func write(root *os.Root, name string, contents []byte) error {
	part := name + "~"
	f, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	_, err = f.Write(contents)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = root.Rename(part, name)
	}
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}

// States lists the states of a file, the newest first.
func (l *Log) States(file string) ([]State, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.states(file)
}

func (l *Log) states(file string) (out []State, err error) {
	at, err := of(file)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(l.site)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("history: %w", err)
	}
	for _, e := range entries {
		m := id.FindStringSubmatch(e.Name())
		if m == nil {
			continue // what was being written when the program was ended
		}
		when, err := time.Parse(stamp, m[1])
		if err != nil {
			continue
		}
		out = append(out, State{e.Name(), when, Why(m[2])})
	}
	slices.SortFunc(out, func(a, b State) int { return strings.Compare(b.ID, a.ID) })
	return out, nil
}

// Read is what a file said in a state; fs.ErrNotExist where there is none of the ID.
func (l *Log) Read(file, state string) ([]byte, error) {
	at, err := of(file)
	if err != nil {
		return nil, err
	}
	if !id.MatchString(state) {
		return nil, fmt.Errorf("history of %s: %w", file, fs.ErrNotExist)
	}
	root, err := os.OpenRoot(l.site)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	defer root.Close()
	data, err := fs.ReadFile(root.FS(), path.Join(at, state))
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return data, nil
}
