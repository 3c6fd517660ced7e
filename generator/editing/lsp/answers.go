package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

// request is a request about an open document.
type request struct {
	ctx      context.Context
	document *document
	documentParams
}

// answers are the requests that are answered; a document outside a site has none.
var answers = map[string]func(*server, *request) (any, error){
	"textDocument/completion":        (*server).completion,
	"textDocument/hover":             (*server).hover,
	"textDocument/definition":        (*server).definition,
	"textDocument/documentHighlight": (*server).highlights,
	"textDocument/references":        (*server).references,
	"textDocument/diagnostic":        (*server).pulled,
	"textDocument/inlayHint":         (*server).inlayHints,
	"textDocument/documentSymbol":    (*server).symbols,
	"textDocument/codeAction":        (*server).actions,
	"textDocument/formatting":        (*server).format,
}

// look looks at the document as it was when it was asked about; nil where its site
// could not be read.
func (s *server) look(r *request) (*ide.Document, error) {
	f, err := r.document.site.read(r.ctx)
	if err != nil || f == nil {
		return nil, err
	}
	return ide.Open(f.site, r.document.file, r.document.text.data, s.lang), nil
}

// itemKinds are the protocol's kinds of completions: property, field, enum member,
// reference.
var itemKinds = map[ide.ItemKind]int{ide.KeyItem: 10, ide.CellItem: 5, ide.ValueItem: 20, ide.NameItem: 18}

func (s *server) completion(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	items := []completionItem{}
	for i, it := range d.Complete(r.document.text.place(r.Position)) {
		c := completionItem{Label: it.Label, Kind: itemKinds[it.Kind], Detail: it.Detail, SortText: fmt.Sprintf("%04d", i), FilterText: it.Filter,
			TextEdit: textEdit{r.document.text.span(it.Span), it.Insert}}
		if it.Doc != "" {
			c.Documentation = markdown(it.Doc)
		}
		items = append(items, c)
	}
	return object{"isIncomplete": false, "items": items}, nil
}

func markdown(s string) *markup { return &markup{"markdown", s} }

func (s *server) hover(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	text, span := d.Hover(r.document.text.place(r.Position))
	if text == "" {
		return nil, nil
	}
	return hover{*markdown(text), r.document.text.span(span)}, nil
}

func (s *server) definition(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	region, ok := d.Define(r.document.text.place(r.Position))
	if !ok {
		return nil, nil
	}
	t := s.contents(r, region.File)
	if t == nil {
		return nil, nil
	}
	return location{r.document.site.uri(region.File), t.span(region.Span)}, nil
}

// uses are the protocol's kinds of highlights: write, read, text.
var uses = map[ide.Use]int{ide.Written: 3, ide.Related: 2, ide.Mentioned: 1}

func (s *server) highlights(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	out := []highlight{}
	for _, h := range d.Highlights(r.document.text.place(r.Position)) {
		out = append(out, highlight{r.document.text.span(h.Span), uses[h.Use]})
	}
	return out, nil
}

// references are the places of the document that speak of the figure at a place; its own is the declaration.
func (s *server) references(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	out := []location{}
	for _, h := range d.Highlights(r.document.text.place(r.Position)) {
		if h.Use == ide.Mentioned || h.Use == ide.Written && r.Context.IncludeDeclaration {
			out = append(out, location{r.document.uri, r.document.text.span(h.Span)})
		}
	}
	return out, nil
}

// pulled are the diagnostics of a document as it is now, which an editor asked for.
func (s *server) pulled(r *request) (any, error) {
	w := r.document.site
	f, err := w.settled(r.ctx)
	if err != nil {
		return nil, err
	}
	items := []diagnostic{}
	if f != nil {
		items = w.diagnostics(f, r.document)
	}
	body, err := json.Marshal(items)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	id := hex.EncodeToString(sum[:8])
	if id == r.PreviousResultID {
		return object{"kind": "unchanged", "resultId": id}, nil
	}
	return object{"kind": "full", "resultId": id, "items": items}, nil
}

// contents is the text of a file of the request's site, as the editor has it, or as it
// is on disk; nil where there is none.
func (s *server) contents(r *request, file string) *text {
	if file == r.document.file {
		return r.document.text
	}
	if d := s.open(r.document.site)[file]; d != nil {
		return d.text
	}
	data, err := r.document.site.file(file)
	if err != nil {
		return nil // a name that leads nowhere has no definition
	}
	return newText(data, s.encoding)
}

func (s *server) inlayHints(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	t := r.document.text
	hints := []inlayHint{}
	for _, h := range d.Hints(t.place(r.Range.Start).Line, t.place(r.Range.End).Line) {
		at := diag.Span{Line: h.At.Line, Column: h.At.Column, EndLine: h.At.Line, EndColumn: h.At.Column}
		hints = append(hints, inlayHint{Position: t.span(at).Start, Label: h.Text, Tooltip: h.Tooltip, PaddingLeft: true})
	}
	return hints, nil
}

func (s *server) symbols(r *request) (any, error) {
	d, err := s.look(r)
	if d == nil {
		return nil, err
	}
	return outline(r.document.text, d.Symbols()), nil
}

// outline turns symbols into the protocol's: a heading is a string, a key with others
// below it a namespace, any other a field.
func outline(t *text, symbols []ide.Symbol) []documentSymbol {
	out := []documentSymbol{}
	for _, s := range symbols {
		o := documentSymbol{Name: s.Name, Detail: s.Detail, Kind: 8, Range: t.span(s.Span), SelectionRange: t.span(s.Label), Children: outline(t, s.Symbols)}
		switch {
		case s.Heading:
			o.Kind = 15
		case len(s.Symbols) > 0:
			o.Kind = 3
		}
		out = append(out, o)
	}
	return out
}
