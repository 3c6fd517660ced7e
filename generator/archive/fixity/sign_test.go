package fixity_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aead.dev/minisign"

	"gongkai/generator/archive/fixity"
	"gongkai/generator/archive/fixity/signature"
)

// secretKey makes a key without a password.
func secretKey(t testing.TB) signature.Secret {
	t.Helper()
	_, key, err := minisign.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := key.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	s, err := signature.Unlock(text, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is signed is the manifest of a site, the strongest tag manifest of a bag, else the package.
// A signature that is not there is a finding, as is one of what the package was before.
func TestSigned(t *testing.T) {
	key := secretKey(t)
	public := key.Public()
	check := func(at string) *fixity.Report {
		t.Helper()
		r, err := fixity.Verify(context.Background(), at, fixity.Options{Key: &public})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct{ kind, at, signed, touch string }{
		{"site", lay(t, site(t)), "manifest.json", "manifest.json"},
		{"bag", lay(t, siteBag(t)), "tagmanifest-sha512.txt", "tagmanifest-sha512.txt"},
		{"bag", save(t, "bag.tar", packTar(t, siteBag(t))), "", ""},
		{"wacz", save(t, "a.wacz", packZip(t, waczOf(t, site(t)), true)), "", ""},
	} {
		if r := check(c.at); len(r.Findings) != 1 || r.Findings[0].Kind != fixity.Signature || !strings.Contains(r.Findings[0].Message.EN, "not signed") {
			t.Errorf("%s: got\n%swant only that it is not signed", c.at, list(r))
		}
		signed, err := fixity.Sign(c.at, key, "移交 2024")
		if want := filepath.Join(c.at, c.signed); err != nil || signed != want {
			t.Errorf("got %s and %v, want %s signed", signed, err, want)
			continue
		}
		if r := check(c.at); len(r.Findings) > 0 || r.Signed != "移交 2024" || r.Kind != c.kind {
			t.Errorf("%s: got a %s signed %q with\n%swant no finding", c.at, r.Kind, r.Signed, list(r))
		}
		f, err := os.OpenFile(filepath.Join(c.at, c.touch), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString("\n")
		f.Close()
		if r := check(c.at); !strings.Contains(list(r), "it is not of this content") || r.Signed != "" {
			t.Errorf("%s, changed: got\n%swant that the signature is of something else", c.at, list(r))
		}
	}
}
