package report

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// remarks reads what is said about the figures: waivers, revisions, notes, source.
func (b *binder) remarks(d *source.Fields) {
	r := b.r
	for _, n := range d.List("waive") {
		w := b.Fields(n, nil)
		w.Need("rule")
		wv := Waiver{Rule: w.Text("rule"), Reason: w.Text("reason"), Span: n.Span}
		if c := w.Get("cell"); !c.IsNull() {
			wv.Cell = c.Value
			if s := r.Form.Slot(c.Value); s != nil {
				wv.Cell = s.Path
			}
		}
		w.Done()
		r.Waivers = append(r.Waivers, wv)
	}
	for _, n := range d.List("revisions") {
		w := b.Fields(n, nil)
		w.Need("date")
		w.Need("note")
		rev := Revision{Date: w.Date("date", false), Note: w.Text("note")}
		for _, cn := range w.List("cells") {
			c := b.Fields(cn, nil)
			c.Need("cell")
			rev.Changes = append(rev.Changes, Change{Slot: b.place(c.Get("cell")), From: c.Text("from"), To: c.Text("to")})
			c.Done()
		}
		w.Done()
		r.Revisions = append(r.Revisions, rev)
	}
	for _, n := range d.List("notes") {
		w := b.Fields(n, nil)
		w.Need("reason")
		note := Note{Original: w.Text("original"), Entered: w.Text("entered"), Reason: w.Text("reason")}
		if c := w.Get("cell"); !c.IsNull() {
			note.Slot = b.place(c)
		}
		w.Done()
		r.Notes = append(r.Notes, note)
	}
	if n := d.Get("source"); !n.IsNull() {
		w := b.Fields(n, nil)
		w.Need("title")
		r.Origin = &Origin{Title: w.Text("title"), URL: w.Text("url"), Retrieved: w.Date("retrieved", false)}
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
		b.Report("unknown-cell", n.Span, diag.Textf("没有单元格“%s”", "no cell %q", n.Value), diag.Textf("请检查路径", "check the path"))
	}
	return s
}
