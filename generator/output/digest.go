package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"github.com/emmansun/gmsm/sm3"
)

// digest is the hashes over one stream.
type digest struct {
	size   int64
	sha256 hash.Hash
	sm3    hash.Hash // nil where nobody asked for it
}

func newDigest(withSM3 bool) *digest {
	d := &digest{sha256: sha256.New()}
	if withSM3 {
		d.sm3 = sm3.New()
	}
	return d
}

// Write implements io.Writer.
func (d *digest) Write(p []byte) (int, error) {
	d.size += int64(len(p))
	d.sha256.Write(p)
	if d.sm3 != nil {
		d.sm3.Write(p)
	}
	return len(p), nil
}

// entry is the manifest's line for f, of which d has seen the content.
func (d *digest) entry(f File) Entry {
	e := Entry{Path: f.Path, Size: d.size, Type: MediaType(f.Path), Source: f.Source, SHA256: hex.EncodeToString(d.sha256.Sum(nil))}
	if d.sm3 != nil {
		e.SM3 = hex.EncodeToString(d.sm3.Sum(nil))
	}
	return e
}

// equalStreams says whether two streams hold the same bytes; d sees those of a.
// It stops at the first difference.
func equalStreams(a, b io.Reader, d *digest, buf []byte) (bool, error) {
	half := len(buf) / 2
	for {
		n, errA := io.ReadFull(a, buf[:half])
		m, errB := io.ReadFull(b, buf[half:half+half])
		if errA != nil && !isEOF(errA) {
			return false, errA
		}
		if errB != nil && !isEOF(errB) {
			return false, errB
		}
		if !bytes.Equal(buf[:n], buf[half:half+m]) {
			return false, nil
		}
		_, _ = d.Write(buf[:n]) // never fails
		if isEOF(errA) || isEOF(errB) {
			return isEOF(errA) == isEOF(errB), nil
		}
	}
}

func isEOF(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
