package desk

import (
	"net/http"
	"net/url"
	"path"

	"gongkai/generator/diag"
	"gongkai/generator/editing/serve"
	"gongkai/generator/editing/textedit"
)

// ReportState is the state of a report before it is handed in.
type ReportState struct {
	Title    string // as it is printed
	Draft    bool
	Left     []diag.Finding // errors that nothing waives
	Warnings []diag.Finding
	Now      []byte // what the file says
	Ready    []byte // what it says as no draft; nil where that cannot be written
	Last     []byte // what it said when it was published last; nil where that is not known
}

// Built is what a build of the site did.
type Built struct {
	Folder                      string // that it wrote
	Written, Unchanged, Removed int
	Held                        []string       // reports that keep their last published version
	Drafts                      []string       // that were left out
	Wrong                       []diag.Finding // errors for which nothing was written
}

// hand is the view of a report that is handed in.
type hand struct {
	File, Title, Edit, Page, Word string
	Draft, Ready                  bool
	Left, Warnings                []todo
	Diff                          []textedit.Line // what publishing changes in the file
	Since                         []textedit.Line // since it was published last
	Known                         bool            // what was published last is known
	Built                         *Built
	Stops                         []todo // errors elsewhere, for which nothing was built
}

// todo is a finding with the way to its place.
type todo struct{ Message, Address, File string }

func (x *visit) todos(list []diag.Finding) (out []todo) {
	for i := range list {
		f := &list[i]
		t := todo{Message: f.Text(x.o.Lang), File: f.File}
		if at := x.site.Page(f.File); at != "" {
			t.Address = editAddress(at)
			if len(f.Cells) > 0 {
				t.Address += "#" + url.Values{"cell": f.Cells[:1]}.Encode()
			}
		}
		out = append(out, t)
	}
	return out
}

// handIn shows what is left to do, and what publishing would change.
func (x *visit) handIn(w http.ResponseWriter, r *http.Request) {
	x.showHand(w, r.FormValue("file"), nil, nil)
}

func (x *visit) showHand(w http.ResponseWriter, file string, built *Built, failed error) {
	s, err := x.site.ReportState(file)
	if err != nil {
		x.show(w, "trouble", page{Title: x.word("hand"), Fault: faultOf(err)})
		return
	}
	v := &hand{File: file, Title: s.Title, Draft: s.Draft, Ready: len(s.Left) == 0 && s.Ready != nil, Left: x.todos(s.Left), Warnings: x.todos(s.Warnings),
		Diff: textedit.Lines(file, s.Now, s.Ready), Known: s.Last != nil, Built: built, Word: serve.Home + "desk/word?" + url.Values{"file": {file}}.Encode()}
	if s.Ready == nil {
		v.Diff = nil
	}
	if at := x.site.Page(file); at != "" {
		v.Edit = editAddress(at)
		v.Page = "/" + path.Dir(at) + "/"
	}
	if s.Last != nil {
		v.Since = textedit.Lines(file, s.Last, s.Now)
	}
	if built != nil {
		v.Stops = x.todos(built.Wrong)
	}
	x.show(w, "hand", page{Title: x.word("hand") + x.word("colon") + s.Title, View: v, Fault: faultOf(failed)})
}

// document gives a report out in the statutory layout, to be signed.
func (x *visit) document(w http.ResponseWriter, r *http.Request) {
	data, name, err := x.site.Word(r.FormValue("file"))
	if err != nil {
		x.show(w, "trouble", page{Title: x.word("hand"), Fault: faultOf(err)})
		return
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Write(data) //nolint:errcheck // the browser has gone
}

// publish takes the draft flag off and builds the site; where that cannot be built, the report is a draft again.
func (x *visit) publish(w http.ResponseWriter, r *http.Request) {
	file := r.PostFormValue("file")
	s, err := x.site.ReportState(file)
	switch {
	case err != nil:
	case len(s.Left) > 0:
		err = fault("还有 %v 个错误，没有发布", "%v left; nothing was published", diag.Count(len(s.Left), "error"))
	case s.Ready == nil:
		err = fault("草稿标记的写法不能在这里改", "the draft flag is written in a way that cannot be changed here")
	case string(s.Ready) != string(s.Now):
		err = x.site.Write(r.Context(), file, s.Now, s.Ready)
	}
	if err != nil {
		x.showHand(w, file, nil, err)
		return
	}
	built, err := x.site.Build(r.Context(), r.PostFormValue("hold") == "yes")
	if err == nil && len(built.Wrong) == 0 {
		x.showHand(w, file, built, nil)
		return
	}
	if err == nil {
		err = fault("站点里还有错误，没有发布，网上的保持原样", "the site has errors; nothing was published, and what is published is as it was")
	}
	if string(s.Ready) != string(s.Now) {
		if back := x.site.Write(r.Context(), file, s.Ready, s.Now); back != nil {
			err = back
		}
	}
	x.showHand(w, file, built, err)
}
