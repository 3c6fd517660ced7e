package output

import "fmt"

// ForeignError says that a build would replace files that no build has written: somebody else's.
type ForeignError struct {
	Path  string // the first of them, with the folder
	Files int
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("output: %s is there and was not written by this tool (%d files)", e.Path, e.Files)
}
