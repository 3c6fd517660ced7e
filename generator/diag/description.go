package diag

// Description is what a format says of a rule beside its findings. The catalogue of
// rules is not known here; whoever prints hands it in.
type Description struct {
	ID       string
	Severity Severity // by default
	Title    Text
	What     Text // what is checked
	Why      Text
}
