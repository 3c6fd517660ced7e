package program

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// value is an expression: its type, and how it is worked out.
type value struct {
	typ   reflect.Type
	of    func(s *state, dot reflect.Value) reflect.Value
	fixed bool // it is written in the template
}

func constant(x any) value {
	v := reflect.ValueOf(x)
	return value{v.Type(), func(*state, reflect.Value) reflect.Value { return v }, true}
}

// pipe compiles a pipeline of one command.
func (s *scope) pipe(p *parse.PipeNode) (value, error) {
	if p == nil || len(p.Cmds) != 1 {
		return value{}, unknown(p)
	}
	return s.command(p.Cmds[0])
}

func (s *scope) command(c *parse.CommandNode) (value, error) {
	switch first := c.Args[0].(type) {
	case *parse.IdentifierNode:
		return s.function(first.Ident, c)
	case *parse.FieldNode:
		return s.chain(s.here(), first.Ident, c.Args[1:], c)
	case *parse.VariableNode:
		v, err := s.variable(first.Ident[0])
		if err != nil {
			return value{}, err
		}
		return s.chain(v, first.Ident[1:], c.Args[1:], c)
	case *parse.ChainNode:
		v, err := s.argument(first.Node)
		if err != nil {
			return value{}, err
		}
		return s.chain(v, first.Field, c.Args[1:], c)
	}
	if len(c.Args) > 1 {
		return value{}, unknown(c)
	}
	return s.argument(c.Args[0])
}

// argument compiles an operand of a command.
func (s *scope) argument(n parse.Node) (value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.here(), nil
	case *parse.FieldNode:
		return s.chain(s.here(), n.Ident, nil, n)
	case *parse.VariableNode:
		v, err := s.variable(n.Ident[0])
		if err != nil {
			return value{}, err
		}
		return s.chain(v, n.Ident[1:], nil, n)
	case *parse.ChainNode:
		v, err := s.argument(n.Node)
		if err != nil {
			return value{}, err
		}
		return s.chain(v, n.Field, nil, n)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return value{}, unknown(n)
		}
		return s.pipe(n)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	}
	return value{}, unknown(n)
}

func (s *scope) here() value {
	return value{s.dot, func(_ *state, dot reflect.Value) reflect.Value { return dot }, false}
}

func (s *scope) variable(name string) (value, error) {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if v := s.vars[i]; v.name == name {
			at := v.at
			return value{v.typ, func(s *state, _ reflect.Value) reflect.Value { return s.vars[at] }, false}, nil
		}
	}
	return value{}, fmt.Errorf("no variable %s", name)
}

// chain compiles .A.B.C of a value. Only the last may be a method with arguments.
func (s *scope) chain(v value, names []string, args []parse.Node, at parse.Node) (value, error) {
	if len(names) == 0 && len(args) > 0 {
		return value{}, unknown(at)
	}
	for i, name := range names {
		var with []parse.Node
		if i == len(names)-1 {
			with = args
		}
		var err error
		if v, err = s.member(v, name, with, at); err != nil {
			return value{}, err
		}
	}
	return v, nil
}

// member compiles a field or a method of a value, a method first, as text/template does.
func (s *scope) member(v value, name string, args []parse.Node, at parse.Node) (value, error) {
	of, typ := v.of, v.typ
	if typ.Kind() == reflect.Interface {
		return value{}, fmt.Errorf("%s: what %s is is known only when it is there", at, typ)
	}
	if m, ok := typ.MethodByName(name); ok {
		with, err := s.arguments(m.Type, 1, args, at)
		if err != nil {
			return value{}, err
		}
		return called(m.Type, func(s *state, dot reflect.Value) reflect.Value { return of(s, dot).Method(m.Index) }, with, at)
	}
	if typ.Kind() != reflect.Pointer {
		if _, ok := reflect.PointerTo(typ).MethodByName(name); ok {
			return value{}, fmt.Errorf("%s: a method of a pointer", at)
		}
	}
	pointer := typ.Kind() == reflect.Pointer
	if pointer {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || len(args) > 0 {
		return value{}, unknown(at)
	}
	f, ok := typ.FieldByName(name)
	if !ok || !f.IsExported() {
		return value{}, fmt.Errorf("%s: %s has no field %s", at, typ, name)
	}
	index, inner := f.Index, typ
	for _, i := range index[:len(index)-1] { // through embedded pointers only the template itself goes
		if inner = inner.Field(i).Type; inner.Kind() != reflect.Struct {
			return value{}, fmt.Errorf("%s: %s is embedded in %s", at, inner, typ)
		}
	}
	last := index[0]
	switch {
	case pointer && len(index) == 1:
		return value{f.Type, func(s *state, dot reflect.Value) reflect.Value { return pointed(of(s, dot)).Field(last) }, false}, nil
	case len(index) == 1:
		return value{f.Type, func(s *state, dot reflect.Value) reflect.Value { return of(s, dot).Field(last) }, false}, nil
	}
	return value{f.Type, func(s *state, dot reflect.Value) reflect.Value {
		x := of(s, dot)
		if pointer {
			x = pointed(x)
		}
		for _, i := range index {
			x = x.Field(i)
		}
		return x
	}, false}, nil
}

// pointed is what a pointer leads to.
func pointed(v reflect.Value) reflect.Value {
	if v.IsNil() {
		panic(ErrTemplate)
	}
	return v.Elem()
}

// arguments compiles the arguments of a function, whose first ones may be given already.
func (s *scope) arguments(fn reflect.Type, given int, args []parse.Node, at parse.Node) ([]value, error) {
	least := fn.NumIn()
	if fn.IsVariadic() {
		least--
	}
	if n := len(args) + given; n < least || n > fn.NumIn() && !fn.IsVariadic() {
		return nil, fmt.Errorf("%s: the wrong number of arguments", at)
	}
	var out []value
	for i, a := range args {
		v, err := s.argument(a)
		if err != nil {
			return nil, err
		}
		want := fn.In(min(given+i, fn.NumIn()-1))
		if fn.IsVariadic() && given+i >= fn.NumIn()-1 {
			want = want.Elem()
		}
		if !v.typ.AssignableTo(want) || v.typ.Kind() == reflect.Interface {
			return nil, fmt.Errorf("%s: %s is not a %s", at, v.typ, want)
		}
		out = append(out, v)
	}
	return out, nil
}

// called is what a function returns, which may be an error too: then the template itself says it.
func called(typ reflect.Type, fn func(*state, reflect.Value) reflect.Value, args []value, at parse.Node) (value, error) {
	faulty := typ.NumOut() == 2 && typ.Out(1) == reflect.TypeFor[error]()
	if typ.NumOut() != 1 && !faulty {
		return value{}, unknown(at)
	}
	return value{typ.Out(0), func(s *state, dot reflect.Value) reflect.Value {
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = a.of(s, dot)
		}
		out := fn(s, dot).Call(in)
		if faulty && !out[1].IsNil() {
			panic(ErrTemplate)
		}
		return out[0]
	}, false}, nil
}
