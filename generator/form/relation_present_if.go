package form

// PresentIf relations say that there is something in Total where there is something
// in any of Plus: a number other than 0, a text other than its default, yes.
const PresentIf RelationKind = "present-if"

func presentIfKind() *kind {
	return &kind{PresentIf, []operand{{key: "cell", one: true}, {key: "if"}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[0][0], Plus: ops[1]}
	}}
}
