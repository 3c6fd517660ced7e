package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source/keys"
)

// Binder reads typed values out of nodes and collects what is wrong with them.
type Binder struct {
	File     string
	Rule     string // the rule that faults of type belong to: syntax, config, register, form
	Agency   string
	Year     int
	Findings []diag.Finding
}

// Report adds a finding of the given rule.
func (b *Binder) Report(rule string, at diag.Span, message, hint diag.Text) {
	b.Findings = append(b.Findings, diag.Finding{Rule: rule, File: b.File, Span: at, Message: message, Hint: hint, Agency: b.Agency, Year: b.Year})
}

// Fields is a mapping that is read key by key; Done reports the keys nobody read.
type Fields struct {
	b        *Binder
	node     *Node
	declared *keys.Key         // nil where no declaration says which keys there are
	aliases  map[string]string // Chinese key → id
	used     []bool
	said     map[*Node]bool // keys already reported
	known    []string
}

// Fields begins to read a mapping of declared keys. Where the node is not a mapping the finding says so
// and every key is absent. Reading a key that is not declared panics, and so does Done where a declared
// one was not read: both are slips of the program that any use of it shows.
func (b *Binder) Fields(n *Node, declared *keys.Key) *Fields {
	f := b.Named(n, declared.Aliases())
	f.declared = declared
	return f
}

// Named begins to read a mapping that is declared elsewhere, if at all. aliases, which may be nil, gives other
// names of keys.
func (b *Binder) Named(n *Node, aliases map[string]string) *Fields {
	f := &Fields{b: b, node: n, aliases: aliases}
	if n == nil || n.Kind != Mapping {
		if !n.IsNull() {
			b.Report(b.Rule, n.Span, diag.Textf("这里应是“键: 值”的列表", "expected keys and values here"), diag.Text{})
		}
		f.node = &Node{Kind: Mapping, Broken: n == nil} // what is in a mapping that is not there is not missed: the mapping is
		if n != nil {
			f.node.Span, f.node.Broken = n.Span, n.Broken || !n.IsNull() // said already
		}
	}
	f.used = make([]bool, len(f.node.Keys))
	return f
}

// Get returns a key's value, nil where it is absent. A key given in both its names
// is a finding.
func (f *Fields) Get(key string) *Node {
	_, n := f.Pair(key)
	return n
}

// Pair returns a key's own node and its value.
func (f *Fields) Pair(key string) (k, v *Node) {
	f.declaration(key)
	f.known = append(f.known, key)
	for i, n := range f.node.Keys {
		if n.Value != key && (f.aliases == nil || f.aliases[n.Value] != key) {
			continue
		}
		f.used[i] = true
		if k != nil && n.Value != k.Value {
			if f.said[n] {
				continue
			}
			if f.said == nil {
				f.said = map[*Node]bool{}
			}
			f.said[n] = true
			f.b.Report("syntax", n.Span, diag.Textf("“%s”与第 %d 行的“%s”是同一个键", "%[1]q is the same key as %[3]q in line %[2]d", n.Value, k.Span.Line, k.Value),
				diag.Textf("请只保留一个", "keep one of the two"))
			continue
		}
		if k == nil {
			k, v = n, f.node.Items[i]
		}
	}
	return k, v
}

// declaration is that of a key; nil where none are declared.
func (f *Fields) declaration(key string) *keys.Key {
	if f.declared == nil {
		return nil
	}
	k := f.declared.Key(key)
	if k == nil {
		panic("the key " + key + " of " + f.declared.ID + " is not declared")
	}
	return k
}

// Skip says that a key was dealt with otherwise, declared or not.
func (f *Fields) Skip(key *Node) {
	for i, n := range f.node.Keys {
		if n.Value == key.Value {
			f.used[i] = true
		}
	}
}

// Item begins to read one item of a list, or the mapping, that is a key's value.
func (f *Fields) Item(key string, n *Node) *Fields { return f.b.Fields(n, f.declaration(key)) }

// Text returns a scalar's text, "" where the key is absent or null.
func (f *Fields) Text(key string) string {
	n := f.Get(key)
	if n.IsNull() {
		return ""
	}
	if n.Kind != Scalar {
		f.wrong(n, key, diag.Textf("一段文字", "a text"))
		return ""
	}
	return strings.Clone(strings.TrimSpace(n.Value)) // not to keep the whole front matter for it
}

// Int returns a whole number, or the given default.
func (f *Fields) Int(key string, otherwise int) int {
	n := f.Get(key)
	if n.IsNull() {
		return otherwise
	}
	v, err := strconv.Atoi(n.Value)
	if err != nil || n.Kind != Scalar || strconv.Itoa(v) != n.Value || v < -1e9 || v > 1e9 {
		f.wrong(n, key, diag.Textf("一个整数", "a whole number"))
		return otherwise
	}
	return v
}

