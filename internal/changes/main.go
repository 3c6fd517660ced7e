// Command changes moves the files of changelog/unreleased into CHANGELOG.md, as what is new
// in a version: `make changelog VERSION=1.2.0`. A file for each change, because a list that
// everyone adds to is a conflict for everyone who merges.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: changes VERSION DATE, in the folder of CHANGELOG.md")
		os.Exit(2)
	}
	if err := release(".", os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "changes:", err)
		os.Exit(1)
	}
}

var (
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)
	dateForm    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// release writes the new list before it removes the files that it was made from.
func release(dir, version, date string) error {
	if !versionForm.MatchString(version) {
		return fmt.Errorf("the version is %q, want one such as 1.2.0", version)
	}
	if !dateForm.MatchString(date) {
		return fmt.Errorf("the date is %q, want one such as 2025-01-20", date)
	}
	names, changes, err := unreleased(os.DirFS(dir))
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return errors.New("changelog/unreleased has no file, want one at least")
	}
	list := filepath.Join(dir, "CHANGELOG.md")
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	now, err := insert(string(text), version, date, changes)
	if err != nil {
		return err
	}
	if err := os.WriteFile(list, []byte(now), 0o644); err != nil {
		return err
	}
	for _, name := range names {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return nil
}

// unreleased reads the files of changes, in the order of their names.
func unreleased(site fs.FS) (names []string, changes []change, err error) {
	names, err = fs.Glob(site, "changelog/unreleased/*")
	if err != nil {
		return nil, nil, err
	}
	var faults []error
	for _, name := range names {
		text, err := fs.ReadFile(site, name)
		if err != nil {
			return nil, nil, err
		}
		c, err := parse(name, string(text))
		faults = append(faults, err)
		changes = append(changes, c)
	}
	return names, changes, errors.Join(faults...)
}
