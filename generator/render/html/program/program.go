// Package program runs parsed templates of pages without looking anything up while it does.
//
// html/template decides what is escaped where, and text/template finds each field by its name and calls each function by
// reflection, on every page: 36 % of all that a build allocated. Both know the type of the data only when they run;
// here it is known beforehand. The template stays what a theme wrote: Compile takes the tree that html/template has made
// safe, and what it does not understand is an error, upon which the template itself is executed.
package program

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"text/template/parse"
)

// Program is a template compiled for data of one type. It is safe for concurrent use.
type Program struct {
	data reflect.Type
	run  *body
}

// ErrTemplate says that the template itself has to be executed: it can tell what is wrong with the data.
var ErrTemplate = errors.New("the data needs the template itself")

// state is one run.
type state struct {
	out  []byte
	vars []reflect.Value // the first is the data of the template that runs
}

// step is a part of a template: it appends to what is written.
type step func(s *state, dot reflect.Value)

// body is a template for data of a type. It is filled when it is compiled, since templates call themselves.
type body struct {
	steps []step
	vars  int // how many variables it has, its data among them
}

// Compile compiles a template for data of a type. The functions are those that it was parsed with.
func Compile(t *template.Template, funcs template.FuncMap, data reflect.Type) (*Program, error) {
	// Its tree is made safe when it is executed, and before that asks for data.
	var fault *template.Error
	if err := t.Execute(io.Discard, nil); errors.As(err, &fault) {
		return nil, err
	}
	c := &compiler{templates: t, funcs: funcs, bodies: map[key]*body{}}
	b, err := c.body(t.Name(), data)
	if err != nil {
		return nil, err
	}
	return &Program{data: data, run: b}, nil
}

// Append appends what the template makes of data. Where the error is ErrTemplate nothing was appended.
func (p *Program) Append(dst []byte, data any) (out []byte, err error) {
	v := reflect.ValueOf(data)
	if !v.IsValid() || v.Type() != p.data {
		return dst, ErrTemplate
	}
	s := &state{out: dst, vars: make([]reflect.Value, 0, 32)}
	defer func() {
		if r := recover(); r != nil {
			if r != ErrTemplate { //nolint:errorlint // as it was thrown
				panic(r)
			}
			out, err = dst, ErrTemplate
		}
	}()
	p.run.call(s, v)
	return s.out, nil
}

// call runs a template with variables of its own.
func (b *body) call(s *state, data reflect.Value) {
	outer := s.vars
	n := len(outer)
	for range b.vars {
		s.vars = append(s.vars, reflect.Value{})
	}
	frame := s.vars
	s.vars = frame[n:]
	s.vars[0] = data
	run(b.steps, s, data)
	s.vars = outer
}

func run(steps []step, s *state, dot reflect.Value) {
	for _, do := range steps {
		do(s, dot)
	}
}

// compiler compiles a template and those that it calls.
type compiler struct {
	templates *template.Template
	funcs     template.FuncMap
	bodies    map[key]*body
}

type key struct {
	name string
	data reflect.Type
}

// scope is what is known at a place of a template.
type scope struct {
	*compiler
	body *body
	vars []variable // the innermost last
	dot  reflect.Type
}

type variable struct {
	name string
	typ  reflect.Type
	at   int
}

func (c *compiler) body(name string, data reflect.Type) (*body, error) {
	k := key{name, data}
	if b := c.bodies[k]; b != nil {
		return b, nil
	}
	t := c.templates.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("no template %q", name)
	}
	b := &body{vars: 1}
	c.bodies[k] = b
	s := scope{compiler: c, body: b, dot: data, vars: []variable{{"$", data, 0}}}
	var err error
	if b.steps, err = s.list(t.Tree.Root); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}

// list compiles what is between two tags of a template. Variables that it declares end with it.
func (s scope) list(l *parse.ListNode) ([]step, error) {
	if l == nil {
		return nil, nil
	}
	var out []step
	for _, n := range l.Nodes {
		do, err := s.node(n)
		if err != nil {
			return nil, err
		}
		if do != nil {
			out = append(out, do)
		}
	}
	return out, nil
}

func (s *scope) node(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(s *state, _ reflect.Value) { s.out = append(s.out, text...) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return s.declare(n.Pipe)
		}
		return s.print(n.Pipe)
	case *parse.IfNode:
		return s.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return s.loop(n)
	case *parse.TemplateNode:
		return s.template(n)
	}
	return nil, unknown(n)
}

// unknown is what the compiler does not understand.
func unknown(n parse.Node) error { return fmt.Errorf("%s is not compiled", n) }

// let makes room for a variable.
func (s *scope) let(name string, typ reflect.Type) int {
	at := s.body.vars
	s.body.vars++
	s.vars = append(s.vars[:len(s.vars):len(s.vars)], variable{name, typ, at})
	return at
}

func (s *scope) declare(p *parse.PipeNode) (step, error) {
	if p.IsAssign || len(p.Decl) != 1 {
		return nil, unknown(p)
	}
	v, err := s.pipe(p)
	if err != nil {
		return nil, err
	}
	at := s.let(p.Decl[0].Ident[0], v.typ)
	return func(s *state, dot reflect.Value) { s.vars[at] = v.of(s, dot) }, nil
}

// branch compiles if and with. What with looks at is the dot within it.
func (s scope) branch(n *parse.BranchNode, with bool) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		return nil, unknown(n)
	}
	otherwise, err := s.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	if !with {
		is, err := s.condition(n.Pipe)
		if err != nil {
			return nil, err
		}
		then, err := s.list(n.List)
		return func(s *state, dot reflect.Value) {
			if is(s, dot) {
				run(then, s, dot)
			} else {
				run(otherwise, s, dot)
			}
		}, err
	}
	v, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	is, err := truth(v.typ)
	if err != nil {
		return nil, err
	}
	s.dot = v.typ
	then, err := s.list(n.List)
	return func(s *state, dot reflect.Value) {
		if x := v.of(s, dot); is(x) {
			run(then, s, x)
		} else {
			run(otherwise, s, dot)
		}
	}, err
}

func (s scope) loop(n *parse.RangeNode) (step, error) {
	if n.Pipe.IsAssign || len(n.Pipe.Decl) > 2 {
		return nil, unknown(n)
	}
	over, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	if over.typ.Kind() != reflect.Slice {
		return nil, fmt.Errorf("%s: a range over %s is not compiled", n.Pipe, over.typ)
	}
	otherwise, err := s.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	index, element := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		element = s.let(d[0].Ident[0], over.typ.Elem())
	case 2:
		index, element = s.let(d[0].Ident[0], reflect.TypeFor[int]()), s.let(d[1].Ident[0], over.typ.Elem())
	}
	s.dot = over.typ.Elem()
	each, err := s.list(n.List)
	return func(s *state, dot reflect.Value) {
		all := over.of(s, dot)
		if all.Len() == 0 {
			run(otherwise, s, dot)
		}
		for i := range all.Len() {
			x := all.Index(i)
			if index >= 0 {
				s.vars[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				s.vars[element] = x
			}
			run(each, s, x)
		}
	}, err
}

func (s *scope) template(n *parse.TemplateNode) (step, error) {
	if n.Pipe == nil || len(n.Pipe.Decl) > 0 {
		return nil, unknown(n)
	}
	v, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	b, err := s.compiler.body(n.Name, v.typ)
	if err != nil {
		return nil, err
	}
	return func(s *state, dot reflect.Value) { b.call(s, v.of(s, dot)) }, nil
}