// Year returns a year, 0 where it is absent or wrong.
func (f *Fields) Year(key string) int {
	n := f.Get(key)
	if n.IsNull() {
		return 0
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != Scalar || err != nil || len(n.Value) != 4 || v < 1900 || v > 2999 {
		f.wrong(n, key, diag.Textf("四位数的年份，如 2023", "a year such as 2023"))
		return 0
	}
	return v
}

// Bool returns true or false, or the given default.
func (f *Fields) Bool(key string, otherwise bool) bool {
	n := f.Get(key)
	if n.IsNull() {
		return otherwise
	}
	switch n.Value {
	case "true", "是":
		return true
	case "false", "否":
		return false
	}
	f.wrong(n, key, diag.Textf("true 或 false，也可以写“是”或“否”", "true or false"))
	return otherwise
}

// Date returns a date as YYYY-MM-DD, with HH:MM where the key is declared a Moment and it is given. A day that
// there is not is reported under the rule impossible-date.
func (f *Fields) Date(key string) string {
	k := f.declaration(key)
	clock := k != nil && k.Type == keys.Moment
	n := f.Get(key)
	if n.IsNull() {
		return ""
	}
	layouts := []string{"2006-01-02"}
	expected := diag.Textf("日期，如 2024-01-15", "a date such as 2024-01-15")
	if clock {
		layouts = append(layouts, "2006-01-02 15:04")
		expected = diag.Textf("日期，如 2024-01-15 或 2024-01-15 09:30", "a date such as 2024-01-15 or 2024-01-15 09:30")
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, n.Value); err == nil && n.Kind == Scalar && t.Format(l) == n.Value {
			return strings.Clone(n.Value)
		}
	}
	if n.Kind == Scalar && dated.MatchString(n.Value) && (clock || len(n.Value) == len(time.DateOnly)) {
		f.b.Report("impossible-date", n.Span, diag.Textf("没有“%s”这个日期", "there is no such date as %s", n.Value),
			diag.Textf("请核对年、月、日", "check the year, the month and the day"))
		return ""
	}
	f.wrong(n, key, expected)
	if m := inWords.FindStringSubmatch(n.Value); m != nil && n.Kind == Scalar && n.Span.Line == n.Span.EndLine {
		if t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3]); err == nil {
			x := &f.b.Findings[len(f.b.Findings)-1]
			x.Hint = diag.Textf("请写 %s", "write %s", t.Format(time.DateOnly))
			x.Fix = &diag.Fix{Title: diag.Textf("把“%s”改为 %s", "change %s to %s", n.Value, t.Format(time.DateOnly)), Edits: []diag.Edit{{Span: n.Span, Text: t.Format(time.DateOnly)}}}
		}
	}
	return ""
}

// inWords is a day as prose writes it, with other marks between, or with the midnight that libraries of YAML add to
// it: the year first, so that there is one way to read it.
var inWords = regexp.MustCompile(`^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})(?:日|[T ]00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?)?$`)

