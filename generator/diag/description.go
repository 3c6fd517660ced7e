package diag

// Description is what is said of a rule beside its findings: by formats, by the command
// and on the page of rules. The catalogue of rules is not known here; whoever prints
// hands it in.
type Description struct {
	ID       string
	Severity Severity // by default, or as the site has it
	Fixed    bool     // can be neither waived nor lowered
	Title    Text
	What     Text // what is checked
	Why      Text
	Example  string // a wrong piece of content
	Legal    string // "" for a rule of craft
}
