// Package keys declares the keys of the files that people write. A declaration is read by the binder, which
// takes from it other names, choices and what is required; by the layout of front matter, which writes keys in
// the order of their declaration; by the JSON Schemas, the language server and the documents.
//
// The declarations are beside their readers: those of reports in package report, of register entries and
// pages in register, of gongkai.yaml in config. The figures of a report are declared by its form.
package keys

import (
	"gongkai/generator/diag"
)

// Type says what a key's value is.
type Type uint8

// The types of values.
const (
	Text Type = iota
	Integer
	Year
	Date    // YYYY-MM-DD
	Moment  // YYYY-MM-DD or YYYY-MM-DD HH:MM
	Day     // MM-DD
	Bool    // true or false, 是 or 否
	Choice  // one of Enum
	Number  // a version such as 1: one of Enum, as numbers
	Mapping // Keys
	Texts   // a list of texts, each one of Enum where it is given
	List    // a list of mappings of Keys
	Words   // a text, a list of texts, or a mapping of Keys
	Sets    // a mapping of names to lists of mappings of Keys
	Free    // a mapping that only its reader knows
	Levels  // a mapping of rule ids to severities
	Figure  // one figure of the form
	Figures // a row: a sequence in column order, or a mapping of Keys
)

// Name says what a text names, so that an editor can offer the names there are.
type Name uint8

// What a text may name.
const (
	Nothing   Name = iota
	OfAgency       // an agency's slug
	OfRule         // a rule's id
	OfForm         // a form's id
	OfCell         // a cell, a row or a table of the report
	OfFile         // a file beside the page
	OfArticle      // another page of the catalog
)

// Key is one key of a mapping, or, as the root of a file, the mapping itself.
type Key struct {
	ID       string
	Chinese  string    // its other name; "" for none
	Title    diag.Text // what it is
	Type     Type
	Name     Name
	Enum     []string
	Whole    string // a word that may be written instead of a list, "" for none
	Required bool
	Keys     []*Key // of a mapping, of a row, or of each item of a list
	// From and To bound a year; 0 is not a bound.
	From, To int

	// Of a figure, or of a row or group of figures.
	Path string // in ids, from the table on: applications.new.total
	Unit string
	Kind string // count, signed, money, text or yesno; of yesno Enum holds the two words
}

// Key returns the key of this id or Chinese name, nil where there is none.
func (k *Key) Key(name string) *Key {
	for _, c := range k.Keys {
		if c.ID == name || c.Chinese == name && name != "" {
			return c
		}
	}
	return nil
}

// Aliases are the Chinese names of the mapping's keys, with their ids; nil for none.
func (k *Key) Aliases() map[string]string {
	var out map[string]string
	for _, c := range k.Keys {
		if c.Chinese != "" {
			if out == nil {
				out = map[string]string{}
			}
			out[c.Chinese] = c.ID
		}
	}
	return out
}

// Holds reports whether the value is, or lists, mappings of Keys.
func (k *Key) Holds() bool {
	return k.Type == Mapping || k.Type == List || k.Type == Figures
}

// New declares a key with its label; the options below say more of it.
func New(id string, t Type, zh, en string, more ...func(*Key)) *Key {
	k := &Key{ID: id, Type: t, Title: diag.Text{ZH: zh, EN: en}}
	for _, f := range more {
		f(k)
	}
	return k
}

// Required says that the key must be given.
func Required(k *Key) { k.Required = true }

// Also gives the key its Chinese name.
func Also(chinese string) func(*Key) { return func(k *Key) { k.Chinese = chinese } }

// Names says what the text names.
func Names(n Name) func(*Key) { return func(k *Key) { k.Name = n } }

// OneOf lists the choices.
func OneOf(words ...string) func(*Key) { return func(k *Key) { k.Enum = words } }

// OrAll gives a list the word that may be written instead of it.
func OrAll(word string) func(*Key) { return func(k *Key) { k.Whole = word } }

// With declares the keys of a mapping, or of each item of a list.
func With(keys ...*Key) func(*Key) { return func(k *Key) { k.Keys = keys } }

// Request declares where a body takes applications for information.
func Request() *Key {
	return New("request", Mapping, "依申请公开的入口；机关自己的优先于全站的", "where applications for information are filed; an agency's own goes before the site's", With(
		New("url", Text, "在线申请的地址", "address at which they are filed"),
		New("form", Text, "申请表，放在 static/ 下，或者机关登记信息旁边", "application form: a file below static/, or beside the agency's entry", Names(OfFile)),
		New("note", Text, "怎样申请的一句说明", "a sentence on how to apply")))
}

// Attachments declares the files that are beside a page and are published with it.
// chinese is the other name of the key, "" for none.
func Attachments(chinese string) *Key {
	return New("attachments", List, "附件", "attachments", Also(chinese), With(
		New("file", Text, "文件，放在本页旁边", "file, beside the page", Names(OfFile), Required, Also("文件")),
		New("title", Text, "标题", "title", Also("标题"))))
}