// dated is the shape of a date, whether or not there is such a day.
var dated = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$`)

// Enum returns one of the declared choices, "" where it is absent or wrong.
func (f *Fields) Enum(key string) string { return f.OneOf(key, f.declaration(key).Enum...) }

// OneOf returns one of the allowed words, "" where it is absent or wrong.
func (f *Fields) OneOf(key string, allowed ...string) string {
	n := f.Get(key)
	if n.IsNull() {
		return ""
	}
	if n.Kind != Scalar || !slices.Contains(allowed, n.Value) {
		f.wrong(n, key, diag.Text{ZH: either(allowed), EN: "one of " + strings.Join(allowed, " | ")})
		return ""
	}
	return strings.Clone(n.Value)
}

// either is a choice of words in a Chinese sentence.
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	or := " 或 "
	if words[last][0] >= utf8.RuneSelf {
		or = "或"
	}
	return strings.Join(words[:last], "、") + or + words[last]
}

// List returns the items of a sequence.
func (f *Fields) List(key string) []*Node {
	n := f.Get(key)
	if n.IsNull() {
		return nil
	}
	if n.Kind != Sequence {
		f.wrong(n, key, diag.Textf("一个列表", "a list"))
		return nil
	}
	return n.Items
}

// Texts returns a sequence of scalars.
func (f *Fields) Texts(key string) []string {
	var out []string
	for _, n := range f.List(key) {
		if n.Kind != Scalar || n.IsNull() {
			found := foundAs(n)
			f.b.Report(f.b.Rule, n.Span, diag.Text{ZH: f.after(key) + "的每一项应为一段文字，实际是" + found.ZH, EN: "each item of " + f.written(key) + " should be a text, found " + found.EN}, diag.Text{})
			continue
		}
		out = append(out, strings.Clone(n.Value))
	}
	return out
}

// NeedRequired reports every key that is declared required and is absent or empty.
func (f *Fields) NeedRequired() {
	for _, k := range f.declared.Keys {
		if k.Required {
			f.Need(k.ID)
		}
	}
}

// Need reports a required key that is absent or empty.
func (f *Fields) Need(key string) {
	k, n := f.Pair(key)
	if !n.IsNull() || n != nil && n.Broken || k == nil && f.node.Broken {
		return
	}
	at := f.node.Span
	if k != nil {
		at = n.Span
	}
	f.b.Report(f.b.Rule, diag.Span{Line: at.Line, Column: at.Column, EndLine: at.Line, EndColumn: at.Column + 1},
		diag.Text{ZH: "缺少" + f.before(key), EN: f.written(key) + " is missing"}, diag.Text{ZH: "请填写" + f.before(key), EN: "give it a value"})
}

// Unread lists the keys that were not read.
func (f *Fields) Unread() []*Node {
	var out []*Node
	for i, k := range f.node.Keys {
		if !f.used[i] {
			out = append(out, k)
		}
	}
	return out
}

// Done reports every key that was not read, with the nearest known name.
func (f *Fields) Done() {
	if f.declared != nil {
		for _, k := range f.declared.Keys {
			if !slices.Contains(f.known, k.ID) {
				panic("the key " + k.ID + " of " + f.declared.ID + " is declared and not read")
			}
		}
	}
	for _, k := range f.Unread() {
		f.b.Report("unknown-key", k.Span, diag.Textf("没有“%s”这个键", "unknown key %q", k.Value), diag.Suggest(k.Value, f.names()))
	}
}

// names lists the keys that were asked for, with their other names.
func (f *Fields) names() []string {
	out := slices.Clone(f.known)
	for zh, id := range f.aliases {
		if slices.Contains(f.known, id) {
			out = append(out, zh)
		}
	}
	slices.Sort(out)
	return out
}

// foundAs says what a value is that should be something else.
func foundAs(n *Node) diag.Text {
	switch {
	case n.Kind == Mapping:
		return diag.Textf("一组“键: 值”", "keys with values")
	case n.Kind == Sequence:
		return diag.Textf("一个列表", "a list")
	case n.IsNull():
		return diag.Textf("空的", "nothing")
	}
	return diag.Textf("“%s”", "%q", n.Value)
}

func (f *Fields) wrong(n *Node, key string, expected diag.Text) {
	found := foundAs(n)
	if expected.ZH != "" && expected.ZH[0] < utf8.RuneSelf {
		expected.ZH = " " + expected.ZH
	}
	f.b.Report(f.b.Rule, n.Span, diag.Text{ZH: f.after(key) + "应为" + expected.ZH + "，实际是" + found.ZH, EN: f.written(key) + " should be " + expected.EN + ", found " + found.EN}, diag.Text{})
}

// after and before are a key's name in a Chinese sentence, with the words that come after it or before it: an English
// name has a space there, a Chinese one is in quotation marks.
func (f *Fields) after(key string) string {
	if name := f.written(key); name[0] < utf8.RuneSelf {
		return name + " "
	}
	return "“" + f.written(key) + "”"
}

func (f *Fields) before(key string) string {
	if name := f.written(key); name[0] < utf8.RuneSelf {
		return " " + name
	}
	return "“" + f.written(key) + "”"
}

// written is a key's name as the mapping has it, or would have it beside its others.
func (f *Fields) written(key string) string {
	other := ""
	for zh, id := range f.aliases {
		if id == key {
			other = zh
		}
	}
	chinese := false
	for _, k := range f.node.Keys {
		if k.Value == key || other != "" && k.Value == other {
			return k.Value
		}
		chinese = chinese || f.aliases[k.Value] != ""
	}
	if other != "" && chinese {
		return other
	}
	return key
}

// Attachment is a file that is beside a page and is published with it.
type Attachment struct {
	File, Title string
	Span        diag.Span
}

var attachmentKeys = keys.Attachments("")

// Attachments reads a list of attachments.
func (b *Binder) Attachments(ns []*Node) []Attachment {
	var out []Attachment
	for _, n := range ns {
		f := b.Fields(n, attachmentKeys)
		f.NeedRequired()
		at := n.Span
		if v := f.Get("file"); v != nil {
			at = v.Span
		}
		out = append(out, Attachment{f.Text("file"), f.Text("title"), at})
		f.Done()
	}
	return out
}
