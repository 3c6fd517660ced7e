package generator

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

// Whatever happens to a site, to its output folder and to what builds and checks remember, a build that may remember finds, reports and
// publishes what one does that remembers nothing, and so does a check.
func TestSecondBuildEqualsCleanAfterAnyEdits(t *testing.T) {
	short, checks, less, keeping, all := 0, 0, 0, 0, (*histories+2)/3 // of builds on a disk, each dearer than a step of a preview
	for n := range all {
		t.Run(fmt.Sprint(*seed+uint64(n)), func(t *testing.T) {
			h := newRebuilding(t, *seed+uint64(n))
			for step := range 24 {
				if !h.step(step) {
					t.Logf("the history:\n%s", strings.Join(h.said, "\n"))
					return
				}
			}
			short, checks, less, keeping = short+h.short, checks+h.shortChecks, less+h.lessChecked, keeping+h.keeping
			t.Logf("of %d builds %d published, %d of them had nothing to do, %d kept pages; %d checks had nothing to do, %d little", len(h.past), h.built, h.short, h.keeping, h.shortChecks, h.lessChecked)
		})
	}
	if keeping < all {
		t.Errorf("of %d histories, %d builds kept pages of the last one, want at least one each", all, keeping)
	}
	if short < all || checks < all || less < all {
		t.Errorf("of %d histories, %d builds and %d checks had nothing to do, %d checks little, want at least one each: nothing was remembered", all, short, checks, less)
	}
}

// rebuilding is a site that is built into two folders after each step, with and without what builds remember.
type rebuilding struct {
	editing
	outs  [2]string // with a cache, without
	o     Options
	past  []map[string]kept   // of the site, after each step
	good  map[string]kept     // the last that could be built
	memos map[string][][]byte // what earlier builds remembered, by file
	built int                 // builds that ended well
	short int                 // those that ended at once
	// shortChecks counts checks that ended at once, lessChecked those that looked at some agencies only.
	shortChecks, lessChecked int
	// keeping counts those that made fewer pages than there are.
	keeping int
}

// memories are the files in which builds and checks remember.
var memories = [...]string{"build", "parts", "check", "check-parts"}

// kept is a file as it was.
type kept struct {
	data []byte
	time time.Time
}

func newRebuilding(t *testing.T, seed uint64) *rebuilding {
	h := &rebuilding{editing: editing{T: t, rnd: rand.New(rand.NewPCG(seed, 9)), dir: t.TempDir()}, o: Options{Version: "test"}, memos: map[string][][]byte{}}
	h.outs = [2]string{filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "public")}
	h.put("gongkai.yaml", mildConfig("[json, csv, feed]"))
	h.put("static/p.png", "1")
	for i := range 3 {
		slug := string(rune('a' + i))
		h.put("content/"+slug+"/_index.md", entryOf(slug, ""))
		h.put("content/"+slug+"/guide.md", "---\ntitle: 指南\nupdated: 2024-01-01\n---\n电话 010-1。\n")
		h.put("content/"+slug+"/reports/2022.md", h.reportOf(slug, 2022))
		h.put("content/"+slug+"/reports/2023.md", strings.Replace(h.reportOf(slug, 2023), "scope: government\nincludes: [a, b]\n", "", 1))
	}
	h.put("content/d/_index.md", entryOf("d", "parent: a\n"))
	h.put("content/d/catalog/x.md", h.itemOf("d"))
	return h
}

// mildConfig lowers every rule that may be: most edits leave a site that can be built, with something found in it.
func mildConfig(outputs string) string {
	var b strings.Builder
	b.WriteString(strings.Replace(config0, "[json, csv, feed]", outputs, 1) + "rules:\n")
	for _, r := range rule.All() {
		if !r.Locked {
			b.WriteString("  " + r.ID + ": warning\n")
		}
	}
	return b.String()
}

// memory is the path of one of the files in which builds remember.
func (h *rebuilding) memory(name string) string {
	return filepath.Join(h.dir, ".gongkai", "cache", name)
}

