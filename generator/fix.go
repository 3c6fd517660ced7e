package generator

import (
	"bytes"
	"context"
	"maps"
	"os"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
	"gongkai/generator/workspace"
)

// FixResult is a site with its safe fixes made, in memory until Write.
type FixResult struct {
	*Result        // of the site as it is with the fixes
	Before  Result // of the site as it is on disk
	Fixes   int
	Changes []Change // sorted by file

	dir string
}

// Change is what becomes of one file.
type Change struct {
	File          string // relative to the site
	Before, After []byte // its contents, personal numbers and all
	diff          []byte
}

// Diff shows the change as a unified diff, with personal numbers masked. Where the file is
// converted to UTF-8 as well, the head says so, and what differs is the text.
func (c *Change) Diff() []byte { return c.diff }

// Fix makes the safe fixes of the findings that pick wants (nil: all), and checks the site again.
// A finding that a report waives stays. A fix is safe, and is made, only if nothing is found
// afterwards that was not found before; one that does harm is taken off its finding. Nothing
// is written.
func Fix(ctx context.Context, o Options, pick func(*diag.Finding) bool) (*FixResult, error) {
	f := &fixing{o: o, pick: pick, disk: map[string][]byte{}, refused: map[string]bool{}}
	f.o.Unsaved = maps.Clone(o.Unsaved)
	if f.o.Unsaved == nil {
		f.o.Unsaved = map[string][]byte{}
	}
	now, err := f.check(ctx)
	if err != nil {
		return nil, err
	}
	out := &FixResult{Result: now, Before: *now, dir: o.Site}
	for {
		chosen, next := f.choose(now.Findings)
		if len(chosen) == 0 {
			break
		}
		old := f.o.Unsaved
		f.o.Unsaved = next
		after, err := f.check(ctx)
		if err != nil {
			return nil, err
		}
		if f.refuse(chosen, now.Findings, after.Findings) {
			f.o.Unsaved = old
			continue
		}
		now, out.Fixes = after, out.Fixes+len(chosen)
	}
	for i := range now.Findings {
		if f.refused[identity(now.Findings[i])] {
			now.Findings[i].Fix = nil
		}
	}
	out.Result = now
	for _, file := range slices.Sorted(maps.Keys(f.disk)) {
		if after, ok := f.o.Unsaved[file]; ok && !bytes.Equal(after, f.disk[file]) {
			out.Changes = append(out.Changes, change(now.mask, file, f.disk[file], after))
		}
	}
	return out, nil
}

// change shows what becomes of a file.
func change(m *privacy.Redactor, file string, before, after []byte) Change {
	text, encoding := source.Decode(before)
	d := textedit.Diff(file, m.Bytes(text), m.Bytes(after))
	if encoding != "" {
		d = textedit.Convert(file, encoding, d)
	}
	return Change{file, before, after, d}
}

// Write writes the changed files, each at once and as a whole. One that was changed on
// disk meanwhile is left alone, and is the error.
func (f *FixResult) Write(ctx context.Context, progress func(stage string, done, total int)) error {
	return write(ctx, f.dir, f.Changes, progress)
}

// PartlyWritten says that only the first of several changed files were written, each of them whole, and why.
type PartlyWritten struct {
	Files int
	Err   error
}

func (p *PartlyWritten) Error() string { return p.Err.Error() }
func (p *PartlyWritten) Unwrap() error { return p.Err }

