package amend

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// Key is a key of the report beside its figures, and what is in it as one text: the value itself; agencies with commas between;
// or, of what has parts, JSON.
type Key struct{ Name, Text string }

// The parts of keys that have some, as JSON.
type (
	waiver struct {
		Rule   string `json:"rule"`
		Cell   string `json:"cell"`
		Reason string `json:"reason"`
	}
	revision struct {
		Date  string   `json:"date"`
		Note  string   `json:"note"`
		Cells []figure `json:"cells"`
	}
	figure struct {
		Cell string `json:"cell"`
		From string `json:"from"`
		To   string `json:"to"`
	}
	origin struct {
		Title     string `json:"title"`
		URL       string `json:"url"`
		Retrieved string `json:"retrieved"`
	}
	attachment struct {
		File  string `json:"file"`
		Title string `json:"title"`
	}
	exclusion struct {
		Agency string `json:"agency"`
		Reason string `json:"reason"`
	}
)

// keyNames lists the keys that can be changed, in the order of a file.
var keyNames = []string{"title", "published", "draft", "scope", "includes", "excludes", "waive", "revisions", "source", "attachments"}

// Keys lists the keys that can be changed, also those that the file does not have.
func (s *File) Keys() []Key {
	out := make([]Key, len(keyNames))
	for i, name := range keyNames {
		out[i] = Key{name, keyText(s.Report, name)}
	}
	return out
}

// keyText is what a report has in a key.
func keyText(r *report.Report, name string) string {
	switch name {
	case "title":
		return r.Title
	case "published":
		return r.Published
	case "draft":
		if r.Draft {
			return "true"
		}
	case "scope":
		return r.Scope
	case "includes":
		if r.Children {
			return "children"
		}
		return strings.Join(r.Includes, ", ")
	case "excludes":
		var list []exclusion
		for _, x := range r.Excludes {
			list = append(list, exclusion{x.Agency, x.Reason})
		}
		return marshal(list)
	case "waive":
		var list []waiver
		for _, w := range r.Waivers {
			list = append(list, waiver{w.Rule, w.Cell, w.Reason})
		}
		return marshal(list)
	case "revisions":
		var list []revision
		for _, v := range r.Revisions {
			x := revision{Date: v.Date, Note: v.Note, Cells: []figure{}}
			for _, c := range v.Changes {
				f := figure{From: c.From, To: c.To}
				if c.Slot != nil {
					f.Cell = c.Slot.Path
				}
				x.Cells = append(x.Cells, f)
			}
			list = append(list, x)
		}
		return marshal(list)
	case "source":
		if r.Origin != nil {
			return marshal(origin{r.Origin.Title, r.Origin.URL, r.Origin.Retrieved})
		}
	case "attachments":
		var list []attachment
		for _, a := range r.Attachments {
			list = append(list, attachment{a.File, a.Title})
		}
		return marshal(list)
	}
	return ""
}

// marshal is a value as JSON; "" for a list without items.
func marshal(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(v) //nolint:errcheck // of texts and lists of them
	if out := strings.TrimSpace(b.String()); out != "null" && out != "[]" {
		return out
	}
	return ""
}

