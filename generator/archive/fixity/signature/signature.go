// Package signature makes and checks detached signatures of minisign
// (https://jedisct1.github.io/minisign/): Ed25519 over the BLAKE2b digest of a file.
package signature

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"aead.dev/minisign"
)

// Extension is what a signature's file is called after the name of what it signs.
const Extension = ".minisig"

// Why a signature does not hold.
var (
	ErrForm    = errors.New("signature: not a signature of minisign")
	ErrKey     = errors.New("signature: made with another key")
	ErrContent = errors.New("signature: the content is not what was signed")
	ErrComment = errors.New("signature: the trusted comment is not what was signed")
	// ErrLegacy is an older form for which the whole file would have to be in memory.
	ErrLegacy = errors.New("signature: of the older form, without a digest")
)

// Key is a public key.
type Key struct{ key minisign.PublicKey }

// ParseKey reads a public key: the file that minisign writes, or its second line alone.
func ParseKey(text []byte) (Key, error) {
	var k Key
	if err := k.key.UnmarshalText(bytes.TrimSpace(text)); err != nil {
		return Key{}, fmt.Errorf("signature: %w", err)
	}
	return k, nil
}

// String is the key as minisign prints it, for -P.
func (k Key) String() string { return k.key.String() }

// ID is the number by which people tell keys apart, sixteen hexadecimal digits.
func (k Key) ID() string { return fmt.Sprintf("%016X", k.key.ID()) }

// mostLegacy is how large a file may be under a signature of the older form.
const mostLegacy = 256 << 20

// Verify checks a signature of what r holds, and returns the comment that is signed with it.
// Besides what minisign checks, the signature must be written as minisign writes it.
func Verify(k Key, r io.Reader, text []byte) (comment string, err error) {
	var s minisign.Signature
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if err := s.UnmarshalText(text); err != nil {
		return "", ErrForm
	}
	// Base 64 can write the same bytes in more than one way.
	if again, err := s.MarshalText(); err != nil || !bytes.Equal(bytes.TrimRight(again, "\n"), bytes.TrimRight(text, "\n")) {
		return "", ErrForm
	}
	if s.KeyID != k.key.ID() {
		return "", ErrKey
	}
	if !k.signedComment(&s) {
		return "", ErrComment
	}
	holds := false
	if s.Algorithm == minisign.EdDSA {
		data, err := io.ReadAll(io.LimitReader(r, mostLegacy+1))
		if err != nil {
			return "", err
		}
		if len(data) > mostLegacy {
			return "", ErrLegacy
		}
		holds = minisign.Verify(k.key, data, text)
	} else {
		m := minisign.NewReader(r)
		if _, err := io.Copy(io.Discard, m); err != nil {
			return "", err
		}
		holds = m.Verify(k.key, text)
	}
	if !holds {
		return "", ErrContent
	}
	return s.TrustedComment, nil
}

// signedComment says whether the second signature, that of the first and the comment, holds.
func (k Key) signedComment(s *minisign.Signature) bool {
	raw, err := base64.StdEncoding.DecodeString(k.key.String())
	const before = 2 + 8 // the algorithm and the key's number
	return err == nil && ed25519.Verify(ed25519.PublicKey(raw[before:]), append(s.Signature[:], s.TrustedComment...), s.CommentSignature[:])
}

// IDOf is the number of the key that a signature says it was made with; "" where it is none.
func IDOf(text []byte) string {
	var s minisign.Signature
	if s.UnmarshalText(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))) != nil {
		return ""
	}
	return fmt.Sprintf("%016X", s.KeyID)
}
