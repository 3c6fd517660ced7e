package form

// Carry relations say that Total is what last year's report has in Plus, together.
const Carry RelationKind = "carry"

func carryKind() *kind {
	return &kind{Carry, []operand{{key: "to", one: true}, {key: "from"}}, func(ops [][]*Cell) Line {
		return Line{Total: ops[0][0], Plus: ops[1]}
	}}
}
