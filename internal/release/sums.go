package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"aead.dev/minisign"
	"golang.org/x/term"
)

const sumsName = "SHA256SUMS"

// sums writes the digests of all files, as sha256sum reads them, and signs the list.
func (r *release) sums() error {
	files, err := tree(r.out)
	if err != nil {
		return err
	}
	slices.SortFunc(files, func(a, b file) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	var list bytes.Buffer
	for _, f := range files {
		name, err := filepath.Rel(r.out, filepath.FromSlash(f.Name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(f.Data), filepath.ToSlash(name))
	}
	if err := os.WriteFile(r.given(sumsName), list.Bytes(), 0o644); err != nil {
		return err
	}
	if r.key == "" {
		fmt.Println("no -key: " + sumsName + " is not signed")
		return nil
	}
	return r.sign(list.Bytes())
}

// sign signs the list. The comment has no time in it, so that the same list has the same signature.
func (r *release) sign(list []byte) error {
	text, err := os.ReadFile(r.key)
	if err != nil {
		return err
	}
	text = bytes.TrimSpace(text)
	password := os.Getenv("GONGKAI_SIGN_PASSWORD")
	if minisign.IsEncrypted(text) && password == "" {
		in := int(os.Stdin.Fd())
		if !term.IsTerminal(in) {
			return errors.New("the key has a password: set GONGKAI_SIGN_PASSWORD, or run this in a terminal")
		}
		fmt.Print("password of the secret key: ")
		typed, err := term.ReadPassword(in)
		fmt.Println()
		if err != nil {
			return err
		}
		password = string(typed)
	}
	var key minisign.PrivateKey
	if minisign.IsEncrypted(text) {
		key, err = minisign.DecryptKey(password, text)
	} else {
		err = key.UnmarshalText(text)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.key, err)
	}
	comment := "gongkai " + r.version
	reader := minisign.NewReader(bytes.NewReader(list)) // its digest is signed, as minisign does today
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return err
	}
	public := key.Public().(minisign.PublicKey)
	signed := reader.SignWithComments(key, comment, fmt.Sprintf("signature from minisign secret key %016X", public.ID()))
	fmt.Printf("signed with key %016X: minisign -Vm %s -P %s\n", public.ID(), sumsName, public)
	return os.WriteFile(r.given(sumsName+".minisig"), signed, 0o644)
}
