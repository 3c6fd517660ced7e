package signature

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"aead.dev/minisign"
)

// Secret is a secret key, ready to sign.
type Secret struct{ key minisign.PrivateKey }

// ErrPassword is a password that does not open a secret key.
var ErrPassword = errors.New("signature: the password does not open the secret key")

// ErrSecret is for a text that is not a secret key.
var ErrSecret = errors.New("signature: not a secret key of minisign")

// Locked says whether a secret key asks for a password.
func Locked(text []byte) bool { return minisign.IsEncrypted(bytes.TrimSpace(text)) }

// Unlock opens a secret key, as minisign -G writes it, with its password. A key without one
// ignores it.
func Unlock(text []byte, password string) (Secret, error) {
	text = bytes.TrimSpace(text)
	var s Secret
	if !minisign.IsEncrypted(text) {
		if err := s.key.UnmarshalText(text); err != nil {
			return Secret{}, ErrSecret
		}
		return s, nil
	}
	var err error
	if s.key, err = minisign.DecryptKey(password, text); err != nil {
		return Secret{}, ErrPassword
	}
	return s, nil
}

// Generate makes a new pair of keys: the public one, and the secret one under a password, both
// as the files that minisign -G writes.
func Generate(password string) (public, secret []byte, err error) {
	pub, key, err := minisign.GenerateKey(nil)
	if err != nil {
		return nil, nil, fmt.Errorf("signature: %w", err)
	}
	if secret, err = minisign.EncryptKey(password, key); err != nil {
		return nil, nil, fmt.Errorf("signature: %w", err)
	}
	if public, err = pub.MarshalText(); err != nil {
		return nil, nil, fmt.Errorf("signature: %w", err)
	}
	return append(public, '\n'), append(secret, '\n'), nil
}

// Public is the key that checks what the secret one signs.
func (s Secret) Public() Key { return Key{s.key.Public().(minisign.PublicKey)} }

// longestComment is how many bytes a signed comment may have. Minisign reads 8 KiB; a comment
// is for a line on a screen.
const longestComment = 256

// ErrLongComment is a comment that is too long, or not one line of text.
var ErrLongComment = fmt.Errorf("signature: a comment is one line of at most %d bytes", longestComment)

// Sign signs what r holds together with a comment of one line.
func (s Secret) Sign(r io.Reader, comment string) ([]byte, error) {
	if len(comment) > longestComment || strings.ContainsFunc(comment, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) || !utf8.ValidString(comment) || strings.TrimSpace(comment) != comment {
		return nil, ErrLongComment
	}
	m := minisign.NewReader(r)
	if _, err := io.Copy(io.Discard, m); err != nil {
		return nil, err
	}
	return m.SignWithComments(s.key, comment, "signature from minisign secret key "+s.Public().ID()), nil
}
