package form

// Sum relations say that Total is the sum of Plus; with one part, that the two are equal.
const Sum RelationKind = "sum"

func sumKind() *kind {
	return &kind{Sum, []operand{{key: "total", one: true}, {key: "parts"}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[0][0], Plus: ops[1]}
	}}
}
