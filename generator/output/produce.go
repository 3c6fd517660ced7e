package output

import (
	"bufio"
	"io"
)

// Produce turns a function that writes a file's content into the Open of a File, for
// what is too large to be held in memory. The function may be called more than once, and
// must write the same each time; where nobody reads on, its writer fails.
func Produce(write func(io.Writer) error) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			buffered := bufio.NewWriterSize(w, 64<<10)
			err := write(buffered)
			if err == nil {
				err = buffered.Flush()
			}
			w.CloseWithError(err)
		}()
		return r, nil
	}
}
