package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/register"
)

// walk lists the content files in the order of their names, and every other file
// with its size. A folder of a family's name holds its reports.
func (c *content) walk(site fs.FS, families []string) ([]*item, error) {
	var items []*item
	for _, top := range []string{"content", "static"} {
		err := fs.WalkDir(site, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				if name == "static" && errors.Is(err, fs.ErrNotExist) {
					return fs.SkipDir
				}
				if name == "content" && errors.Is(err, fs.ErrNotExist) {
					return ErrNoContent
				}
				if name == top {
					return fmt.Errorf("read %s: %w", top, err)
				}
				c.findings = append(c.findings, unreadable(name, "", err))
				return nil
			}
			if base := d.Name(); name != top && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")) {
				return skip(d)
			}
			if d.IsDir() {
				return c.folder(name, top)
			}
			info, err := d.Info()
			if err == nil && d.Type()&fs.ModeSymlink != 0 {
				info, err = fs.Stat(site, name) // fails for a link that leads out of the site
			}
			if err != nil {
				c.findings = append(c.findings, unreadable(name, agencyOf(name), err))
				return nil
			}
			if !info.Mode().IsRegular() {
				c.findings = append(c.findings, diag.Finding{Rule: "syntax", File: name, Agency: agencyOf(name),
					Message: diag.Textf("不是普通文件", "not a regular file"),
					Hint:    diag.Textf("链接到文件夹的内容不会被读取，请放入文件本身", "folders behind links are not read; put the files themselves here")})
				return nil
			}
			if top == "content" && strings.HasSuffix(name, ".md") {
				it := place(name, families)
				if it == nil {
					c.findings = append(c.findings, diag.Finding{Rule: "unknown-key", File: name, Agency: agencyOf(name),
						Message: diag.Textf("这个位置的文件不属于任何栏目", "a file in this place belongs to no column"),
						Hint:    columnsHint(families)})
					return nil
				}
				items = append(items, it)
				return nil
			}
			c.files[name] = info.Size()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return items, nil
}

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// folder reports a folder that cannot be what its place makes of it.
func (c *content) folder(name, top string) error {
	if top != "content" || name == top {
		return nil
	}
	if strings.HasSuffix(name, ".md") {
		c.findings = append(c.findings, diag.Finding{Rule: "syntax", File: name, Agency: agencyOf(name),
			Message: diag.Textf("这里应是文件，却是文件夹", "a folder where a file should be"),
			Hint:    diag.Textf("请改名，或换成文件", "rename it, or replace it with a file")})
		return fs.SkipDir
	}
	if path.Dir(name) == "content" {
		if f := register.CheckSlug(path.Base(name), name); f != nil {
			c.findings = append(c.findings, *f)
			return fs.SkipDir
		}
	}
	return nil
}

// agencyOf is the agency in whose folder a content file lies.
func agencyOf(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) < 3 || parts[0] != "content" {
		return ""
	}
	return parts[1]
}

// columnsHint lists where content may stand.
func columnsHint(families []string) diag.Text {
	folders := append(slices.Clone(families), "policies")
	return diag.Textf("请放入 %s/ 或 catalog/，指南命名为 guide.md", "put it into %s/ or catalog/; the guide is guide.md",
		diag.Text{ZH: strings.Join(folders, "/、"), EN: strings.Join(folders, "/, ")})
}

// place says what a Markdown file's place makes of it; nil for none.
func place(name string, families []string) *item {
	parts := strings.Split(strings.TrimSuffix(name, ".md"), "/")[1:]
	it := &item{file: name, agency: agencyOf(name)}
	switch {
	case len(parts) == 1 && parts[0] == "_index":
		it.role = homePage
	case len(parts) == 2 && parts[1] == "_index":
		it.role = entry
	case len(parts) == 2 && parts[1] == "guide":
		it.role, it.address = guidePage, "guide"
	case len(parts) == 3 && parts[1] == "policies" && parts[2] != "_index":
		it.role, it.address = policyPage, parts[2]
	case len(parts) == 3 && slices.Contains(families, parts[1]):
		it.role, it.family = reportPage, parts[1]
	case len(parts) >= 3 && parts[1] == "catalog":
		it.role, it.address = catalogPage, strings.Join(parts[2:], "/")
		if parts[len(parts)-1] == "_index" {
			it.role, it.address = categoryPage, path.Join(parts[2:len(parts)-1]...)
		}
	default:
		return nil
	}
	return it
}
