package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// kinds are the headings of Keep a Changelog, in its order. A file without a heading is of
// the kind changed.
var kinds = []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}

const (
	changed  = "Changed"
	mostItem = 3
)

// change is what a file says.
type change struct {
	kind  string
	items string // Markdown, lines that end in a line feed
}

var (
	nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\.md$`)
	codeForm = regexp.MustCompile("`[^`\n]*`")
	tagForm  = regexp.MustCompile(`<[a-zA-Z/!]`)
)

// parse reads a file: a heading or none, then one to three items of a list.
func parse(name, text string) (change, error) {
	fault := func(format string, args ...any) (change, error) {
		return change{}, fmt.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
	}
	if !nameForm.MatchString(path.Base(name)) {
		return fault("the name has other characters, want a-z, 0-9 and single hyphens, then .md")
	}
	c := change{kind: changed}
	if heading, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(heading, "#") {
		kind := strings.TrimPrefix(heading, "### ")
		if !slices.Contains(kinds, kind) {
			return fault("the heading is %q, want ### and one of %s", heading, strings.Join(kinds, ", "))
		}
		c.kind, text = kind, strings.TrimPrefix(rest, "\n")
	}
	if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") {
		return fault("the end is %q, want one line feed", text[max(0, len(text)-2):])
	}
	items := 0
	end := "."
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		begins := strings.HasPrefix(line, "- ")
		switch {
		case begins && !ends(end):
			return fault("the item before line %d ends in %q, want a full stop", i+1, end)
		case begins:
			items++
		case items == 0 || !strings.HasPrefix(line, "  ") || strings.HasPrefix(strings.TrimSpace(line), "- ") || strings.HasPrefix(line, "   "):
			return fault("line %d is %q, want an item, as in “- Text.”, or its next line with an indent of two", i+1, line)
		}
		if strings.TrimRight(line, " \t\r") != line {
			return fault("line %d ends in a space, want none", i+1)
		}
		if plain := codeForm.ReplaceAllString(line, ""); strings.Contains(plain, "**") || tagForm.MatchString(plain) {
			return fault("line %d is %q, want plain words, code and links only", i+1, line)
		}
		end = line[max(0, len(line)-20):]
	}
	if !ends(end) {
		return fault("the last item ends in %q, want a full stop", end)
	}
	if items > mostItem {
		return fault("%d items, want %d at most", items, mostItem)
	}
	c.items = text
	return c, nil
}

// ends reports whether a sentence ends there.
func ends(text string) bool { return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") }

// insert adds a version to the list of changes, before the versions that it has.
func insert(list, version, date string, changes []change) (string, error) {
	if strings.Contains(list, "\n## ["+version+"]") {
		return "", fmt.Errorf("CHANGELOG.md has %s already, want another version", version)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "## [%s] - %s\n", version, date)
	for _, kind := range kinds {
		var items strings.Builder
		for _, c := range changes {
			if c.kind == kind {
				items.WriteString(c.items)
			}
		}
		if items.Len() > 0 {
			fmt.Fprintf(&b, "\n### %s\n\n%s", kind, items.String())
		}
	}
	head, versions, more := strings.Cut(list, "\n## ")
	if more {
		versions = "\n## " + versions
	}
	return strings.TrimRight(head, "\n") + "\n\n" + b.String() + versions, nil
}