// itemOf is an item of an agency's catalog that names pages of others.
func (h *rebuilding) itemOf(slug string) string {
	more := h.one("", "", "superseded_by: /b/catalog/x.md\n", "related: [/a/catalog/x.md]\n", "related: [/c/guide.md]\n", "attachments: [{file: ../../a/reports/x.pdf, title: 附件}]\n")
	return "---\ntitle: 文件" + h.one("甲", "乙") + "\nindex_number: " + slug + h.one("1", "2") + "\npublished: 2024-01-01\n" + more + "---\n" +
		h.one("正文。", "见[丙](../../c/_index.md)。", "见[报告](../../b/reports/2023.md#一总体情况)。", "见[文件](/a/catalog/x.md)。", "附[表](../../a/reports/x.pdf)。") + "\n"
}

// touchUp makes an edit of one agency alone after which the site can mostly be built.
func (h *rebuilding) touchUp() string {
	slug, file := h.one("a", "b", "c", "d"), h.report()
	switch h.rnd.IntN(5) {
	case 0:
		h.put("content/"+slug+"/catalog/x.md", h.itemOf(slug))
		return "an item of " + slug
	case 1:
		h.put("content/"+h.one("a", "b")+"/reports/x.pdf", h.one("1", "22", "333"))
		return "an attachment"
	case 2:
		h.change(file, "一、总体情况", h.one("一、总体情况", "一、 总体情况", "总体情况"))
		return "a heading of " + file
	case 3:
		h.change(file, "year:", "waive: [{rule: near-duplicate, reason: 同}, {rule: carry-over, reason: 另}]\nyear:")
		return "a waiver in " + file
	}
	h.change(file, "## ", h.one("增加一句。\n\n## ", "见[丙](../../c/_index.md)和[丁](../../d/_index.md)。\n\n## ", longProse+"\n\n## "))
	return "prose of " + file
}

// tree reads the files below a folder.
func (h *rebuilding) tree(dir string) map[string]kept {
	files := map[string]kept{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == ".gongkai" {
				return fs.SkipDir
			}
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = kept{data, info.ModTime()}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		h.Fatal(err)
	}
	return files
}

// restore makes the site what it was, with the old times or with new ones.
func (h *rebuilding) restore(files map[string]kept, times bool) {
	now := h.tree(h.dir)
	for name := range now {
		if _, ok := files[name]; !ok {
			h.must(os.Remove(filepath.Join(h.dir, name)))
		}
	}
	for name, k := range files {
		at := filepath.Join(h.dir, name)
		if info, err := os.Stat(at); err == nil && info.IsDir() {
			h.must(os.RemoveAll(at))
		}
		for dir := filepath.Dir(at); dir != h.dir; dir = filepath.Dir(dir) {
			if info, err := os.Stat(dir); err == nil && !info.IsDir() {
				h.must(os.Remove(dir))
			}
		}
		h.must(os.MkdirAll(filepath.Dir(at), 0o755))
		h.must(os.WriteFile(at, k.data, 0o644))
		if times {
			h.must(os.Chtimes(at, k.time, k.time))
		}
	}
}

func (h *rebuilding) must(err error) {
	if err != nil {
		h.Fatal(err)
	}
}

