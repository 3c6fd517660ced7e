package generator

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/editing/frontmatter"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/source"
	"gongkai/generator/workspace"
	"gongkai/internal/parallel"
)

// Formatted is a site's content with its front matter laid out, in memory until Write.
type Formatted struct {
	Changes []Change       // sorted by file
	Left    []diag.Finding // the files that cannot be laid out, and forms that cannot be read, and why

	dir string
}

// Write writes the changed files, each at once and as a whole.
func (f *Formatted) Write(ctx context.Context, progress func(stage string, done, total int)) error {
	return write(ctx, f.dir, f.Changes, progress)
}

// Format gives the front matter of the content files that pick wants (nil: all) its canonical layout.
// keys is "zh" or "en"; "" keeps those that a file has or, where it has both, takes the
// site's language. Nothing is written.
func Format(ctx context.Context, o Options, pick func(file string) bool, keys string) (*Formatted, error) {
	root, cfg, err := o.OpenSite()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	forms, faults, err := workspace.ReadForms(o.Files(root))
	if err != nil {
		return nil, err
	}
	items, unlisted, err := content.Files(o.Files(root), forms.Families())
	if err != nil {
		return nil, err
	}
	if pick != nil {
		items = slices.DeleteFunc(items, func(it *content.File) bool { return !pick(it.Path) })
		unlisted = slices.DeleteFunc(unlisted, func(f diag.Finding) bool { return !pick(f.File) })
	}
	f := &formatting{forms: forms, keys: language(keys), site: language(cfg.Language)}
	changes, left := make([]*Change, len(items)), make([]*diag.Finding, len(items))
	err = parallel.Try(ctx, o.Jobs, len(items), func(i int) error {
		it := items[i]
		data, fault := it.Contents(o.Files(root))
		if fault != nil {
			left[i] = fault
			return nil
		}
		after, err := f.layout(it, data)
		switch {
		case err != nil:
			x := notFormatted(it, err)
			left[i] = &x
		case !bytes.Equal(data, after):
			c := change(content.RedactorOf(it.Path, data, workspace.ReadFile(o.Site)), it.Path, data, after)
			changes[i] = &c
		}
		return nil
	}, func(done int) {
		if report := o.Report("format"); report != nil {
			report(done, len(items))
		}
	})
	if err != nil {
		return nil, err
	}
	faults = slices.DeleteFunc(faults, func(f diag.Finding) bool { return f.Rule != "form" })
	out := &Formatted{Left: append(faults, unlisted...), dir: o.Site}
	for i := range items {
		if changes[i] != nil {
			out.Changes = append(out.Changes, *changes[i])
		}
		if left[i] != nil {
			out.Left = append(out.Left, *left[i])
		}
	}
	for i := range out.Left {
		out.Left[i].Severity = diag.Error
	}
	return out, nil
}

// language is what --keys, or a site's language, makes of keys.
func language(name string) frontmatter.Language {
	switch {
	case name == "en":
		return frontmatter.English
	case strings.HasPrefix(name, "zh"):
		return frontmatter.Chinese
	}
	return frontmatter.Mixed
}

// formatting lays out one file after another.
type formatting struct {
	forms      *form.Catalogue
	keys, site frontmatter.Language
}

var errNoForm = errors.New("no form governs it")

// layout lays out a file; one without front matter stays as it is.
func (f *formatting) layout(it *content.File, data []byte) ([]byte, error) {
	if it.Kind == content.HomePage && !bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("---")) {
		return data, nil
	}
	doc := source.Parse(it.Path, data)
	shape := frontmatter.Shape{Keys: register.PageKeys()}
	switch it.Kind {
	case content.Entry:
		shape.Keys = register.EntryKeys()
	case content.CategoryPage:
		shape.Keys = register.CategoryKeys()
	case content.ReportPage:
		r, _ := report.Bind(doc, f.forms, it.Family, it.Agency)
		if r == nil && doc.Readable && len(doc.Findings) == 0 {
			return nil, errNoForm
		}
		shape.Keys = report.Keys()
		if r != nil {
			shape.Form = r.Form
		}
	}
	l := f.keys
	if l == frontmatter.Mixed {
		l = shape.Language(doc.Front)
	}
	if l == frontmatter.Mixed {
		l = f.site
	}
	return frontmatter.Format(data, shape, l)
}

// notFormatted says why a file is left as it is.
func notFormatted(it *content.File, err error) diag.Finding {
	f := diag.Finding{Rule: "syntax", Severity: diag.Error, File: it.Path, Agency: it.Agency,
		Message: diag.Textf("数据部分有语法错误，没有整理", "the front matter has faults of syntax and was left as it is"),
		Hint:    diag.Textf("请先按 gongkai check 的提示改正", "correct what gongkai check reports first")}
	switch {
	case errors.Is(err, frontmatter.ErrUnsupportedLayout), errors.Is(err, textedit.ErrOverlap):
		f.Message = diag.Textf("数据部分的写法无法整理而不改变内容，没有整理", "the front matter cannot be laid out without changing what it says and was left as it is")
		f.Hint = diag.Textf("请写成每行一个键的样子", "write one key a line")
	case errors.Is(err, errNoForm):
		f.Message = diag.Textf("没有适用于这个年度的报告格式，没有整理", "no form governs the report's year; it was left as it is")
	}
	return f
}