// wantedKey reads a text for a key: in the form that keyText has it, and as the file has it, its items one by one where it is a list.
// The message says what is wrong with it. What is in an item is called in Chinese where chinese is set and there are such names.
func wantedKey(name, text string, chinese bool) (canonical string, items []string, wrong diag.Text) {
	text = strings.TrimSpace(text)
	bad := func(zh, en string, args ...any) (string, []string, diag.Text) {
		return "", nil, diag.Textf(zh, en, args...)
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return bad("里面有换行或控制字符", "it has a line end or a control character")
	}
	day := func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }
	one := func(s string) bool { return !strings.ContainsFunc(s, unicode.IsControl) }
	switch name {
	case "published":
		if _, err := time.Parse("2006-01-02 15:04", text); text != "" && err != nil && !day(text) {
			return bad("“%s”不是日期，请写成 2026-01-20", "%q is not a date; write it like 2026-01-20", text)
		}
	case "draft":
		if text != "" && text != "true" {
			return bad("草稿只能是 true 或空白", "draft is true or blank")
		}
	case "scope":
		if text != "agency" && text != "government" {
			return bad("范围只能是 agency 或 government", "the scope is agency or government")
		}
	case "includes":
		list := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '，' || r == '、' || unicode.IsSpace(r) })
		for _, slug := range list {
			if !folder(slug) {
				return bad("“%s”不是机关的文件夹名", "%q is not the folder of an agency", slug)
			}
		}
		return strings.Join(list, ", "), list, diag.Text{}
	case "excludes":
		var list []exclusion
		if !parts(text, &list) {
			return bad("读不懂", "it cannot be read")
		}
		for _, x := range list {
			if x.Agency == "" || !folder(x.Agency) || strings.TrimSpace(x.Reason) == "" || !one(x.Reason) {
				return bad("要写明哪个机关、什么理由，理由写成一行", "each has an agency and a reason, of one line")
			}
			items = append(items, flow("agency", x.Agency, "reason", x.Reason))
		}
		return marshal(list), items, diag.Text{}
	case "waive":
		var list []waiver
		if !parts(text, &list) {
			return bad("读不懂", "it cannot be read")
		}
		for _, w := range list {
			if w.Rule == "" || strings.TrimSpace(w.Reason) == "" || !one(w.Rule+w.Cell+w.Reason) {
				return bad("说明要有规则和理由，写成一行", "a waiver has a rule and a reason, of one line")
			}
			items = append(items, flow("rule", w.Rule, "cell", w.Cell, "reason", w.Reason))
		}
		return marshal(list), items, diag.Text{}
	case "revisions":
		var list []revision
		if !parts(text, &list) {
			return bad("读不懂", "it cannot be read")
		}
		for i, v := range list {
			if v.Cells == nil {
				list[i].Cells = []figure{}
			}
			if !day(v.Date) || strings.TrimSpace(v.Note) == "" || !one(v.Note) {
				return bad("更正要有日期和说明，说明写成一行", "a revision has a date and a note of one line")
			}
			item := flow("date", v.Date, "note", v.Note)
			var cells []string
			for _, c := range v.Cells {
				if !one(c.Cell + c.From + c.To) {
					return bad("更正里有换行或控制字符", "a revision has a line end or a control character")
				}
				cells = append(cells, flow("cell", c.Cell, "from", c.From, "to", c.To))
			}
			if cells != nil {
				item = strings.TrimSuffix(item, "}") + ", cells: [" + strings.Join(cells, ", ") + "]}"
			}
			items = append(items, item)
		}
		return marshal(list), items, diag.Text{}
	case "source":
		var o origin
		if text == "" || !parts(text, &o) {
			return "", nil, diag.Text{}
		}
		switch {
		case o == origin{}:
			return "", nil, diag.Text{}
		case o.Title == "" || o.Retrieved != "" && !day(o.Retrieved) || !one(o.Title+o.URL):
			return bad("来源要有名称，获取日期写成 2026-01-20", "a source has a title, and a date of retrieval such as 2026-01-20")
		}
		for _, f := range [][2]string{{"title", o.Title}, {"url", o.URL}, {"retrieved", o.Retrieved}} {
			if f[1] != "" {
				items = append(items, f[0]+": "+scalar(f[1]))
			}
		}
		return marshal(o), items, diag.Text{}
	case "attachments":
		var list []attachment
		if !parts(text, &list) {
			return bad("读不懂", "it cannot be read")
		}
		for _, a := range list {
			if a.File == "" || !one(a.File+a.Title) {
				return bad("附件要有文件名", "an attachment has a file")
			}
			items = append(items, flow(partName(name, "file", chinese), a.File, partName(name, "title", chinese), a.Title))
		}
		return marshal(list), items, diag.Text{}
	}
	return text, nil, diag.Text{}
}

