package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/importer/grid"
	"gongkai/generator/output"
)

// Attachment is a picture or a file that belongs beside the report.
type Attachment struct {
	Name string
	Data []byte
}

// NotTaken is a picture that the report has lost.
type NotTaken struct {
	Address string // by which the file names it; "" for none
	Page    int    // that it is on, or that it is; 0 where the file has none
	Why     diag.Text
}

// Where says which picture it is.
func (n NotTaken) Where(language string) string {
	return cmp.Or(n.Address, grid.Place{Page: n.Page}.In(language), "–")
}

// pictured tells the pages that are pictures.
func (r *Report) pictured(doc *grid.Document) {
	r.Pictured = len(doc.Pictured) > 0
	for _, page := range doc.Pictured {
		r.NotTaken = append(r.NotTaken, NotTaken{Page: page, Why: diag.Textf("这一页是图片，上面的文字没有读；识别出来的文字可能有错，不采用", "the page is a picture, and its text was not read; what a program recognised in it may be wrong")})
	}
}

// inline is a paragraph's text as Markdown, with bold text, links and pictures.
func (r *Report) inline(p *grid.Paragraph) string {
	var out strings.Builder
	at := 0
	text := func(to int, m grid.Mark) {
		if to > at {
			out.WriteString(r.stretch(p.Text[at:to], m))
			at = to
		}
	}
	for _, m := range joined(p.Text, p.Marks, p.Level > 0) {
		text(m.From, grid.Mark{})
		if m.Picture != nil {
			out.WriteString(r.picture(m.Picture))
			continue
		}
		text(m.To, m)
	}
	text(len(p.Text), grid.Mark{})
	return out.String()
}

// joined are the marks that do not overlap, those that follow each other and say the same as one. In a heading
// nothing is bold.
func joined(text string, marks []grid.Mark, heading bool) (out []grid.Mark) {
	for _, m := range marks {
		m.Bold = m.Bold && !heading
		if m.Picture == nil && (m.From >= m.To || !m.Bold && m.Link == "") {
			continue
		}
		if n := len(out); n > 0 && m.Picture == nil && out[n-1].Picture == nil {
			last := &out[n-1]
			if m.From < last.To {
				continue
			}
			if last.Bold == m.Bold && last.Link == m.Link && strings.TrimSpace(text[last.To:m.From]) == "" && !strings.Contains(text[last.To:m.From], "\n") {
				last.To = m.To
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// stretch is a part of a text that is all bold, all of a link, or neither; blanks at its ends stay outside, and no
// line of it reaches over its end.
func (r *Report) stretch(text string, m grid.Mark) string {
	link := ""
	if m.Link != "" {
		link = r.target(m.Link)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		inner := strings.TrimFunc(line, blank)
		if inner == "" {
			continue
		}
		before, after, _ := strings.Cut(line, inner)
		inner = special.Replace(inner)
		if link != "" {
			inner = "[" + strings.ReplaceAll(inner, "]", `\]`) + "](" + link + ")"
		}
		if m.Bold {
			inner = "**" + inner + "**"
		}
		lines[i] = before + inner + after
	}
	return strings.Join(lines, "\n")
}

func blank(c rune) bool { return strings.ContainsRune(" \t\u00a0\u3000", c) }

// inBrackets is an address as Markdown takes it between brackets.
var inBrackets = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", `\`, "%5C", "\n", "", "\t", "")

// documents are the endings of files, beside pictures, that reports have as attachments.
var documents = []string{".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".txt", ".ofd", ".ppt", ".pptx", ".zip", ".rar"}

// target is where a link leads from the report: to an address, to a file that is copied beside it, or nowhere, "".
func (r *Report) target(link string) string {
	u, err := url.Parse(link)
	if err != nil || link == "" || link[0] == '#' {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https", "mailto", "tel":
		return inBrackets.Replace(link)
	case "":
	default:
		return ""
	}
	if ending := strings.ToLower(path.Ext(u.Path)); u.Host == "" && (slices.Contains(documents, ending) || output.Picture(ending)) {
		if data := r.beside(u.Path); data != nil {
			return r.attach(data, ending)
		}
	}
	if base, err := url.Parse(r.URL); err == nil && base.Host != "" {
		return inBrackets.Replace(base.ResolveReference(u).String())
	}
	return ""
}

// What may be taken over.
const (
	mostAttachment  = 64 << 20
	mostAttachments = 200
)

// beside is a file in the folder of the report's file, or below it; nil where there is none.
func (r *Report) beside(name string) []byte {
	if r.files == nil {
		return nil
	}
	f, err := r.files.Open(path.Clean(name))
	if err != nil {
		return nil
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, mostAttachment+1))
	if err != nil || len(data) > mostAttachment {
		return nil
	}
	return data
}

// attach is the name beside the report under which a file is taken over; "" where there are too many.
func (r *Report) attach(data []byte, ending string) string {
	for _, a := range r.Attachments {
		if bytes.Equal(a.Data, data) {
			return a.Name
		}
	}
	if len(r.Attachments) >= mostAttachments {
		return ""
	}
	name := fmt.Sprintf("%d-%d%s", r.Year, len(r.Attachments)+1, ending)
	r.Attachments = append(r.Attachments, Attachment{name, data})
	return name
}

// ending is the ending of a picture by what is in it; "" for one that pages do not show.
func ending(data []byte) string {
	kind := http.DetectContentType(data)
	for _, t := range output.FileTypes() {
		if t.Type == kind && output.Picture(t.Extension) {
			return t.Extension
		}
	}
	return ""
}

// picture shows a picture that is copied beside the report; one that is not there, or that no page shows, is reported.
func (r *Report) picture(p *grid.Picture) string {
	data := p.Data
	if u, err := url.Parse(p.Address); data == nil && err == nil && u.Scheme == "" && u.Host == "" {
		data = r.beside(u.Path)
	}
	name, why := "", diag.Text{}
	switch ending := ending(data); {
	case data == nil && p.Page > 0:
		why = diag.Textf("这种图片不能从 PDF 里取出来", "pictures of this kind cannot be taken out of a PDF")
	case data == nil:
		why = diag.Textf("不在文件里，也不在它旁边；没有到网上去取", "it is neither in the file nor beside it; nothing is fetched")
	case ending == "":
		why = diag.Textf("网页不显示这种图片", "pages do not show pictures of this kind")
	default:
		if name = r.attach(data, ending); name == "" {
			why = diag.Textf("图片和附件超过 %d 个", "there are more than %d pictures and attachments", mostAttachments)
		}
	}
	if name == "" {
		r.NotTaken = append(r.NotTaken, NotTaken{p.Address, p.Page, why})
		return ""
	}
	alt := p.Alt
	if alt == "" {
		alt = "图片"
	}
	return "![" + strings.ReplaceAll(special.Replace(alt), "]", `\]`) + "](" + name + ")"
}
