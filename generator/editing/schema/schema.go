// Package schema declares the keys of every file that people write, with their
// labels: reports, as their forms declare them, register entries, pages,
// gongkai.yaml and definitions of forms. It prints them as JSON Schema; the language
// server completes and explains them.
//
// The stages read their keys in their own code; TestDeclarationsEqualCode fails when
// a key is read that is not declared here, or declared and not read.
package schema

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
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
	Required bool
	Keys     []*Key     // of a mapping, of a row, or of each item of a list
	Range    form.Years // of a year; the zero range is any

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

// Holds reports whether the value is, or lists, mappings of Keys.
func (k *Key) Holds() bool {
	return k.Type == Mapping || k.Type == List || k.Type == Figures
}

// key declares a key; the functions below change what they are given.
func key(id string, t Type, zh, en string, more ...func(*Key)) *Key {
	k := &Key{ID: id, Type: t, Title: diag.Text{ZH: zh, EN: en}}
	for _, f := range more {
		f(k)
	}
	return k
}

func required(k *Key) { k.Required = true }

func also(chinese string) func(*Key) { return func(k *Key) { k.Chinese = chinese } }

func names(n Name) func(*Key) { return func(k *Key) { k.Name = n } }

func oneOf(words ...string) func(*Key) { return func(k *Key) { k.Enum = words } }

func with(keys ...*Key) func(*Key) { return func(k *Key) { k.Keys = keys } }
