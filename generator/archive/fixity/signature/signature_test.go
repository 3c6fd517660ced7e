package signature_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	lib "aead.dev/minisign"

	"gongkai/generator/archive/fixity/signature"
)

// keys makes a pair of keys, without a password: to derive a key from one takes a second and a
// gigabyte, on purpose.
func keys(t testing.TB) (public, secret []byte) {
	t.Helper()
	pub, key, err := lib.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	if public, err = pub.MarshalText(); err != nil {
		t.Fatal(err)
	}
	if secret, err = key.MarshalText(); err != nil {
		t.Fatal(err)
	}
	return public, secret
}

var message = []byte(strings.Repeat("清单\n", 100_000))

// minisign runs the program of that name, version 0.11 in Debian 12.
func minisign(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("minisign")
	if err != nil {
		t.Fatal("minisign is not installed: run `make setup`")
	}
	cmd := exec.Command(program, args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	at := filepath.Join(dir, name)
	if err := os.WriteFile(at, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return at
}

// What is signed here minisign verifies, with the comment; and it reads the keys.
func TestMinisignVerifies(t *testing.T) {
	dir := t.TempDir()
	public, secret := keys(t)
	s, err := signature.Unlock(secret, "")
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, dir, "manifest.json", message)
	text, err := s.Sign(bytes.NewReader(message), "示例市 2024")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "manifest.json.minisig", text)
	out, err := minisign(t, "", "-Vm", file, "-p", write(t, dir, "a.pub", public))
	if err != nil || !strings.Contains(out, "Trusted comment: 示例市 2024") {
		t.Errorf("got %v and %q, want that the signature and comment hold", err, out)
	}
	if out, err := minisign(t, "", "-Vm", file, "-P", s.Public().String()); err != nil {
		t.Errorf("the key as text: got %v and %q", err, out)
	}
	write(t, dir, "manifest.json", append(message, '.'))
	if out, err := minisign(t, "", "-Vm", file, "-P", s.Public().String()); err == nil {
		t.Errorf("a changed file: got %q, want an error", out)
	}
}

// What minisign signs is verified here, in its older form too, with keys that it made.
func TestVerifyMinisign(t *testing.T) {
	dir := t.TempDir()
	public, secret := filepath.Join(dir, "m.pub"), filepath.Join(dir, "m.key")
	if out, err := minisign(t, "", "-G", "-W", "-p", public, "-s", secret); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(public)
	if err != nil {
		t.Fatal(err)
	}
	k, err := signature.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, dir, "a.wacz", message)
	for _, older := range [][]string{nil, {"-l"}} {
		if out, err := minisign(t, "\n", append([]string{"-Sm", file, "-s", secret, "-t", "2024 年"}, older...)...); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		sig, err := os.ReadFile(file + signature.Extension)
		if err != nil {
			t.Fatal(err)
		}
		comment, err := signature.Verify(k, bytes.NewReader(message), sig)
		if err != nil || comment != "2024 年" {
			t.Errorf("%v: got %q and %v, want the comment 2024 年", older, comment, err)
		}
		// A key that minisign made signs here.
		key, err := os.ReadFile(secret)
		if err != nil {
			t.Fatal(err)
		}
		s, err := signature.Unlock(key, "")
		if err != nil || s.Public().ID() != k.ID() || signature.Locked(key) {
			t.Errorf("got the key %s and %v, want %s", s.Public().ID(), err, k.ID())
		}
	}
}

func TestFaultySignatures(t *testing.T) {
	public, secret := keys(t)
	k, err := signature.ParseKey(public)
	if err != nil {
		t.Fatal(err)
	}
	s, err := signature.Unlock(secret, "")
	if err != nil {
		t.Fatal(err)
	}
	good, err := s.Sign(bytes.NewReader(message), "comment")
	if err != nil {
		t.Fatal(err)
	}
	other, _ := keys(t)
	otherKey, err := signature.ParseKey(other)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(good), "\n")
	for name, c := range map[string]struct {
		key     signature.Key
		message []byte
		text    string
		want    error
	}{
		"sound":                           {k, message, string(good), nil},
		"line ends of Windows":            {k, message, strings.ReplaceAll(string(good), "\n", "\r\n"), nil},
		"another key":                     {otherKey, message, string(good), signature.ErrKey},
		"of another file":                 {k, message[1:], string(good), signature.ErrContent},
		"an altered trusted comment":      {k, message, strings.Replace(string(good), "trusted comment: comment", "trusted comment: Comment", 1), signature.ErrComment},
		"the comment of another one":      {k, message, lines[0] + lines[1] + "trusted comment: x\n" + lines[3], signature.ErrComment},
		"no signature":                    {k, message, "hello", signature.ErrForm},
		"cut short":                       {k, message, lines[0] + lines[1], signature.ErrForm},
		"an altered untrusted comment":    {k, message, strings.Replace(string(good), "untrusted comment: signature", "untrusted comment: Signature", 1), nil},
		"the same bytes in other letters": {k, message, lines[0] + strings.Replace(lines[1], "=\n", "\n", 1), signature.ErrForm},
	} {
		comment, err := signature.Verify(c.key, bytes.NewReader(c.message), []byte(c.text))
		if !errors.Is(err, c.want) || err == nil && comment != "comment" {
			t.Errorf("%s: got %q and %v, want %v", name, comment, err, c.want)
		}
	}
	// Whichever byte of the three lines that count is changed, the signature no longer holds.
	for at := len(lines[0]); at < len(good)-1; at++ {
		bad := bytes.Clone(good)
		bad[at] ^= 0x04
		if _, err := signature.Verify(k, bytes.NewReader(message), bad); err == nil {
			t.Errorf("byte %d, %q for %q: got no error", at, bad[at], good[at])
		}
	}
	if id := signature.IDOf(good); id != k.ID() {
		t.Errorf("got the key %q of a signature, want %q", id, k.ID())
	}
}

func TestFaultyKeysAndComments(t *testing.T) {
	public, secret := keys(t)
	if _, err := signature.ParseKey(secret); err == nil {
		t.Error("got no error for a secret key in place of a public one")
	}
	if _, err := signature.Unlock(public, ""); !errors.Is(err, signature.ErrSecret) {
		t.Errorf("got %v for a public key in place of a secret one, want %v", err, signature.ErrSecret)
	}
	s, err := signature.Unlock(secret, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, comment := range []string{"a\nb", "a\rb", strings.Repeat("长", 100), " a", "\xff", "a\x00"} {
		if _, err := s.Sign(bytes.NewReader(message), comment); !errors.Is(err, signature.ErrLongComment) {
			t.Errorf("the comment %q: got %v, want %v", comment, err, signature.ErrLongComment)
		}
	}
}