// folder reports whether a text can be the name of an agency's folder.
func folder(slug string) bool {
	return strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// parts reads JSON; blank is nothing.
func parts(text string, to any) bool {
	if text == "" {
		return true
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(to) == nil
}

// flow writes names and values as a mapping on one line; what is blank is left out.
func flow(pairs ...string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+": "+scalar(strings.TrimSpace(pairs[i+1])))
		}
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// scalar writes a text so that it is read as that text, within a mapping on one line too.
func scalar(text string) string {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return text
	}
	id := strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == "" && text != "" && unicode.IsLetter(rune(text[0]))
	if id && !slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off"}, text) || plain(text) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// keys writes keys of the report.
func (w *writer) keys(typed map[string]string) {
	w.key = map[string]string{}
	names := slices.SortedFunc(maps.Keys(typed), func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(keyNames, a), slices.Index(keyNames, b)), cmp.Compare(a, b))
	})
	for _, name := range names {
		before := keyText(w.Report, name)
		canonical, items, wrong := wantedKey(name, typed[name], w.inChinese())
		if !slices.Contains(keyNames, name) {
			wrong = diag.Textf("不能在这里改", "it cannot be changed here")
		}
		if !wrong.IsZero() {
			w.refused = append(w.refused, w.fault(w.Report.YearSpan, nil, diag.Textf("%s：%v", "%s: %v", w.titleOf(name), wrong), diag.Text{}))
			continue
		}
		if canonical == before {
			continue
		}
		w.key[name] = canonical
		refused := len(w.refused)
		if w.writeKey(name, canonical, items); len(w.refused) > refused {
			delete(w.key, name)
		}
	}
}

// titleOf is what a key is, in words.
func (w *writer) titleOf(name string) diag.Text {
	if k := reportKeys.Key(name); k != nil {
		return k.Title
	}
	return diag.Textf("%s", "%s", name)
}

// pair is the index of a key in the front matter, by one of its names; -1 for none.
func (s *File) pair(name string) int {
	k := reportKeys.Key(name)
	return slices.IndexFunc(s.doc.Front.Keys, func(n *source.Node) bool { return n.Value == k.ID || k.Chinese != "" && n.Value == k.Chinese })
}

// writeKey writes one key: its value where it is a word, else its items, of which those that stay keep their lines.
func (w *writer) writeKey(name, text string, items []string) {
	front := w.doc.Front
	i := w.pair(name)
	if i < 0 {
		w.newKey(name, w.keyLines(w.keyName(name), name, text, items))
		return
	}
	k, n := front.Keys[i], front.Items[i]
	first, last := k.Span.Line, end(front, i)
	old, kept := w.itemLines(name, n)
	switch {
	case !block(front) || n.Broken:
		w.refused = append(w.refused, w.fault(k.Span, nil, diag.Textf("“%s”的写法不能在网页上改", "%s is written in a way that cannot be changed here", k.Value), diag.Textf("请在编辑器里改第 %d 行", "change line %d in an editor", first)))
	case text == "" && !(name == "scope"):
		w.replaceLines(first, last, nil)
	case n.Kind == source.Scalar && !n.IsNull() && items == nil:
		w.write(diag.Edit{Span: n.Span, Text: scalar(text)})
	case n.Kind == source.Sequence && name == "includes" && n.Span.Line == n.Span.EndLine && strings.HasPrefix(string([]rune(w.doc.Line(n.Span.Line))[n.Span.Column-1:]), "["):
		_, value, _ := strings.Cut(w.keyLines("", name, text, items)[0], ": ")
		w.write(diag.Edit{Span: n.Span, Text: value})
	case kept != nil:
		lines := slices.Clone(kept[:1])
		for _, item := range items {
			if at := slices.Index(old, item); at >= 0 {
				lines = append(lines, kept[at+1])
				old[at] = "" // it has its place
			} else {
				lines = append(lines, "  - "+item)
			}
		}
		w.replaceLines(first, last, lines)
	case slices.ContainsFunc(w.between(first, last), func(l string) bool { return strings.Contains(l, "#") }) && !strings.Contains(keyText(w.Report, name), "#"):
		w.refused = append(w.refused, w.fault(k.Span, nil, diag.Textf("“%s”里有注释，在网页上改会丢失", "%s has comments, which would be lost", k.Value), diag.Textf("请在编辑器里改第 %d 行", "change line %d in an editor", first)))
	default:
		w.replaceLines(first, last, w.keyLines(k.Value, name, text, items))
	}
}

