package fixity

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongkai/generator/archive/fixity/signature"
)

// Sign signs what is at a path and writes the signature beside the file that it signs, which it
// returns: see SignedFile. Before it returns it reads both again and checks the signature, so
// that a faulty disk or key is noticed by who signs and not by who verifies.
func Sign(name string, s signature.Secret, comment string) (signed string, err error) {
	if signed, err = SignedFile(name); err != nil {
		return "", err
	}
	f, err := os.Open(signed)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := s.Sign(f, comment)
	if err != nil {
		return "", err
	}
	at := signed + signature.Extension
	if err := replace(at, text); err != nil {
		return "", err
	}
	written, err := os.ReadFile(at)
	if err != nil {
		return "", err
	}
	again, err := os.Open(signed)
	if err != nil {
		return "", err
	}
	defer again.Close()
	if _, err := signature.Verify(s.Public(), again, written); err != nil || !bytes.Equal(written, text) {
		return "", errors.Join(fmt.Errorf("fixity: the signature of %s does not hold right after it was made: %w", signed, err), os.Remove(at))
	}
	return signed, nil
}

// replace writes a file at once or not at all.
func replace(name string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".gongkai-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