// write is Write, for fixes and for layouts. progress, which may be nil, is called in the stage "replace".
func write(ctx context.Context, dir string, changes []Change, progress func(stage string, done, total int)) error {
	if dir == "" {
		dir = "."
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for i, c := range changes {
		if progress != nil {
			progress("replace", i, len(changes))
		}
		err := ctx.Err()
		if err == nil {
			err = textedit.Replace(root, c.File, c.Before, c.After)
		}
		if err != nil {
			return &PartlyWritten{i, err}
		}
	}
	return nil
}

// fixing is the work of Fix.
type fixing struct {
	o       Options // its overlay holds the files as fixed so far
	pick    func(*diag.Finding) bool
	disk    map[string][]byte // the files as they were
	refused map[string]bool   // findings whose fix does harm
}

func (f *fixing) check(ctx context.Context) (*Result, error) { return Check(ctx, f.o) }

// choose lists the findings that can be fixed at once, and the files with that done.
func (f *fixing) choose(findings []diag.Finding) (chosen []diag.Finding, files map[string][]byte) {
	files = maps.Clone(f.o.Unsaved)
	texts := map[string]*fixable{}
	for _, x := range findings {
		if x.Fix == nil || x.Waived || f.refused[identity(x)] || f.pick != nil && !f.pick(&x) {
			continue
		}
		text, ok := texts[x.File]
		if !ok {
			text = f.read(x.File)
			texts[x.File] = text
		}
		switch {
		case text == nil:
		case text.encoded: // the other fixes of the file have their places in its text
			if x.Fix.ToUTF8 {
				chosen, files[x.File] = append(chosen, x), text.decoded
			}
		case text.batch.Add(x.Fix.Edits) == nil:
			chosen, text.chosen = append(chosen, x), true
		case !text.chosen:
			f.refused[identity(x)] = true
		} // else another one changes the same text: next time
	}
	for name, text := range texts {
		if text != nil && text.chosen {
			files[name] = text.batch.Bytes()
		}
	}
	return chosen, files
}

// fixable is a file as fixed so far, and what is fixed in it next.
type fixable struct {
	encoded bool   // not in UTF-8
	decoded []byte // its text
	batch   *textedit.Batch
	chosen  bool // some fix of it is
}

// read reads a file, nil where there is none.
func (f *fixing) read(file string) *fixable {
	data, ok := f.o.Unsaved[file]
	if !ok {
		if data = workspace.ReadFile(f.o.Site)(file); data == nil {
			return nil
		}
	}
	if _, ok := f.disk[file]; !ok {
		f.disk[file] = data
	}
	text, name := source.Decode(data)
	return &fixable{encoded: name != "", decoded: text, batch: textedit.NewBatch(data)}
}

// refuse marks the fixes that did harm, or none good, and reports whether there are any.
// What a new finding speaks of tells which fix brought it about.
func (f *fixing) refuse(chosen, before, after []diag.Finding) bool {
	count := map[string]int{}
	for _, x := range before {
		count[identity(x)]++
	}
	done := map[string]bool{}
	for _, x := range chosen {
		count[identity(x)]--
		done[identity(x)] = true
	}
	found := len(f.refused)
	for _, x := range after {
		id := identity(x)
		if count[id]--; count[id] >= 0 || x.Explains > 0 { // an explanation is nothing new
			continue
		}
		if done[id] { // as it was before
			f.refused[id] = true
			continue
		}
		for _, blame := range []func(diag.Finding) bool{
			func(c diag.Finding) bool { return c.File == x.File && shared(c.Cells, x.Cells) },
			func(c diag.Finding) bool { return c.Agency == x.Agency && shared(c.Cells, x.Cells) },
			func(c diag.Finding) bool { return c.File == x.File },
			func(c diag.Finding) bool { return c.Agency == x.Agency },
			func(diag.Finding) bool { return true },
		} {
			blamed := false
			for _, c := range chosen {
				if blame(c) {
					f.refused[identity(c)], blamed = true, true
				}
			}
			if blamed {
				break
			}
		}
	}
	return len(f.refused) > found
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(cell string) bool { return slices.Contains(b, cell) })
}

// identity tells findings apart wherever they are in their file.
func identity(f diag.Finding) string {
	what := f.Message.EN
	if len(f.Cells) > 0 {
		what = strings.Join(f.Cells, " ")
	}
	return f.Rule + "\n" + f.File + "\n" + what
}
