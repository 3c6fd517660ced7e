package program

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// test is a condition.
type test func(s *state, dot reflect.Value) bool

// condition compiles a pipeline of which only is asked whether it is true.
func (s *scope) condition(p *parse.PipeNode) (test, error) {
	if len(p.Cmds) == 1 && len(p.Decl) == 0 {
		if f, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode); ok {
			args := p.Cmds[0].Args[1:]
			switch f.Ident {
			case "and", "or", "not":
				return s.logic(f.Ident, args, p)
			case "eq", "gt":
				return s.compare(f.Ident, args, p)
			}
		}
	}
	v, err := s.pipe(p)
	if err != nil {
		return nil, err
	}
	is, err := truth(v.typ)
	return func(s *state, dot reflect.Value) bool { return is(v.of(s, dot)) }, err
}

func (s *scope) logic(name string, args []parse.Node, at parse.Node) (test, error) {
	var all []test
	for _, a := range args {
		var t test
		if p, ok := a.(*parse.PipeNode); ok {
			var err error
			if t, err = s.condition(p); err != nil {
				return nil, err
			}
		} else {
			v, err := s.argument(a)
			if err != nil {
				return nil, err
			}
			is, err := truth(v.typ)
			if err != nil {
				return nil, err
			}
			t = func(s *state, dot reflect.Value) bool { return is(v.of(s, dot)) }
		}
		all = append(all, t)
	}
	switch {
	case len(all) == 0:
		return nil, unknown(at)
	case name == "not" && len(all) == 1:
		return func(s *state, dot reflect.Value) bool { return !all[0](s, dot) }, nil
	case name == "not":
		return nil, unknown(at)
	}
	stop := name == "or"
	return func(s *state, dot reflect.Value) bool {
		for _, t := range all {
			if t(s, dot) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}

// compare compiles eq and gt of two whole numbers, and eq of two texts.
func (s *scope) compare(name string, args []parse.Node, at parse.Node) (test, error) {
	if len(args) != 2 {
		return nil, unknown(at)
	}
	a, err := s.argument(args[0])
	if err != nil {
		return nil, err
	}
	b, err := s.argument(args[1])
	switch {
	case err != nil:
		return nil, err
	case a.typ.Kind() == reflect.String && b.typ.Kind() == reflect.String && name == "eq":
		return func(s *state, dot reflect.Value) bool { return a.of(s, dot).String() == b.of(s, dot).String() }, nil
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int && name == "eq":
		return func(s *state, dot reflect.Value) bool { return a.of(s, dot).Int() == b.of(s, dot).Int() }, nil
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int:
		return func(s *state, dot reflect.Value) bool { return a.of(s, dot).Int() > b.of(s, dot).Int() }, nil
	}
	return nil, fmt.Errorf("%s: %s and %s are not compared here", at, a.typ, b.typ)
}

// truth is how text/template tells whether a value is there.
func truth(t reflect.Type) (func(reflect.Value) bool, error) {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() > 0 }, nil
	case reflect.Bool:
		return reflect.Value.Bool, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }, nil
	case reflect.Pointer, reflect.Func:
		return func(v reflect.Value) bool { return !v.IsNil() }, nil
	case reflect.Struct:
		return func(reflect.Value) bool { return true }, nil
	}
	return nil, fmt.Errorf("whether %s is true is not compiled", t)
}

// function compiles a call: of what text/template brings, as far as it is used where not only its truth counts, or of the theme's.
func (s *scope) function(name string, c *parse.CommandNode) (value, error) {
	switch name {
	case "and", "or", "not", "eq", "gt":
		// Of and and or the value is one of the arguments, not its truth.
		if name == "and" || name == "or" {
			return value{}, unknown(c)
		}
		is, err := s.condition(&parse.PipeNode{Cmds: []*parse.CommandNode{c}})
		return value{reflect.TypeFor[bool](), func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(is(s, dot)) }, false}, err
	case "len", "index":
		return s.measure(name, c)
	}
	f, ok := s.funcs[name]
	if !ok {
		return value{}, unknown(c)
	}
	fn := reflect.ValueOf(f)
	args, err := s.arguments(fn.Type(), 0, c.Args[1:], c)
	if err != nil {
		return value{}, err
	}
	switch f := f.(type) {
	case func(string) bool:
		return value{reflect.TypeFor[bool](), func(s *state, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(f(args[0].of(s, dot).String()))
		}, false}, nil
	case func(string, ...any) (string, error):
		return value{reflect.TypeFor[string](), func(s *state, dot reflect.Value) reflect.Value {
			with := make([]any, len(args)-1)
			for i, a := range args[1:] {
				with[i] = a.of(s, dot).Interface()
			}
			text, err := f(args[0].of(s, dot).String(), with...)
			if err != nil {
				panic(ErrTemplate)
			}
			return reflect.ValueOf(text)
		}, false}, nil
	}
	return called(fn.Type(), func(*state, reflect.Value) reflect.Value { return fn }, args, c)
}

// measure compiles len and index of a list.
func (s *scope) measure(name string, c *parse.CommandNode) (value, error) {
	if len(c.Args) < 2 {
		return value{}, unknown(c)
	}
	list, err := s.argument(c.Args[1])
	if err != nil {
		return value{}, err
	}
	if list.typ.Kind() != reflect.Slice {
		return value{}, unknown(c)
	}
	if name == "len" && len(c.Args) == 2 {
		return value{reflect.TypeFor[int](), func(s *state, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(list.of(s, dot).Len())
		}, false}, nil
	}
	if name != "index" || len(c.Args) != 3 {
		return value{}, unknown(c)
	}
	at, err := s.argument(c.Args[2])
	if err != nil {
		return value{}, err
	}
	if at.typ.Kind() != reflect.Int {
		return value{}, unknown(c)
	}
	return value{list.typ.Elem(), func(s *state, dot reflect.Value) reflect.Value {
		all, i := list.of(s, dot), at.of(s, dot).Int()
		if i < 0 || i >= int64(all.Len()) {
			panic(ErrTemplate)
		}
		return all.Index(int(i))
	}, false}, nil
}