// happen makes one random thing happen, and says what.
func (h *rebuilding) happen() string {
	switch h.rnd.IntN(26) {
	case 19, 20, 21, 22, 23, 24, 25:
		return h.touchUp()
	case 0, 1, 2:
		return "nothing"
	case 3:
		file := h.report()
		now := time.Now().Add(time.Duration(h.rnd.IntN(3)-1) * time.Hour)
		_ = os.Chtimes(filepath.Join(h.dir, file), now, now) // it may not be there
		return "touched " + file
	case 4: // another figure in the same number of bytes, with the time from before
		file := filepath.Join(h.dir, h.report())
		info, err := os.Stat(file)
		if err != nil {
			return "nothing"
		}
		data, err := os.ReadFile(file)
		h.must(err)
		h.must(os.WriteFile(file, bytes.Replace(data, []byte("[0, 0, 0, 0, 0, 0, 0]"), []byte("[0, 0, 1, 0, 0, 0, 1]"), 1), 0o644))
		h.must(os.Chtimes(file, info.ModTime(), info.ModTime()))
		return "a figure with an old time"
	case 5, 6:
		times := h.rnd.IntN(2) == 0
		h.restore(h.past[h.rnd.IntN(len(h.past))], times)
		return fmt.Sprintf("an earlier site, with its times: %v", times)
	case 7:
		name := h.one(memories[:]...)
		return "the file " + name + " " + h.damage(name)
	case 8, 9:
		return "the output: " + h.tamper()
	case 10:
		h.o = Options{Version: h.one("test", "test", "test 2"), Drafts: h.rnd.IntN(3) == 0, Compress: h.rnd.IntN(4) == 0, Unpublished: h.rnd.IntN(3) == 0,
			BaseURL: h.one("", "", "https://www.example.org/x/")}
		return fmt.Sprintf("the options %+v", h.o)
	case 12:
		h.put("static/"+h.one("p.png.bak", "x.tmp"), "1")
		return "a backup in static"
	case 11:
		h.put("gongkai.yaml", mildConfig(h.one("[json, csv, feed]", "[json]", "[json, search]", "[xlsx, feed]")))
		return "a mild configuration"
	}
	return h.edit()
}

// damage does something to what the last build remembered.
func (h *rebuilding) damage(name string) string {
	data, err := os.ReadFile(h.memory(name))
	if err != nil || len(data) == 0 {
		return "is not there"
	}
	what := h.one("changed", "cut", "longer", "old", "gone", "a folder")
	switch what {
	case "changed":
		data[h.rnd.IntN(len(data))] ^= 1 << h.rnd.IntN(8)
	case "cut":
		data = data[:h.rnd.IntN(len(data))]
	case "longer":
		data = append(data, 0)
	case "old":
		data = h.memos[name][h.rnd.IntN(len(h.memos[name]))]
	default:
		h.must(os.RemoveAll(h.memory(name)))
		if what == "a folder" && h.rnd.IntN(3) == 0 {
			h.must(os.MkdirAll(filepath.Join(h.memory(name), "x"), 0o755))
		}
		return what
	}
	h.must(os.WriteFile(h.memory(name), data, 0o600))
	return what
}

// tamper changes both output folders in the same way.
func (h *rebuilding) tamper() string {
	files := slices.Sorted(maps.Keys(h.tree(h.outs[0])))
	if len(files) == 0 {
		return "nothing"
	}
	name := files[h.rnd.IntN(len(files))]
	what := h.one("removed", "changed", "longer", "touched", "a link", "another file", "gone", "copied")
	for _, out := range h.outs {
		at := filepath.Join(out, name)
		info, err := os.Lstat(at)
		if err != nil {
			continue
		}
		data, err := os.ReadFile(at)
		h.must(err)
		switch what {
		case "removed":
			h.must(os.Remove(at))
		case "changed":
			if len(data) > 0 {
				data[len(data)/2] ^= 1
			}
			h.must(os.WriteFile(at, data, 0o644))
			h.must(os.Chtimes(at, info.ModTime(), info.ModTime()))
		case "longer":
			h.must(os.WriteFile(at, append(data, '\n'), 0o644))
		case "touched":
			h.must(os.Chtimes(at, time.Now(), time.Now()))
		case "a link":
			h.must(os.Rename(at, at+".moved"))
			h.must(os.Symlink(filepath.Base(at)+".moved", at))
		case "another file":
			h.must(os.WriteFile(filepath.Join(out, "foreign.txt"), []byte("x"), 0o644))
		case "gone":
			h.must(os.RemoveAll(out))
		case "copied":
			h.must(os.Rename(out, out+".was"))
			h.must(os.CopyFS(out, os.DirFS(out+".was")))
			h.must(os.RemoveAll(out + ".was"))
		}
	}
	return what + " " + name
}

