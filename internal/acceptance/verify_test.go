package acceptance

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator/archive/fixity"
)

// A web archive of the example site that warcio wrote, and a WACZ that js-wacz made of it, are
// verified: every record, the index that js-wacz made, every figure. Damage is found.
func TestVerifyPackagesOfOthers(t *testing.T) {
	dir := t.TempDir()
	archive, packed := filepath.Join(dir, "site.warc.gz"), filepath.Join(dir, "site.wacz")
	program(t, "warc.mjs", example.dir, archive, "https://www.example.org/zwgk/")
	program(t, "node_modules/.bin/js-wacz", "create", "-f", archive, "-o", packed, "--url", "https://www.example.org/zwgk/index.html", "--title", "T")

	res, err := fixity.Verify(context.Background(), archive, fixity.Options{})
	if err != nil || len(res.Findings) > 0 || res.Reports < 8 {
		t.Fatalf("the WARC: got %v, %d reports and %v, want no finding", err, res.Reports, res.Findings)
	}
	// js-wacz 0.1.6 hashes each chunk of a WARC twice: findings/js-wacz-hashes-chunks-twice.sh.
	res, err = fixity.Verify(context.Background(), packed, fixity.Options{})
	if err != nil || len(res.Findings) != 1 || res.Findings[0].Kind != fixity.Changed || res.Findings[0].File != "archive/site.warc.gz" {
		t.Fatalf("the WACZ: got %v and %v, want only that js-wacz has a wrong digest of the WARC", err, res.Findings)
	}
	corrected := correct(t, packed)
	if err := os.WriteFile(packed, corrected, 0o644); err != nil {
		t.Fatal(err)
	}
	res, err = fixity.Verify(context.Background(), packed, fixity.Options{})
	if err != nil || len(res.Findings) > 0 || res.Reports < 8 {
		t.Fatalf("the WACZ with the right digest: got %v and %v, want no finding", err, res.Findings)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 10 {
		bad := slices.Clone(corrected)
		at := r.IntN(len(bad))
		bad[at] ^= byte(1 + r.IntN(255))
		if err := os.WriteFile(packed, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if res, err := fixity.Verify(context.Background(), packed, fixity.Options{}); err != nil || !res.Failed() {
			t.Errorf("byte %d: got %v and no finding, want one", at, err)
		}
	}
}

// A key that the command makes is under its password, for the command as for minisign. To derive a
// key from a password takes a gigabyte and a second on purpose, and far more under the race detector.
func TestSignWithPassword(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "site.warc.gz")
	program(t, "warc.mjs", filepath.Join(example.dir, "sitemap"), file, "https://www.example.org/")
	const password = "测试口令 1"
	run := func(status int, password string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		env := func(name string) string {
			return map[string]string{"GONGKAI_SIGN_PASSWORD": password, "LANG": "en"}[name]
		}
		if got := cli.Main(context.Background(), args, &out, &out, env); got != status {
			t.Fatalf("gongkai %v: status %d, want %d: %s", args, got, status, out.String())
		}
		return out.String()
	}
	key := filepath.Join(dir, "our")
	run(0, password, "sign", "--generate", key)
	if got := run(2, "wrong", "sign", file, "--secret", key+".key"); !strings.Contains(got, "the password is wrong") {
		t.Errorf("a wrong password: got %q", got)
	}
	sign := exec.Command("minisign", "-Sm", file, "-s", key+".key", "-t", "2024")
	sign.Stdin = strings.NewReader(password + "\n")
	if out, err := sign.CombinedOutput(); err != nil {
		t.Fatalf("minisign: %v\n%s", err, out)
	}
	if got := run(0, "", "verify", file, "--key", key+".pub"); !strings.Contains(got, "holds: 2024") {
		t.Errorf("signed by minisign with our key: got %q", got)
	}
}

func program(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("node", args...).CombinedOutput(); err != nil {
		t.Fatalf("node %v: %v\n%s", args, err, out)
	}
}

// correct packs a WACZ again with the right digests in datapackage.json.
func correct(t *testing.T, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	var names []string
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = data
		names = append(names, f.Name)
	}
	digest := func(name string) string {
		s := sha256.Sum256(files[name])
		return "sha256:" + hex.EncodeToString(s[:])
	}
	var d map[string]any
	if err := json.Unmarshal(files["datapackage.json"], &d); err != nil {
		t.Fatal(err)
	}
	for _, r := range d["resources"].([]any) {
		r := r.(map[string]any)
		r["hash"] = digest(r["path"].(string))
	}
	if files["datapackage.json"], err = json.Marshal(d); err != nil {
		t.Fatal(err)
	}
	files["datapackage-digest.json"] = fmt.Appendf(nil, `{"path": "datapackage.json", "hash": %q}`, digest("datapackage.json"))
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(files[name])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
