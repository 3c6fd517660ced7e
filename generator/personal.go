package generator

import (
	"bytes"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
)

// personal is a personal number in a content file, with its place.
type personal struct {
	privacy.Hit
	span diag.Span
}

// findPersonal scans a whole file: all of it is published but its comments.
func findPersonal(data []byte) []personal {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var out []personal
	for _, h := range privacy.Scan(data) {
		if !inComment(data, h.Start) {
			out = append(out, personal{h, h.Span(data)})
		}
	}
	return out
}

// inComment reports whether a place lies in a comment, of HTML in the body, of YAML in
// the front matter. Where it cannot tell, it is none.
func inComment(data []byte, at int) bool {
	start := bytes.LastIndexByte(data[:at], '\n') + 1
	fence := bytes.Index(data, []byte("\n---"))
	if !bytes.HasPrefix(data, []byte("---")) || fence < 0 || at > fence {
		open := bytes.LastIndex(data[:at], []byte("<!--"))
		return open >= max(fence, 0) && !bytes.Contains(data[open:at], []byte("-->")) && bytes.Contains(data[at:], []byte("-->"))
	}
	var quote byte
	for i := start; i < at; i++ {
		switch c := data[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (i == start || strings.IndexByte(" [{,:-", data[i-1]) >= 0):
			quote = c
		case c == '#' && (i == start || data[i-1] == ' ' || data[i-1] == '\t'):
			return !inBlock(data[:start], indent(data[start:]))
		}
	}
	return false
}

// inBlock reports whether the next line, with its indentation, belongs to a block
// scalar, in which # is no comment.
func inBlock(before []byte, own int) bool {
	for line := range lastLines(before) {
		text := bytes.TrimSpace(line)
		if len(text) == 0 {
			continue
		}
		if n := indent(line); n < own {
			if text = bytes.TrimRight(text, "+-0123456789"); len(text) > 0 && (text[len(text)-1] == '|' || text[len(text)-1] == '>') {
				return true
			}
			own = n
		}
	}
	return false
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// lastLines yields the lines of a text from the last to the first.
func lastLines(text []byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for text = bytes.TrimSuffix(text, []byte("\n")); ; {
			i := bytes.LastIndexByte(text, '\n')
			if !yield(text[i+1:]) || i < 0 {
				return
			}
			text = text[:i]
		}
	}
}

// personal notes the numbers that were found in a folder, and reports them, save those
// that the agency, or the site, gives as its own telephone.
func (a *agency) personal(f *folder, left map[string]bool, contact string) {
	site := numbers(contact)
	for _, it := range f.items {
		for _, p := range it.personal {
			if p.Kind == privacy.Mobile && (slices.Contains(a.phones, p.Number) || slices.Contains(site, p.Number)) {
				continue
			}
			a.hits = append(a.hits, p.Hit)
			if left[it.file] {
				continue
			}
			x := personalFinding(p)
			x.File, x.Agency = it.file, it.agency
			if it.report != nil {
				x.Year = it.report.Year
			}
			a.findings = append(a.findings, x)
		}
	}
}

// secrets are the personal numbers of the whole site: what is hidden in one agency's
// pages is hidden everywhere.
type secrets struct {
	hits   []privacy.Hit
	public []string
}

func (s secrets) masker() *privacy.Masker {
	public := slices.DeleteFunc(slices.Clone(s.public), func(n string) bool {
		return slices.ContainsFunc(s.hits, func(h privacy.Hit) bool { return h.Number == n })
	})
	return privacy.NewMasker(s.hits, public)
}

// phones are the mobile numbers that an agency publishes as its own.
func phones(a *register.Agency) []string {
	if a == nil {
		return nil
	}
	return append(numbers(a.Phone), numbers(a.Fax)...)
}

func numbers(text string) []string {
	var out []string
	for _, h := range privacy.Scan([]byte(text)) {
		if h.Kind == privacy.Mobile {
			out = append(out, h.Number)
		}
	}
	return out
}

func personalFinding(p personal) diag.Finding {
	f := diag.Finding{Rule: "personal-data", Span: p.span, Actual: privacy.Masked(p.Number)}
	switch p.Kind {
	case privacy.Identity:
		f.Message = diag.Textf("有身份证号码 %s", "an identity-card number, %s", f.Actual)
		f.Hint = diag.Textf("个人信息不得公开，请删除，或改写为“某申请人”", "personal data must not be published; delete it, or write of an applicant")
	case privacy.Mobile:
		f.Message = diag.Textf("有手机号码 %s", "a mobile number, %s", f.Actual)
		f.Hint = diag.Textf("个人信息不得公开，请删除；如是本机关对外公布的电话，请填入登记信息的 phone", "personal data must not be published; delete it, or, where it is the agency's own, enter it as phone in the register entry")
	case privacy.Card:
		f.Severity = diag.Warning
		f.Message = diag.Textf("卡号或账号旁有银行卡号 %s", "a bank card beside a word for an account, %s", f.Actual)
		f.Hint = diag.Textf("如是个人的卡号，请删除", "delete it if it is a person's")
	}
	return f
}

// masked hides personal numbers in everything that findings say; no finding leaves
// this package without it.
func masked(m *privacy.Masker, fs []diag.Finding) []diag.Finding {
	for i := range fs {
		f := &fs[i]
		for _, s := range []*string{&f.Message.ZH, &f.Message.EN, &f.Hint.ZH, &f.Hint.EN, &f.Expected, &f.Actual, &f.Reason} {
			*s = m.Text(*s)
		}
		if f.Fix != nil && slices.ContainsFunc(f.Fix.Edits, func(e diag.Edit) bool { return m.Text(e.Text) != e.Text }) {
			f.Fix = nil // a person's number is no figure
		}
		for j, cell := range f.Cells {
			if hidden := m.Text(cell); hidden != cell {
				f.Cells = slices.Clone(f.Cells)
				f.Cells[j] = hidden
			}
		}
	}
	return fs
}

// maskerOf knows what one file tells of personal numbers, where no others are read. An
// agency's own telephone may be seen.
func maskerOf(file string, data []byte, read func(file string) []byte) *privacy.Masker {
	hits := privacy.Scan(data)
	if len(hits) == 0 {
		return privacy.NewMasker(nil, nil)
	}
	var own []string
	if slug := agencyOf(file); slug != "" {
		entry := "content/" + slug + "/_index.md"
		a, _ := register.Bind(source.Parse(entry, read(entry)), slug)
		own = phones(a)
	}
	hits = slices.DeleteFunc(hits, func(h privacy.Hit) bool { return slices.Contains(own, h.Number) })
	return privacy.NewMasker(hits, own)
}
