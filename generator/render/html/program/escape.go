package program

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// place is where in a page a value is. html/template escapes by it: with a chain of functions that only it can name.
type place struct {
	sample *template.Template // a template with nothing but such a place
	before int                // bytes of the sample before its value
	after  int
	plain  [256]bool   // bytes that stay as they are there
	as     [256]string // what others become, wherever they are; "" where html/template has to be asked
	raw    bool        // markup too
	url    bool
}

// places are those that the compiler knows, by the chain of functions. Which it is is read from samples, so that html/template
// alone says what is escaped where.
var places = sync.OnceValue(func() map[string]*place {
	out := map[string]*place{}
	for _, x := range []struct {
		before, after string
		special       string
		raw, url      bool
	}{
		{"", "", "\x00\"&'+<>", true, false},
		{`<i title="`, `"></i>`, "\x00\"&'+<>", false, false},
		{"<title>", "</title>", "\x00\"&'+<>", false, false},
		{`<a href="`, `"></a>`, "", false, true},
		{`<a href="?`, `"></a>`, "", false, true},
	} {
		p := &place{sample: template.Must(template.New("").Parse(x.before + "{{.}}" + x.after)), before: len(x.before), after: len(x.after), raw: x.raw, url: x.url}
		var b bytes.Buffer
		if err := p.sample.Execute(&b, ""); err != nil {
			panic(err)
		}
		for i := range p.plain {
			c := byte(i)
			if x.url {
				p.plain[i] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 || strings.IndexByte("/#", c) >= 0 && x.before == `<a href="`
			} else {
				p.plain[i] = strings.IndexByte(x.special, c) < 0
			}
		}
		for i := range p.as {
			if c := byte(i); strings.IndexByte(x.special, c) >= 0 || x.url && c >= 0x80 {
				p.as[i] = string(p.append(nil, reflect.ValueOf(string([]byte{c}))))
			}
		}
		for _, n := range p.sample.Tree.Root.Nodes {
			if a, ok := n.(*parse.ActionNode); ok {
				out[chain(a.Pipe)] = p
			}
		}
	}
	return out
})

// chain names the functions that html/template has added to a pipeline.
func chain(p *parse.PipeNode) string {
	var names []string
	for _, c := range p.Cmds[1:] {
		names = append(names, c.String())
	}
	return strings.Join(names, "|")
}

// print compiles a value that is printed.
func (s *scope) print(p *parse.PipeNode) (step, error) {
	if len(p.Cmds) == 0 {
		return nil, unknown(p)
	}
	where := places()[chain(p)]
	if where == nil {
		return nil, fmt.Errorf("%s: no such place is known", p)
	}
	v, err := s.command(p.Cmds[0])
	if err != nil {
		return nil, err
	}
	switch {
	case v.typ == reflect.TypeFor[template.HTML]() && where.raw:
		return func(s *state, dot reflect.Value) { s.out = append(s.out, v.of(s, dot).String()...) }, nil
	case v.typ.Kind() == reflect.String && !printsItself(v.typ) && (v.typ == reflect.TypeFor[string]() || v.typ.PkgPath() != reflect.TypeFor[template.HTML]().PkgPath()):
		return func(s *state, dot reflect.Value) {
			text := v.of(s, dot)
			if out, ok := where.appendText(s.out, text.String()); ok {
				s.out = out
			} else {
				s.out = where.append(s.out, text)
			}
		}, nil
	case v.typ == reflect.TypeFor[int]() && !where.url:
		return func(s *state, dot reflect.Value) { s.out = strconv.AppendInt(s.out, v.of(s, dot).Int(), 10) }, nil
	}
	return func(s *state, dot reflect.Value) { s.out = where.append(s.out, v.of(s, dot)) }, nil
}

// printsItself reports whether values of a type say themselves what they print.
func printsItself(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[fmt.Stringer]()) || t.Implements(reflect.TypeFor[error]())
}

// appendText appends a text as it is written there, unless html/template has to be asked.
func (p *place) appendText(dst []byte, text string) ([]byte, bool) {
	from, before := 0, len(dst)
	for i := range len(text) {
		if c := text[i]; !p.plain[c] {
			if p.as[c] == "" {
				return dst[:before], false
			}
			dst = append(append(dst, text[from:i]...), p.as[c]...)
			from = i + 1
		}
	}
	return append(dst, text[from:]...), true
}

// append lets html/template escape a value.
func (p *place) append(dst []byte, v reflect.Value) []byte {
	var b bytes.Buffer
	if err := p.sample.Execute(&b, v.Interface()); err != nil {
		panic(ErrTemplate)
	}
	return append(dst, b.Bytes()[p.before:b.Len()-p.after]...)
}