// step lets something happen, builds twice, and compares.
func (h *rebuilding) step(n int) bool {
	h.past = append(h.past, h.tree(h.dir))
	if h.good != nil && h.rnd.IntN(3) == 0 {
		h.restore(h.good, h.rnd.IntN(2) == 0)
		h.said = append(h.said, fmt.Sprintf("%d: the last good site", n))
	}
	if n > 0 {
		for range 1 + h.rnd.IntN(2) {
			h.said = append(h.said, fmt.Sprintf("%d: %s", n, h.happen()))
		}
	}
	var results [2]*Result
	var rendered [2]int // pages
	var errs [2]string
	for i, out := range h.outs {
		o := h.o
		o.Site, o.Out, o.NoCache = h.dir, out, i == 1
		began := 0
		o.Progress = func(stage string, _, total int) {
			began++
			if stage == "render" {
				rendered[i] = total
			}
		}
		o.Jobs = 1 // Progress counts without a lock
		res, err := Build(h.Context(), o)
		results[i], errs[i] = res, strings.ReplaceAll(fmt.Sprint(err), out, "OUT")
		if i == 0 && err == nil && began == 0 {
			h.short++
			h.said[len(h.said)-1] += " (nothing to do)"
		}
	}
	if errs[0] != errs[1] {
		h.Errorf("step %d: got error %s, want that of a clean build, %s", n, errs[0], errs[1])
		return false
	}
	if 0 < rendered[0] && rendered[0] < rendered[1] {
		h.keeping++
		h.said[len(h.said)-1] += fmt.Sprintf(" (%d of %d pages kept)", rendered[1]-rendered[0], rendered[1])
	}
	same := h.sameCheck(n)
	for _, name := range memories {
		if data, err := os.ReadFile(h.memory(name)); err == nil {
			h.memos[name] = append(h.memos[name], data)
		}
	}
	if results[0] != nil && !results[0].Failed() {
		h.good = h.tree(h.dir)
		h.built++
	}
	return same && h.sameResult(n, results[0], results[1]) && h.sameOutput(n)
}

// sameCheck checks twice, and compares.
func (h *rebuilding) sameCheck(n int) bool {
	var results [2]*Result
	var checked [2]int // agencies
	for i := range results {
		began := 0
		o := Options{Site: h.dir, Version: h.o.Version, NoCache: i == 1, Jobs: 1, Progress: func(stage string, _, total int) {
			if began++; stage == "check" {
				checked[i] = total
			}
		}}
		res, err := Check(h.Context(), o)
		if err != nil {
			h.Errorf("step %d: got error %v", n, err)
			return false
		}
		results[i] = res
		if began == 0 {
			h.shortChecks++
			h.said[len(h.said)-1] += " (nothing to check)"
		}
	}
	if 0 < checked[0] && checked[0] < checked[1] {
		h.lessChecked++
	}
	return h.sameResult(n, results[0], results[1])
}

func (h *rebuilding) sameResult(n int, got, want *Result) bool {
	if got == nil || want == nil {
		return got == want
	}
	if !diag.Equal(got.Findings, want.Findings) {
		h.Errorf("step %d: got %d findings, want the %d of a clean build", n, len(got.Findings), len(want.Findings))
		return false
	}
	counts := func(r *Result) string {
		return fmt.Sprintf("%+v reports %q drafts %q left out %q written %d unchanged %d removed %d", r.Summary, r.Reports, r.Drafts, r.LeftOut, r.Written, r.Unchanged, r.Removed)
	}
	if counts(got) != counts(want) {
		h.Errorf("step %d: got %s, want as a clean build %s", n, counts(got), counts(want))
		return false
	}
	for _, f := range want.Findings {
		if !bytes.Equal(got.Excerpt(f.File), want.Excerpt(f.File)) {
			h.Errorf("step %d: got another excerpt of %s than a clean build", n, f.File)
			return false
		}
	}
	return true
}

func (h *rebuilding) sameOutput(n int) bool {
	got, want := h.tree(h.outs[0]), h.tree(h.outs[1])
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if k, ok := got[name]; !ok || !bytes.Equal(k.data, want[name].data) {
			h.Errorf("step %d: got %d bytes of %s (there: %v), want the %d of a clean build", n, len(k.data), name, ok, len(want[name].data))
			return false
		}
	}
	if len(got) != len(want) {
		h.Errorf("step %d: got %d files, want the %d of a clean build", n, len(got), len(want))
		return false
	}
	return true
}
