package warc

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
)

// ErrChanged says that a body is not what its digest and size say.
var ErrChanged = errors.New("the file is not what its digest says")

// Checked opens the body for a reader that fails at its end where it is not what its digest says.
func (b *Body) Checked() (io.ReadCloser, error) {
	r, err := b.Open()
	if err != nil {
		return nil, err
	}
	return &checked{ReadCloser: r, want: b, sum: sha256.New()}, nil
}

type checked struct {
	io.ReadCloser
	want *Body
	n    int64
	sum  hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && (c.n != c.want.Size || hex.EncodeToString(c.sum.Sum(nil)) != c.want.SHA256) {
		err = ErrChanged
	}
	return n, err
}