// keyName is the name of a new key, in the language of those that are there.
func (w *writer) keyName(name string) string {
	k := reportKeys.Key(name)
	if w.inChinese() && k.Chinese != "" {
		return k.Chinese
	}
	return k.ID
}

// inChinese reports whether keys are written in Chinese.
func (s *File) inChinese() bool {
	return slices.ContainsFunc(s.doc.Front.Keys, func(n *source.Node) bool {
		k := reportKeys.Key(n.Value)
		return k != nil && k.Chinese == n.Value && k.Chinese != ""
	})
}

// partName is what a part of a key's items is called.
func partName(key, part string, chinese bool) string {
	if k := reportKeys.Key(key).Key(part); chinese && k.Chinese != "" {
		return k.Chinese
	}
	return part
}

// keyLines writes a key.
func (w *writer) keyLines(key, name, text string, items []string) []string {
	switch {
	case name == "includes" && text != "children":
		return []string{key + ": [" + strings.Join(items, ", ") + "]"}
	case name == "source":
		out := []string{key + ":"}
		for _, item := range items {
			out = append(out, "  "+item)
		}
		return out
	case items == nil || name == "includes":
		return []string{key + ": " + scalar(text)}
	}
	out := []string{key + ":"}
	for _, item := range items {
		out = append(out, "  - "+item)
	}
	return out
}

// newKey writes a key that the file does not have: where it belongs among those that are there.
func (w *writer) newKey(name string, lines []string) {
	at := 0
	for _, k := range reportKeys.Keys {
		if k.ID == name {
			break
		}
		if i := w.pair(k.ID); i >= 0 {
			at = max(at, end(w.doc.Front, i))
		}
	}
	if at == 0 || !block(w.doc.Front) {
		w.refused = append(w.refused, w.fault(w.Report.YearSpan, nil, diag.Textf("不知道“%s”该写在哪一行", "there is no line where %s belongs", name), diag.Textf("请在编辑器里写", "write it in an editor")))
		return
	}
	w.below(at, lines)
}

// itemLines are the items of a list whose items are one below the other, as a file would have them, and their lines as
// they are, those of the key itself first; nil lines where it is written otherwise.
func (w *writer) itemLines(name string, n *source.Node) (items, lines []string) {
	if n.Kind != source.Sequence || len(n.Items) == 0 {
		return nil, nil
	}
	_, items, _ = wantedKey(name, keyText(w.Report, name), w.inChinese())
	if len(items) != len(n.Items) || n.Items[0].Span.Line == n.Span.Line && !strings.HasPrefix(strings.TrimSpace(w.doc.Line(n.Span.Line)), "- ") {
		return nil, nil
	}
	i := w.pair(name)
	from := w.doc.Front.Keys[i].Span.Line
	for j, it := range n.Items {
		if !strings.HasPrefix(strings.TrimSpace(w.doc.Line(it.Span.Line)), "- ") {
			return nil, nil
		}
		lines = append(lines, strings.Join(w.between(from, it.Span.Line-1), w.eol()))
		from = it.Span.Line
		if j == len(n.Items)-1 {
			lines = append(lines, strings.Join(w.between(from, end(w.doc.Front, i)), w.eol()))
		}
	}
	return items, lines
}

// between are lines of the file.
func (s *File) between(first, last int) (out []string) {
	for line := first; line <= last; line++ {
		out = append(out, strings.TrimSuffix(s.doc.Line(line), "\r"))
	}
	return out
}

// replaceLines writes lines in the place of others.
func (w *writer) replaceLines(first, last int, lines []string) {
	text := ""
	for _, l := range lines {
		text += l + w.eol()
	}
	w.write(diag.Edit{Span: diag.Span{Line: first, Column: 1, EndLine: last + 1, EndColumn: 1}, Text: text})
}
