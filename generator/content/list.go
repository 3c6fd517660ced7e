package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/rule/privacy"
)

// listing is what a folder of the site holds.
type listing struct {
	items []*File          // the content files, in the order of their names
	files map[string]int64 // every other file, with its size
	// documents are those of the other files that are looked into.
	documents map[string]*document
	findings  []diag.Finding
	folders   []string   // of agencies, in content itself: their slugs
	known     bool       // it is taken from what was found before
	read      []*pending // of the items, those that are still to be read

	site     fs.FS
	families []string
}

// list lists the content files below an agency's folder, or the files of static. A
// folder that is not there holds nothing. A folder of a family's name holds its reports.
func list(site fs.FS, top string, families []string) *listing {
	l := &listing{files: map[string]int64{}, documents: map[string]*document{}, site: site, families: families}
	// The visitor returns no error but to skip a folder.
	_ = fs.WalkDir(site, top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name != top || !errors.Is(err, fs.ErrNotExist) {
				l.findings = append(l.findings, unreadable(name, "", err))
			}
			return nil
		}
		switch {
		case !d.IsDir():
			l.file(name, d)
		case name != top && config.Ignored(d.Name()):
			return fs.SkipDir
		case strings.HasPrefix(name, "content/") && strings.HasSuffix(name, ".md"):
			l.misnamed(name)
			return fs.SkipDir
		}
		return nil
	})
	return l
}

// Unfinished lists the files in static that are left out and may be somebody's work. What cannot be read is
// a finding already.
func Unfinished(site fs.FS) (names []string) {
	_ = fs.WalkDir(site, "static", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
		case d.IsDir() && config.Ignored(d.Name()):
			return fs.SkipDir
		case !d.IsDir() && config.Unfinished(d.Name()):
			names = append(names, name)
		}
		return nil
	})
	return names
}

// listTop lists what is in content itself: the home page's file, and the agencies'
// folders.
func listTop(site fs.FS, families []string) (*listing, error) {
	l := &listing{files: map[string]int64{}, documents: map[string]*document{}, site: site, families: families}
	entries, err := fs.ReadDir(site, "content")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoContent
	}
	if err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	for _, d := range entries {
		name := "content/" + d.Name()
		switch {
		case !d.IsDir():
			l.file(name, d)
		case config.Ignored(d.Name()):
		case strings.HasSuffix(name, ".md"):
			l.misnamed(name)
		default:
			if f := register.CheckSlug(d.Name(), name); f != nil {
				l.findings = append(l.findings, *f)
				continue
			}
			l.folders = append(l.folders, d.Name())
		}
	}
	return l, nil
}

// Files lists every content file of a site, in order; findings say which folders and files could not be
// listed.
func Files(site fs.FS, families []string) (files []*File, findings []diag.Finding, err error) {
	top, err := listTop(site, families)
	if err != nil {
		return nil, nil, err
	}
	files, findings = top.items, top.findings
	for _, slug := range top.folders {
		l := list(site, "content/"+slug, families)
		files, findings = append(files, l.items...), append(findings, l.findings...)
	}
	return files, findings, nil
}

// misnamed reports a folder that is called like a file.
func (l *listing) misnamed(name string) {
	l.findings = append(l.findings, diag.Finding{Rule: "syntax", File: name, Agency: AgencyOf(name),
		Message: diag.Textf("这里应是文件，却是文件夹", "a folder where a file should be"),
		Hint:    diag.Textf("请改名，或换成文件", "rename it, or replace it with a file")})
}

func (l *listing) file(name string, d fs.DirEntry) {
	if config.Ignored(d.Name()) {
		return
	}
	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		info, err = fs.Stat(l.site, name) // fails for a link that leads out of the site
	}
	if err != nil {
		l.findings = append(l.findings, unreadable(name, AgencyOf(name), err))
		return
	}
	if !info.Mode().IsRegular() {
		l.findings = append(l.findings, diag.Finding{Rule: "syntax", File: name, Agency: AgencyOf(name),
			Message: diag.Textf("不是普通文件", "not a regular file"),
			Hint:    diag.Textf("链接到文件夹的内容不会被读取，请放入文件本身", "linked folders are not read; put the files themselves here")})
		return
	}
	if !strings.HasPrefix(name, "content/") || !strings.HasSuffix(name, ".md") {
		l.files[name] = info.Size()
		if privacy.ReadsDocument(name) {
			l.documents[name] = &document{stamp: stamp{info.Size(), info.ModTime().UnixNano()}}
		}
		l.misextended(name)
		return
	}
	it := Classify(name, l.families)
	if it == nil {
		l.findings = append(l.findings, diag.Finding{Rule: "unknown-key", File: name, Agency: AgencyOf(name),
			Message: diag.Textf("这个位置的文件不属于任何栏目", "a file in this place belongs to no column"),
			Hint:    columnsHint(name, l.families)})
		return
	}
	it.stamp = stamp{info.Size(), info.ModTime().UnixNano()}
	l.items = append(l.items, it)
}

// almostMD are endings of names that were meant as .md.
var almostMD = [...]string{".md.txt", ".markdown", ".mdown", "．md", "。md", ".md"}

// misextended reports a content file whose name only seems to end in .md: Windows hides
// the .txt that an editor adds after it, and nothing of such a file would be published.
func (l *listing) misextended(name string) {
	if !strings.HasPrefix(name, "content/") {
		return
	}
	i := slices.IndexFunc(almostMD[:], func(end string) bool {
		return len(name) > len(end) && strings.EqualFold(name[len(name)-len(end):], end)
	})
	if i < 0 {
		return
	}
	right := path.Base(name[:len(name)-len(almostMD[i])] + ".md")
	l.findings = append(l.findings, diag.Finding{Rule: "unknown-key", File: name, Agency: AgencyOf(name),
		Message: diag.Textf("文件名不是以“.md”结尾，不会被读取", "the name does not end in .md: the file is not read"),
		Hint:    diag.Textf("请改名为 %s；在 Windows 里先显示“文件扩展名”", "rename it to %s; on Windows, show file name extensions first", right)})
}

// ofFamily is a file that is named as a report is, in a folder of an agency.
var ofFamily = regexp.MustCompile(`^content/[^/]+/([^/]+)/\d{4}\.md$`)

// columnsHint lists where content may be. What seems to be a report of a family may be one, of a form that cannot be read.
func columnsHint(name string, families []string) diag.Text {
	if m := ofFamily.FindStringSubmatch(name); m != nil {
		return diag.Textf("没有哪种格式写着 family: %s，或者那个格式文件（forms/）有错误；年报请放入 reports/", "no form has the family %s, or its file in forms/ is faulty; annual reports belong in reports/", m[1])
	}
	folders := []string{"reports", "policies", "catalog"}
	for _, family := range families {
		if !slices.Contains(folders, family) {
			folders = append(folders, family)
		}
	}
	last := len(folders) - 1
	return diag.Textf("请放入机关文件夹里的 %s/，指南命名为 guide.md", "put it into %s/ in the agency's folder; the guide is guide.md",
		diag.Text{ZH: strings.Join(folders[:last], "/、") + "/ 或 " + folders[last], EN: strings.Join(folders[:last], "/, ") + "/ or " + folders[last]})
}
