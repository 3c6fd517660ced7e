package report

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// remarks reads what is said about the figures: waivers, revisions, notes, source.
func (b *binder) remarks(d *source.Fields) {
	r := b.r
	for _, n := range d.List("waive") {
		w := d.Item("waive", n)
		w.NeedRequired()
		wv := Waiver{Rule: w.Text("rule"), Reason: w.Text("reason"), Span: n.Span}
		wv.Lost = wv.Rule == "" || n.Broken // said where it was read
		if k, c := w.Pair("cell"); k != nil {
			// A cell that is given but names nothing must not cover everything.
			if s := b.place(c); s != nil {
				wv.Cell = s.Path
			} else {
				wv.Cell, wv.Lost = c.Value, true
			}
		}
		w.Done()
		r.Waivers = append(r.Waivers, wv)
	}
	for _, n := range d.List("revisions") {
		w := d.Item("revisions", n)
		w.NeedRequired()
		rev := Revision{Date: w.Date("date"), Note: w.Text("note"), Span: n.Span}
		if d := w.Get("date"); d != nil {
			rev.Span = d.Span
		}
		for _, cn := range w.List("cells") {
			c := w.Item("cells", cn)
			c.NeedRequired()
			rev.Changes = append(rev.Changes, Change{Slot: b.place(c.Get("cell")), From: c.Text("from"), To: c.Text("to")})
			c.Done()
		}
		w.Done()
		r.Revisions = append(r.Revisions, rev)
	}
	for _, n := range d.List("notes") {
		w := d.Item("notes", n)
		w.NeedRequired()
		note := Note{Original: w.Text("original"), Entered: w.Text("entered"), Reason: w.Text("reason")}
		if c := w.Get("cell"); !c.IsNull() {
			note.Slot = b.place(c)
		}
		w.Done()
		r.Notes = append(r.Notes, note)
	}
	if n := d.Get("source"); !n.IsNull() {
		w := d.Item("source", n)
		w.NeedRequired()
		r.Origin = &Origin{Title: w.Text("title"), URL: w.Text("url"), Retrieved: w.Date("retrieved"), Span: n.Span}
		if d := w.Get("retrieved"); d != nil {
			r.Origin.Span = d.Span
		}
		if u := r.Origin.URL; u != "" && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") {
			b.Report("syntax", w.Get("url").Span, diag.Textf("“%s”不是网址", "%q is not a web address", u), diag.Textf("请写 https:// 开头的完整网址", "write it in full, from https:// on"))
			r.Origin.URL = ""
		}
		w.Done()
	}
}

// place finds the cell, row or table that a remark speaks of.
func (b *binder) place(n *source.Node) *form.Slot {
	if n == nil {
		return nil
	}
	s := b.r.Form.Slot(n.Value)
	if s == nil {
		hint := diag.Textf("请检查路径", "check the path")
		if meant, ok := b.r.Form.Suggest(n.Value); ok {
			hint = diag.Textf("是不是“%s”？", "did you mean %q?", meant)
		}
		b.Report("unknown-cell", n.Span, diag.Textf("没有单元格“%s”", "no cell %q", n.Value), hint)
	}
	return s
}
