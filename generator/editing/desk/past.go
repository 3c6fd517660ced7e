package desk

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/serve"
	"gongkai/generator/editing/textedit"
)

// past is the view of a report's earlier states.
type past struct {
	File, Title string
	Address     string // of its page as a form
	States      []moment
	Chosen      *moment
	Diff        []textedit.Line // from the chosen state to now
}

// moment is a state in the list.
type moment struct {
	ID, When, Why string
	Now           bool // the file says so now
	Address       string
}

// historyAddress is where the earlier states of a file are listed.
func historyAddress(file string) string {
	return serve.Home + "desk/history?" + url.Values{"file": {file}}.Encode()
}

// history lists the earlier states of a report.
func (x *visit) history(w http.ResponseWriter, r *http.Request) {
	x.showHistory(w, r.FormValue("file"), r.FormValue("state"), nil)
}

func (x *visit) showHistory(w http.ResponseWriter, file, state string, failed error) {
	v, err := x.past(file, state)
	if err != nil {
		x.show(w, "trouble", page{Title: x.word("history"), Fault: faultOf(err)})
		return
	}
	x.show(w, "history", page{Title: x.word("history") + x.word("colon") + v.Title, View: v, Fault: faultOf(failed)})
}

func (x *visit) past(file, state string) (*past, error) {
	now, err := x.site.Contents(file)
	if err != nil {
		return nil, err
	}
	states, err := x.site.History(file)
	if err != nil {
		return nil, err
	}
	v := &past{File: file, Title: strings.TrimSuffix(strings.TrimPrefix(file, "content/"), ".md")}
	if at := x.site.Page(file); at != "" {
		v.Address = editAddress(at)
	}
	for _, s := range states {
		m := moment{ID: s.ID, When: s.When.Local().Format("2006-01-02 15:04:05"), Why: x.word("why." + string(s.Why)), Address: historyAddress(file) + "&state=" + s.ID + "#diff"}
		text, err := x.site.Earlier(file, s.ID)
		if err != nil {
			return nil, err
		}
		m.Now = string(text) == string(now)
		v.States = append(v.States, m)
		if s.ID == state {
			v.Chosen, v.Diff = &m, textedit.Lines(file, text, now)
		}
	}
	return v, nil
}

// restore puts an earlier state in place of what a report says now.
func (x *visit) restore(w http.ResponseWriter, r *http.Request) {
	file, state := r.PostFormValue("file"), r.PostFormValue("state")
	now, err := x.site.Contents(file)
	var text []byte
	if err == nil {
		text, err = x.site.Earlier(file, state)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = &Fault{Status: http.StatusGone, Message: diag.Textf("没有这个状态", "there is no such state")}
	}
	if err == nil {
		err = x.site.Write(r.Context(), file, now, text)
	}
	if err != nil {
		x.showHistory(w, file, "", err)
		return
	}
	http.Redirect(w, r, historyAddress(file), http.StatusSeeOther)
}
